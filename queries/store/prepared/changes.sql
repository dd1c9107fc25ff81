-- Statements of changes.py.

-- name: state_of_store
-- What tells whether anything else than new batches changed the cases: a rebuild is a version without a batch, new
-- default points change the trust in points of cases held, and steps that are POSTed for the first time are no longer filled in.
SELECT
  (SELECT coalesce(max(data_version), 0) FROM city.data_versions) AS data_version,
  (SELECT count(*) FROM city.data_versions WHERE batch IS NULL) AS rebuilds,
  (SELECT coalesce(bit_xor(hash(source, lon, lat)), 0) FROM city.default_points) AS default_points,
  (SELECT coalesce(bit_xor(hash(key, regexp_extract_all(value, '\b(accepted|filed|surveyed)\b'))), 0) FROM city.settings WHERE starts_with(key, 'posted steps of ')) AS posted_steps,
  (SELECT count(*) FROM city.batches) AS batches,
  (SELECT coalesce(max(rowid), -1) FROM city.batches) AS last_batch;

-- name: new_batches
SELECT batch, recorded_at FROM city.batches WHERE rowid > $last_batch;
