-- Statements of bookkeeping.py, default_points.py and memberships.py: what is written down beside the rows themselves.

-- name: contents_known
SELECT DISTINCT sha256 FROM city.batches WHERE source = $source AND sha256 IN (SELECT unnest(CAST($sha256 AS VARCHAR[])));

-- name: record_refused_rows
INSERT INTO city.quarantine BY NAME SELECT * FROM refused_rows;

-- name: record_inputs
INSERT INTO city.batches BY NAME SELECT * FROM applied_inputs;

-- name: next_data_version
INSERT INTO city.data_versions
SELECT coalesce(max(data_version), 0) + 1, CAST($recorded_at AS TIMESTAMP), CAST($batch AS VARCHAR) FROM city.data_versions;

-- name: source
SELECT steps, watermark FROM city.sources WHERE source = $source;

-- name: remove_source
DELETE FROM city.sources WHERE source = $source;

-- name: record_source
INSERT INTO city.sources
  (source, kind, steps, crs, zone, cadence_s, watermark, first_reported, last_reported, last_load, rows, refused)
SELECT CAST($source AS VARCHAR), CAST($kind AS VARCHAR), CAST($steps AS VARCHAR), CAST($crs AS VARCHAR), CAST($zone AS VARCHAR),
       CAST($cadence_s AS INTEGER), CAST($watermark AS TIMESTAMP), CAST($first_reported AS TIMESTAMP),
       CAST($last_reported AS TIMESTAMP), CAST($recorded_at AS TIMESTAMP), CAST($rows AS BIGINT),
       (SELECT count(*) FROM city.quarantine WHERE source = $source);

-- name: default_points
SELECT lon, lat FROM city.default_points WHERE source = $source ORDER BY lon, lat;

-- name: remove_default_points
DELETE FROM city.default_points WHERE source = $source;

-- name: record_default_points
INSERT INTO city.default_points SELECT $source, lon, lat, n FROM points;

-- name: remove_memberships
DELETE FROM city.event_special_grids WHERE source = $source AND source_id IN (SELECT source_id FROM cases);

-- name: record_memberships
INSERT INTO city.event_special_grids BY NAME SELECT CAST($source AS VARCHAR) AS source, * FROM memberships;
