-- The part of a breakdown that a member belongs to, by the name of the breakdown.

-- name: area
-- Compared with the intervals of the parts and nothing else.
part_area

-- name: place
area_id

-- name: day
case_day

-- name: week
CAST(date_trunc('week', case_day) AS DATE)

-- name: month
CAST(date_trunc('month', case_day) AS DATE)

-- name: hour
case_hour

-- name: weekday
isodow(case_day)

-- name: hour_weekday
isodow(case_day) * 100 + case_hour

-- name: channel
coalesce(nullif(channel, ''), '_unknown')

-- name: category
coalesce(nullif(category1, ''), '_unknown')

-- name: category2
coalesce(nullif(category2, ''), '_unknown')

-- name: category3
coalesce(nullif(category3, ''), '_unknown')

-- name: department
coalesce(nullif(department, ''), '_unknown')

-- name: age
age_band(filed_at, as_of)

-- name: status
status

-- name: closing_level
coalesce(nullif(closing_level, ''), '_unknown')

-- name: score
coalesce(satisfaction, 0)

-- name: special_grid
-- By which a case is found again in the table of memberships.
source || source_id
