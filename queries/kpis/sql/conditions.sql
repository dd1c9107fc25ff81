-- Conditions of a question on one dimension of cases, over `stored`; values are bound. And a statement of known_values.py.

-- name: one_of
-- The case has one of the values.
stored.@column IN (@values)

-- name: without
-- The case has no value.
coalesce(stored.@column, '') = ''

-- name: either
(@one_of OR @without)

-- name: bound
$@name

-- name: in_special_grid
-- A case that lies in two of the special grids is still one row, and counts once.
(stored.source, stored.source_id) IN (
    SELECT (source, source_id) FROM city.event_special_grids WHERE special_grid IN (@values))

-- name: any_case_with
-- Whether any case has $value.
SELECT 1 FROM city.events AS stored WHERE stored.@column = $value LIMIT 1
