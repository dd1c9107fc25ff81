-- Statements of absences.py. @condition, @moment, @column: expressions over city.events.

-- name: any_case
SELECT 1 FROM city.events WHERE @condition LIMIT 1

-- name: any_case_of_source
SELECT 1 FROM city.events WHERE source = $source AND @condition LIMIT 1

-- name: latest
SELECT max(@moment) FROM city.events

-- name: values
-- At most $most of the values that the column has.
SELECT DISTINCT @column FROM city.events WHERE @column <> '' LIMIT $most

-- name: new_batches
-- What tells whether anything else than new batches changed the cases (a version without a batch; batches that are gone),
-- and the batches recorded behind $last_row, with the earliest moment of their recording.
SELECT
  (SELECT count(*) FROM city.data_versions WHERE batch IS NULL) AS versions_without_batch,
  count(*) AS batches,
  coalesce(max(rowid), -1) AS last_row,
  list(batch) FILTER (WHERE rowid > $last_row) AS new,
  min(recorded_at) FILTER (WHERE rowid > $last_row) AS since
FROM city.batches

-- name: of_new_cases
-- The same of the cases that some batches made current.
SELECT @columns FROM city.events
WHERE recorded_at >= $since AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])))

-- name: sources_with
list(DISTINCT source) FILTER (WHERE @condition)

-- name: latest_of
max(@moment)

-- name: values_of
list(DISTINCT @column) FILTER (WHERE @column <> '')
