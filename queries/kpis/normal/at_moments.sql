-- Pieces of normal_statement.py.

-- name: at_moments
-- The measures of several periods ($numbers), each as of a moment of its own. The days of the period are listed one by one,
-- each with the moment and with the instant (upto_at) before which it counts; no day is in two periods.
WITH moments AS (
  SELECT unnest($days) AS day, unnest($numbers) AS number, unnest($moments) AS moment, unnest($uptos) AS upto_at
)
SELECT period_number AS part, @measures
FROM (
@members
) AS members
GROUP BY part
