-- Statements of call_attempts.py.

-- name: attempts
-- Those of the cases $sources, $source_ids, a row each, in the order of their time.
SELECT source, source_id, round, series > 0 AS again, happened_at, reached
FROM call_attempts($recorded) AS attempt
JOIN (SELECT unnest(CAST($sources AS VARCHAR[])) AS source, unnest(CAST($source_ids AS VARCHAR[])) AS source_id) AS wanted
  USING (source, source_id)
WHERE happened_at <= $as_of
ORDER BY happened_at, source, source_id
