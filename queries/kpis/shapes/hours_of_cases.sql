-- In which hours (UTC) the counted members were reported, and how many in each. @place: a condition on where they lie.
SELECT date_trunc('hour', reported_at) AS hour, count(*) AS n
FROM (
@members
) AS members
WHERE @counted AND @place
GROUP BY hour
ORDER BY hour
