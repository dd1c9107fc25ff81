-- Statements of case_tables.py: everything that loading reads or writes of city.events and city.event_history.
-- arrived: rows in the columns of events but source and crs_source, with `row` (number, unique, in the order of arrival) and
-- `input_number` (which of the inputs that are applied together; in the order of acceptance).

-- name: judge
-- A row for every version that is not held yet, decided as if the inputs came one after the other. A version `rises` when it is
-- newer than everything before it and the newest of its input; it is current until the next one rises (superseded_at; null: it
-- stays current). What does not rise goes to the history at once. held_row: row number of the current version that it
-- replaces; replaces_own_input: that one came with the same input.
WITH once AS (
  SELECT min(row) AS row, min(input_number) AS input_number, arg_min(batch, row) AS batch, arg_min(recorded_at, row) AS recorded_at, source_id,
         struct_pack(version := version, row_hash := row_hash) AS key
  FROM arrived GROUP BY source_id, version, row_hash
), new AS (
  SELECT once.*, held.rowid AS held_row, held.batch = once.batch AS replaces_own_input,
         CASE WHEN held.version IS NOT NULL THEN struct_pack(version := held.version, row_hash := held.row_hash) END AS held
  FROM once LEFT JOIN city.events held ON held.source = $source AND held.source_id = once.source_id
  WHERE (held.version IS NULL OR held.version <> once.key.version OR held.row_hash <> once.key.row_hash)
    AND NOT EXISTS (
      SELECT 1 FROM city.event_history past
      WHERE past.source = $source AND past.source_id = once.source_id AND past.version = once.key.version
        AND past.row_hash = once.key.row_hash)
), newest AS (
  SELECT source_id, input_number, any_value(recorded_at) AS recorded_at, max(key) AS key, any_value(held) AS held
  FROM new GROUP BY source_id, input_number
), compared AS (
  SELECT *, max(key) OVER (PARTITION BY source_id ORDER BY input_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM newest
), risen AS (
  SELECT source_id, key, lead(recorded_at) OVER (PARTITION BY source_id ORDER BY input_number) AS superseded_at,
         row_number() OVER (PARTITION BY source_id ORDER BY input_number) = 1 AS is_first
  FROM compared WHERE (before IS NULL OR key > before) AND (held IS NULL OR key > held)
)
SELECT new.row, new.input_number, new.recorded_at, risen.key IS NOT NULL AS rises,
       CASE WHEN risen.is_first THEN new.held_row END AS held_row,
       coalesce(risen.is_first AND new.replaces_own_input, false) AS replaces_own_input,
       CASE WHEN risen.key IS NULL THEN new.recorded_at ELSE risen.superseded_at END AS superseded_at
FROM new LEFT JOIN risen ON risen.source_id = new.source_id AND risen.key = new.key;

-- name: keep_held
INSERT INTO city.event_history BY NAME
SELECT held.*, replaced.recorded_at AS superseded_at
FROM city.events held JOIN (
  SELECT held_row, recorded_at FROM verdicts WHERE held_row IS NOT NULL
) replaced ON held.rowid = replaced.held_row;

-- name: remove_held
DELETE FROM city.events WHERE rowid IN (SELECT held_row FROM verdicts WHERE held_row IS NOT NULL);

-- name: insert_superseded
INSERT INTO city.event_history BY NAME
SELECT arrived.* EXCLUDE (row, input_number), CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source, past.superseded_at
FROM arrived JOIN (SELECT row, superseded_at FROM verdicts WHERE superseded_at IS NOT NULL) past USING (row);

-- name: insert_current
INSERT INTO city.events BY NAME
SELECT * EXCLUDE (row, input_number), CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source
FROM arrived SEMI JOIN (SELECT row FROM verdicts WHERE superseded_at IS NULL) newest USING (row);

-- name: insert_all
INSERT INTO city.events BY NAME
SELECT * EXCLUDE (row, input_number), CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source FROM arrived;

-- name: current_by_place
SELECT placed_by, point_status, string_split(coalesce(flags, ''), ',') AS flags, count(*) AS n
FROM city.events WHERE recorded_at BETWEEN $since AND $until AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])))
GROUP BY ALL ORDER BY ALL;

-- name: placed_and_named
SELECT area_id, area_code, area_name, count(*) AS n FROM city.events
WHERE recorded_at BETWEEN $since AND $until AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])))
  AND placed_by = 'point' AND (area_code IS NOT NULL OR area_name IS NOT NULL)
GROUP BY ALL;

-- name: shared_points
WITH touched AS (
  SELECT DISTINCT lon, lat FROM city.events
  WHERE recorded_at BETWEEN $since AND $until AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[]))) AND point_status IN ('trusted', 'default')
  UNION SELECT lon, lat FROM known
)
SELECT lon, lat, count(*) AS n
FROM city.events SEMI JOIN touched USING (lon, lat)
WHERE source = $source
GROUP BY lon, lat
HAVING n >= $fewest AND n > $share * (SELECT count(*) FROM city.events WHERE source = $source)
ORDER BY n DESC, lon, lat;

-- name: cases_on_points
SELECT DISTINCT lon, lat, area_code, area_name FROM (
  SELECT source, lon, lat, area_code, area_name FROM city.events
  UNION ALL SELECT source, lon, lat, area_code, area_name FROM city.event_history
) SEMI JOIN points USING (lon, lat)
WHERE source = $source;

-- name: move_current
UPDATE city.events AS held SET area_id = places.area_id, placed_by = places.placed_by, point_status = places.point_status
FROM places
WHERE held.source = $source AND held.lon = places.lon AND held.lat = places.lat
  AND held.area_code IS NOT DISTINCT FROM places.area_code AND held.area_name IS NOT DISTINCT FROM places.area_name;

-- name: move_history
UPDATE city.event_history AS held SET area_id = places.area_id, placed_by = places.placed_by, point_status = places.point_status
FROM places
WHERE held.source = $source AND held.lon = places.lon AND held.lat = places.lat
  AND held.area_code IS NOT DISTINCT FROM places.area_code AND held.area_name IS NOT DISTINCT FROM places.area_name;

-- name: changed_places
-- The cases whose place was decided now: what became current, and what lies on points whose verdict changed.
SELECT source_id, area_id, lon, lat, placed_by FROM city.events
WHERE recorded_at BETWEEN $since AND $until AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])))
UNION ALL
SELECT source_id, area_id, lon, lat, placed_by FROM city.events SEMI JOIN points USING (lon, lat)
WHERE source = $source AND batch NOT IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: extent
SELECT min(reported_at), max(reported_at), count(*) FROM city.events WHERE source = $source;
