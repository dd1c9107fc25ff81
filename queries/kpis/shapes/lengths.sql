-- The duration of every member, the area in which it is known, and whether it counts.
SELECT @columns
FROM (
@members
) AS members
