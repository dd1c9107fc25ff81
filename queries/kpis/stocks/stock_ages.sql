-- Pieces of stock_beginning.py.

-- name: ages
-- How many cases are counted by the whole days since they were reported.
SELECT date_sub('day', reported_at, CAST($as_of AS TIMESTAMP)) AS age, CAST(count(*) AS BIGINT) AS n
FROM (
@members
) AS members
WHERE @counted AND @hit
GROUP BY age
ORDER BY age
