-- Conditions of a question on one dimension of cases; @expression: what the dimension is of a row; values are bound. And a
-- statement of known_values.py.

-- name: stored
stored.@column

-- name: reported_day
-- The day of a case under a basis without days of its own, in the city's zone.
stored.reported_day

-- name: reported_hour
stored.reported_hour

-- name: weekday
-- Monday 1 to Sunday 7 of a day of the city.
isodow(@day)

-- name: one_of
-- The case has one of the values.
@expression IN (@values)

-- name: one_of_texts
-- The same of several texts: told once for each value in the dictionary of a column, where IN compares row by row.
list_contains([@values], @expression)

-- name: without
-- The case has no value.
coalesce(@expression, '') = ''

-- name: either
(@one_of OR @without)

-- name: excluded
-- What is not known to meet a condition stays, so that a condition and its exclusion are all cases.
(@condition) IS NOT TRUE

-- name: bound
$@name

-- name: in_special_grid
-- A case that lies in two of the special grids is still one row, and counts once.
(stored.source, stored.source_id) IN (
    SELECT (source, source_id) FROM city.event_special_grids WHERE special_grid IN (@values))

-- name: any_case_with
-- Whether any case has $value.
SELECT 1 FROM city.events AS stored WHERE stored.@column = $value LIMIT 1
