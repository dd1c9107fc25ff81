-- name: begin
CREATE OR REPLACE TEMP TABLE replacing AS SELECT * FROM city.events LIMIT 0;

-- name: judge
-- One verdict for each version that the store does not hold yet: `becomes current`, `replaces` the current one, or is `older`.
WITH once AS (
  SELECT min(line) AS line, source_id, version, row_hash FROM arrived GROUP BY source_id, version, row_hash
), new AS (
  SELECT once.*, held.version AS held_version, held.row_hash AS held_hash
  FROM once LEFT JOIN city.events held ON held.source = $source AND held.source_id = once.source_id
  WHERE (held.version IS NULL OR held.version <> once.version OR held.row_hash <> once.row_hash)
    AND NOT EXISTS (
      SELECT 1 FROM city.event_history past
      WHERE past.source = $source AND past.source_id = once.source_id AND past.version = once.version AND past.row_hash = once.row_hash)
), newest AS (
  SELECT source_id, max(struct_pack(version := version, row_hash := row_hash)) AS top FROM new GROUP BY source_id
)
SELECT new.line, new.source_id,
       CASE WHEN new.version < newest.top.version OR new.row_hash <> newest.top.row_hash THEN 'older'
            WHEN held_version IS NULL THEN 'becomes current'
            WHEN new.version > held_version OR (new.version = held_version AND new.row_hash > held_hash) THEN 'replaces'
            ELSE 'older' END AS verdict
FROM new JOIN newest USING (source_id);

