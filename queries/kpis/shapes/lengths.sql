-- How many counted members have a duration in each step of $width microseconds; the last step holds all longer ones.
SELECT CAST(least(floor(length / $width), $last) AS INTEGER) AS step, count(*) AS n
FROM (
@members
) AS members
WHERE @counted
GROUP BY step
ORDER BY step
LIMIT $most
