-- Statements of standing.py.

-- name: standings
-- Every source that delivered or had rows refused: what the store knows of it and how many rows were refused.
SELECT source, kind, cadence_s, watermark, last_load, coalesce(rows, 0), coalesce(refusals.n, 0), settings.value
FROM city.sources
LEFT JOIN city.settings ON settings.key = 'versions of ' || sources.source
FULL JOIN (SELECT source, count(*) AS n FROM city.quarantine GROUP BY source) AS refusals USING (source)

-- name: refused_rows
-- The newest refused rows of $source.
SELECT recorded_at, file, line, reason, raw FROM city.quarantine WHERE source = $source
ORDER BY recorded_at DESC, file, line LIMIT $most;

-- name: deliveries
-- The newest inputs of $source, with what became of their rows.
SELECT recorded_at, file, rows_read AS read, loaded, superseded, duplicate, refused
FROM city.batches WHERE source = $source ORDER BY recorded_at DESC LIMIT $most
