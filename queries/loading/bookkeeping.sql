-- Statements of bookkeeping.py and memberships.py: what is written down beside the rows themselves.

-- name: contents_known
SELECT DISTINCT sha256 FROM city.batches WHERE source = $source AND sha256 IN (SELECT unnest(CAST($sha256 AS VARCHAR[])));

-- name: record_refused_rows
INSERT INTO city.quarantine BY NAME SELECT * FROM refused_rows;

-- name: date_refused_rows
UPDATE city.quarantine SET recorded_at = $known_at WHERE batch = $batch;

-- name: record_input
-- As below, of one: half the processor time.
INSERT INTO city.batches (batch, source, file, sha256, landed_as, recorded_at, rows_read, loaded, superseded, duplicate, refused)
VALUES ($batch, $source, $file, $sha256, $landed_as, $recorded_at, $rows_read, $loaded, $superseded, $duplicate, $refused);

-- name: record_inputs
INSERT INTO city.batches (batch, source, file, sha256, landed_as, recorded_at, rows_read, loaded, superseded, duplicate, refused)
SELECT unnest(CAST($batch AS VARCHAR[])), unnest(CAST($source AS VARCHAR[])), unnest(CAST($file AS VARCHAR[])),
       unnest(CAST($sha256 AS VARCHAR[])), unnest(CAST($landed_as AS VARCHAR[])), unnest(CAST($recorded_at AS TIMESTAMP[])),
       unnest(CAST($rows_read AS BIGINT[])), unnest(CAST($loaded AS BIGINT[])), unnest(CAST($superseded AS BIGINT[])),
       unnest(CAST($duplicate AS BIGINT[])), unnest(CAST($refused AS BIGINT[]));

-- name: source
SELECT kind, steps, crs, zone, (SELECT value FROM city.settings WHERE key = 'versions of ' || $source) AS versions,
  (SELECT value FROM city.settings WHERE key = 'posted steps of ' || $source) AS posted,
  watermark, first_reported, last_reported, rows, refused
FROM city.sources WHERE source = $source;

-- name: forget_scale
DELETE FROM city.settings WHERE key = 'versions of ' || $source;

-- name: record_scale
INSERT INTO city.settings VALUES ('versions of ' || $source, $scale);

-- name: forget_posted_steps
DELETE FROM city.settings WHERE key = 'posted steps of ' || $source;

-- name: record_posted_steps
INSERT INTO city.settings VALUES ('posted steps of ' || $source, $steps);

-- name: has_segments
-- Whether deliveries of the source were applied.
SELECT count(*) > 0 FROM city.batches WHERE source = $source AND ends_with(landed_as, '.segment');

-- name: insert_source
INSERT INTO city.sources (source, kind, steps, crs, zone, cadence_s, watermark, first_reported, last_reported, last_load, rows, refused)
VALUES ($source, $kind, $steps, $crs, $zone, $cadence_s, $watermark, $first_reported, $last_reported, $recorded_at, $rows, $refused);

-- name: update_source
UPDATE city.sources SET cadence_s = $cadence_s, watermark = $watermark, first_reported = $first_reported,
  last_reported = $last_reported, last_load = $recorded_at, rows = $rows, refused = $refused
WHERE source = $source;

-- name: describe_source
-- Run only when these texts change: DuckDB keeps texts that an update wrote in memory until the store is closed.
UPDATE city.sources SET kind = $kind, steps = $steps, crs = $crs, zone = $zone WHERE source = $source;

-- name: default_points
SELECT lon, lat, n FROM city.default_points WHERE source = $source ORDER BY lon, lat;

-- name: remove_default_points
DELETE FROM city.default_points WHERE source = $source;

-- name: record_default_points
INSERT INTO city.default_points
SELECT $source, unnest(CAST($lon AS DOUBLE[])), unnest(CAST($lat AS DOUBLE[])), unnest(CAST($n AS BIGINT[]));

-- name: remove_memberships
DELETE FROM city.event_special_grids WHERE source = $source AND source_id IN (SELECT source_id FROM arrived);

-- name: record_memberships
INSERT INTO city.event_special_grids BY NAME SELECT CAST($source AS VARCHAR) AS source, * FROM arrived;