-- name: judge_together
-- The same for consecutive batches of a source (`batch_number`) as if they came one after the other. A version `rose` when it
-- was newer than all before it and the newest of its batch; it is current until the next one rises (`superseded_at`).
WITH once AS (
  SELECT min(row) AS row, source_id, version, row_hash FROM arrived GROUP BY source_id, version, row_hash
), new AS (
  SELECT once.*, arrived.batch_number, arrived.recorded_at,
         struct_pack(version := once.version, row_hash := once.row_hash) AS key,
         CASE WHEN held.version IS NOT NULL THEN struct_pack(version := held.version, row_hash := held.row_hash) END AS held
  FROM once JOIN arrived ON arrived.row = once.row
  LEFT JOIN city.events held ON held.source = $source AND held.source_id = once.source_id
  WHERE (held.version IS NULL OR held.version <> once.version OR held.row_hash <> once.row_hash)
    AND NOT EXISTS (
      SELECT 1 FROM city.event_history past
      WHERE past.source = $source AND past.source_id = once.source_id AND past.version = once.version AND past.row_hash = once.row_hash)
), newest AS (
  SELECT source_id, batch_number, any_value(recorded_at) AS recorded_at, max(key) AS key, any_value(held) AS held
  FROM new GROUP BY source_id, batch_number
), before AS (
  SELECT *, max(key) OVER (PARTITION BY source_id ORDER BY batch_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS beaten
  FROM newest
), risen AS (
  SELECT source_id, key, lead(recorded_at) OVER (PARTITION BY source_id ORDER BY batch_number) AS superseded_at
  FROM before WHERE (beaten IS NULL OR key > beaten) AND (held IS NULL OR key > held)
)
SELECT new.row, new.source_id, new.batch_number, new.recorded_at, risen.key IS NOT NULL AS rose, new.held IS NOT NULL AS replaces,
       CASE WHEN risen.key IS NULL THEN new.recorded_at ELSE risen.superseded_at END AS superseded_at
FROM new LEFT JOIN risen ON risen.source_id = new.source_id AND risen.key = new.key;

-- name: keep_held
INSERT INTO city.event_history BY NAME
SELECT held.*, replaced.superseded_at
FROM city.events held JOIN (
  SELECT source_id, min(recorded_at) AS superseded_at FROM verdicts WHERE rose AND replaces GROUP BY source_id
) replaced ON held.source = $source AND held.source_id = replaced.source_id;

-- name: keep_together
INSERT INTO city.event_history BY NAME
SELECT arrived.* EXCLUDE (row, batch_number), CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source, past.superseded_at
FROM arrived JOIN (SELECT row, superseded_at FROM verdicts WHERE superseded_at IS NOT NULL) past USING (row);

-- name: insert_together
INSERT INTO city.events BY NAME
SELECT * EXCLUDE (row, batch_number), CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source
FROM arrived SEMI JOIN (SELECT row FROM verdicts WHERE superseded_at IS NULL AND NOT replaces) new USING (row);

-- name: stage_together
TRUNCATE replacing;
INSERT INTO replacing BY NAME
SELECT * EXCLUDE (row, batch_number), CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source
FROM arrived SEMI JOIN (SELECT row FROM verdicts WHERE superseded_at IS NULL AND replaces) newer USING (row);

-- name: insert_all
INSERT INTO city.events BY NAME
SELECT *, CAST($source AS VARCHAR) AS source, CAST($batch AS VARCHAR) AS batch, CAST($crs AS VARCHAR) AS crs_source,
       CAST($recorded_at AS TIMESTAMP) AS recorded_at
FROM arrived;

-- name: insert_new
INSERT INTO city.events BY NAME
SELECT *, CAST($source AS VARCHAR) AS source, CAST($batch AS VARCHAR) AS batch, CAST($crs AS VARCHAR) AS crs_source,
       CAST($recorded_at AS TIMESTAMP) AS recorded_at
FROM arrived SEMI JOIN (SELECT line FROM verdicts WHERE verdict = 'becomes current') new USING (line);

-- name: keep_older
INSERT INTO city.event_history BY NAME
SELECT *, CAST($source AS VARCHAR) AS source, CAST($batch AS VARCHAR) AS batch, CAST($crs AS VARCHAR) AS crs_source,
       CAST($recorded_at AS TIMESTAMP) AS recorded_at, CAST($recorded_at AS TIMESTAMP) AS superseded_at
FROM arrived SEMI JOIN (SELECT line FROM verdicts WHERE verdict = 'older') older USING (line);

-- name: keep_replaced
INSERT INTO city.event_history BY NAME
SELECT held.*, CAST($recorded_at AS TIMESTAMP) AS superseded_at
FROM city.events held SEMI JOIN (SELECT source_id FROM verdicts WHERE verdict = 'replaces') replaced
  ON held.source = $source AND held.source_id = replaced.source_id;

-- name: stage
-- Only what replaces a case goes through staging and MERGE: with all rows going that way, loading 0.7 M new cases took 12 to
-- 14 s of processor time instead of 8 to 9 s.
TRUNCATE replacing;
INSERT INTO replacing BY NAME
SELECT *, CAST($source AS VARCHAR) AS source, CAST($batch AS VARCHAR) AS batch, CAST($crs AS VARCHAR) AS crs_source,
       CAST($recorded_at AS TIMESTAMP) AS recorded_at
FROM arrived SEMI JOIN (SELECT line FROM verdicts WHERE verdict = 'replaces') newer USING (line);

-- name: merge
MERGE INTO city.events AS held USING replacing
ON held.source = replacing.source AND held.source_id = replacing.source_id
WHEN MATCHED THEN UPDATE SET *
WHEN NOT MATCHED THEN INSERT *;

-- name: quarantine
INSERT INTO city.quarantine BY NAME SELECT * FROM refusals;

-- name: count_batch
SELECT (SELECT count(*) FROM city.events WHERE batch = $batch AND recorded_at = $recorded_at),
       (SELECT count(*) FROM city.event_history WHERE batch = $batch AND recorded_at = $recorded_at);

-- name: seen_among
SELECT DISTINCT sha256 FROM city.batches WHERE source = $source AND sha256 IN (SELECT unnest(CAST($sha256 AS VARCHAR[])));

-- name: seen_before
SELECT count(*) FROM city.batches WHERE source = $source AND sha256 = $sha256;

-- name: became_current
SELECT placed_by, point_status, string_split(coalesce(flags, ''), ',') AS flags, count(*) AS n
FROM city.events WHERE batch = $batch AND recorded_at = $recorded_at
GROUP BY ALL ORDER BY ALL;

-- name: placed_and_named
SELECT area_id, area_code, area_name, count(*) AS n FROM city.events
WHERE batch = $batch AND recorded_at = $recorded_at AND placed_by = 'point' AND (area_code IS NOT NULL OR area_name IS NOT NULL)
GROUP BY ALL;

-- name: count_points
WITH touched AS (
  SELECT DISTINCT lon, lat FROM city.events
  WHERE recorded_at BETWEEN $since AND $until AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[]))) AND point_status IN ('trusted', 'default')
  UNION SELECT lon, lat FROM city.default_points WHERE source = $source
)
SELECT lon, lat, count(*) AS n
FROM city.events SEMI JOIN touched USING (lon, lat)
WHERE source = $source
GROUP BY lon, lat
HAVING n >= $fewest AND n > $share * (SELECT count(*) FROM city.events WHERE source = $source)
ORDER BY n DESC, lon, lat;

-- name: default_points
SELECT lon, lat FROM city.default_points WHERE source = $source ORDER BY lon, lat;

-- name: forget_default_points
DELETE FROM city.default_points WHERE source = $source;

-- name: remember_default_points
INSERT INTO city.default_points SELECT $source, lon, lat, n FROM points;

