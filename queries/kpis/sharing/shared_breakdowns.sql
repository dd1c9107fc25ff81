-- Pieces of shared_breakdowns.py.

-- name: breakdowns
-- The measures of the members by each set of columns, in one scan. grouped: has a bit for each of @columns, from the left,
-- which is 1 where it is not of the set; part_@number: of each breakdown the part, for rows of its set.
SELECT @parts, * EXCLUDE (@columns)
FROM (
SELECT @columns, grouping(@columns) AS grouped, @measures
FROM (
@members
) AS members
GROUP BY GROUPING SETS (@sets)
) AS grouped_members

-- name: part
@part AS part_@number

-- name: set
(@columns)
