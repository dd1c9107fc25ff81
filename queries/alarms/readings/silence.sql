-- Devices that are not heard of, by owner.

-- name: owners
-- Of each owner with $least expected devices or more, how many there are and how many of them are offline or faulty at $as_of.
SELECT stored.owner, count(*) AS n, count(*) FILTER (@state IN ('offline', 'fault')) AS silent
FROM @table AS stored
WHERE (@state) IN ('online', 'offline', 'fault') AND stored.owner <> ''
GROUP BY stored.owner HAVING count(*) >= $least
ORDER BY stored.owner