-- name: cases_on_points
SELECT DISTINCT lon, lat, area_code, area_name FROM (
  SELECT source, lon, lat, area_code, area_name FROM city.events
  UNION ALL SELECT source, lon, lat, area_code, area_name FROM city.event_history
) SEMI JOIN points USING (lon, lat)
WHERE source = $source;

-- name: replace_current
UPDATE city.events AS held SET area_id = places.area_id, placed_by = places.placed_by, point_status = places.point_status
FROM places
WHERE held.source = $source AND held.lon = places.lon AND held.lat = places.lat
  AND held.area_code IS NOT DISTINCT FROM places.area_code AND held.area_name IS NOT DISTINCT FROM places.area_name;

-- name: replace_history
UPDATE city.event_history AS held SET area_id = places.area_id, placed_by = places.placed_by, point_status = places.point_status
FROM places
WHERE held.source = $source AND held.lon = places.lon AND held.lat = places.lat
  AND held.area_code IS NOT DISTINCT FROM places.area_code AND held.area_name IS NOT DISTINCT FROM places.area_name;

-- name: decide_memberships
-- The cases whose place was decided now: what became current, and what lies on points whose verdict changed.
CREATE OR REPLACE TEMP TABLE decided AS
SELECT source_id, area_id, lon, lat, placed_by FROM city.events
WHERE recorded_at BETWEEN $since AND $until AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: decide_memberships_on_points
INSERT INTO decided
SELECT source_id, area_id, lon, lat, placed_by FROM city.events SEMI JOIN points USING (lon, lat)
WHERE source = $source AND batch NOT IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: forget_memberships
DELETE FROM city.event_special_grids WHERE source = $source AND source_id IN (SELECT source_id FROM decided);

-- name: areas_decided
SELECT DISTINCT area_id FROM decided ORDER BY area_id;

-- name: places_decided
SELECT source_id, area_id, CASE WHEN placed_by = 'point' THEN lon END AS lon, CASE WHEN placed_by = 'point' THEN lat END AS lat
FROM decided WHERE area_id IN (SELECT unnest(CAST($near AS INTEGER[])));

-- name: remember_memberships
INSERT INTO city.event_special_grids BY NAME SELECT CAST($source AS VARCHAR) AS source, * FROM memberships;

-- name: note_batches
INSERT INTO city.batches BY NAME SELECT * FROM noted;

-- name: note_version
INSERT INTO city.data_versions
SELECT coalesce(max(data_version), 0) + 1, CAST($recorded_at AS TIMESTAMP), CAST($batch AS VARCHAR) FROM city.data_versions;

-- name: source
SELECT steps, watermark FROM city.sources WHERE source = $source;

-- name: forget_source
DELETE FROM city.sources WHERE source = $source;

-- name: note_source
INSERT INTO city.sources
  (source, kind, steps, crs, zone, cadence_s, watermark, first_reported, last_reported, last_load, rows, refused)
SELECT CAST($source AS VARCHAR), 'events', CAST($steps AS VARCHAR), CAST($crs AS VARCHAR), CAST($zone AS VARCHAR), CAST($cadence_s AS INTEGER),
       CAST($watermark AS TIMESTAMP), min(reported_at), max(reported_at), CAST($recorded_at AS TIMESTAMP), count(*),
       (SELECT count(*) FROM city.quarantine WHERE source = $source)
FROM city.events WHERE source = $source;

-- name: end
DROP TABLE IF EXISTS replacing;
DROP TABLE IF EXISTS decided;

-- name: empty_store
DELETE FROM city.events;
DELETE FROM city.event_history;
DELETE FROM city.quarantine;
DELETE FROM city.batches;
DELETE FROM city.sources;
DELETE FROM city.default_points;
DELETE FROM city.event_special_grids;
DELETE FROM city.units;
DELETE FROM city.rosters;
DELETE FROM city.devices;
DELETE FROM city.calls;
DELETE FROM city.call_history;
DELETE FROM city.partners;

-- name: reconcile
SELECT (SELECT count(*) FROM city.events) + (SELECT count(*) FROM city.event_history) AS held,
       (SELECT coalesce(sum(loaded + superseded), 0) FROM city.batches
        WHERE source NOT IN (SELECT source FROM city.sources WHERE kind <> 'events')) AS accepted,
       (SELECT count(*) FROM city.quarantine) AS quarantined,
       (SELECT coalesce(sum(refused), 0) FROM city.batches WHERE landed_as IS NOT NULL) AS refused;

-- name: landed
SELECT batch, landed_as FROM city.batches;

-- name: landed_among
SELECT batch, landed_as FROM city.batches WHERE batch IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: landed_elsewhere
SELECT count(DISTINCT batch) FROM city.batches
WHERE landed_as IS NOT NULL AND batch NOT IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: newest_landed
SELECT source, max(recorded_at) FROM city.batches WHERE landed_as IS NOT NULL GROUP BY source;
