-- Statements of case_tables.py: everything that loading reads or writes of city.events and city.event_history.
-- Staged rows have the columns of events but source and crs_source, and also `row` (number, unique, in the order of arrival),
-- `input_number` (which of the inputs that are applied together; in the order of acceptance), `key` (hash of source_id), and with
-- rows that only their arrival orders `delivery` and `latest` (see versions/scales.py).
-- arrived: those of them, and of their columns, that a statement is about.

-- name: empty_steps
-- Steps that were filled in are empty in what was POSTed.
UPDATE city.@table SET @emptied
WHERE source = $source AND batch IN (SELECT batch FROM city.batches WHERE source = $source AND ends_with(landed_as, '.segment'));

-- name: emptied_accepted
accepted_at = NULL

-- name: emptied_filed
filed_at = NULL, filed_day = NULL, filed_hour = NULL

-- name: emptied_surveyed
surveyed_at = NULL, surveyed_day = NULL, surveyed_hour = NULL

-- name: held_among
-- The cases that the source has under the numbers of arrived rows.
SELECT rowid AS held_row, source_id, version, row_hash, batch, line, reported_at, area_id, lon, lat, placed_by
FROM city.events WHERE source = $source AND source_id IN (SELECT source_id FROM arrived);

-- name: held_in_rows
-- The same of the cases in these rows.
SELECT rowid AS held_row, source_id, version, row_hash, batch, line, reported_at, area_id, lon, lat, placed_by
FROM city.events WHERE rowid IN (SELECT unnest(CAST($rows AS BIGINT[]))) AND source = $source;

-- name: held_behind
-- The same of the cases under these numbers, where they were written to rows from $tail on.
SELECT rowid AS held_row, source_id, version, row_hash, batch, line, reported_at, area_id, lon, lat, placed_by
FROM city.events
WHERE rowid >= $tail AND source = $source AND source_id IN (SELECT unnest(CAST($numbers AS VARCHAR[])));

-- name: latest_times
-- The latest time of the life cycle of the cases in these rows, microseconds UTC.
SELECT rowid AS held_row, epoch_us(greatest(@life_cycle)) AS latest
FROM city.events WHERE rowid IN (SELECT held_row FROM arrived);

-- name: order_anew
-- Versions that are the latest time of the life cycle become arrivals, other times update times.
UPDATE city.@table SET version = CASE WHEN version = epoch_us(greatest(@life_cycle))
  THEN $arrival + epoch_us(recorded_at) ELSE $update_time + version END
WHERE source = $source AND version >= $least AND version < $most;

-- name: rows_known_as_past
-- The arrived rows whose version is in the history; of those known by their arrival only, whose content is.
-- (Hashes as HUGEINT: DuckDB would push a filter of UBIGINT into the Arrow
-- table, which takes no number over 2^63.)
SELECT row FROM arrived
WHERE EXISTS (
  SELECT 1 FROM city.event_history past
  WHERE past.source = $source AND past.source_id = arrived.source_id
    AND CAST(past.row_hash AS HUGEINT) = CAST(arrived.row_hash AS HUGEINT)
    AND (past.version = arrived.version OR greatest(past.version, arrived.version) < $first_of_update_times));

-- name: keep_held
-- arrived: row number of a case that is replaced, and since when.
INSERT INTO city.event_history BY NAME
SELECT held.*, arrived.superseded_at FROM city.events held JOIN arrived ON held.rowid = arrived.held_row;

-- name: keep_held_rows
-- The same of the cases in these rows, all since one moment.
INSERT INTO city.event_history BY NAME
SELECT held.*, CAST($superseded_at AS TIMESTAMP) AS superseded_at FROM city.events held
WHERE rowid IN (SELECT unnest(CAST($rows AS BIGINT[])));

-- name: remove_held_rows
DELETE FROM city.events WHERE rowid IN (SELECT unnest(CAST($rows AS BIGINT[])));

-- name: remove_held
DELETE FROM city.events WHERE rowid IN (SELECT held_row FROM arrived);

-- name: insert_past
INSERT INTO city.event_history BY NAME
SELECT *, CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source FROM arrived;

-- name: insert_current
INSERT INTO city.events BY NAME
SELECT *, CAST($source AS VARCHAR) AS source, CAST($crs AS VARCHAR) AS crs_source FROM arrived;

-- name: made_current
-- The cases that these inputs made current and that are so still.
SELECT source_id, area_id, lon, lat, placed_by, point_status, flags, area_code, area_name FROM city.events
WHERE source = $source AND recorded_at BETWEEN $since AND $until AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])));

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

-- name: cases_of_others_on_points
-- Cases on these points that other inputs had made current.
SELECT source_id, area_id, lon, lat, placed_by FROM city.events SEMI JOIN points USING (lon, lat)
WHERE source = $source AND batch NOT IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: extent
SELECT min(reported_at), max(reported_at), count(*) FROM city.events WHERE source = $source;

-- name: date_current
-- What an input wrote becomes known at another moment than was thought.
UPDATE city.events SET recorded_at = $known_at,
  version = CASE WHEN version = $thought_version THEN $version ELSE version END
WHERE source = $source AND batch = $batch;

-- name: date_history
UPDATE city.event_history SET recorded_at = $known_at,
  version = CASE WHEN version = $thought_version THEN $version ELSE version END
WHERE source = $source AND batch = $batch;

-- name: date_replaced
UPDATE city.event_history SET superseded_at = $known_at WHERE source = $source AND superseded_at = $thought;
