-- Columns of every member, one row each.
SELECT @columns
FROM (
@members
) AS members
