-- Statements of case_keys.py.

-- name: current
-- Every case of a source: a hash of its number, the number of its row, and its point.
SELECT hash(source_id) AS key, rowid AS row, lon, lat FROM city.events WHERE source = $source;

-- name: past
-- Every version of a source that is not current.
SELECT hash(source_id) AS key, version, row_hash FROM city.event_history WHERE source = $source;
