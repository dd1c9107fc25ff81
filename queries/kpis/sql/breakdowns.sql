-- The part of a breakdown that a member belongs to, by the name of the breakdown.

-- name: area
area_id

-- name: place
area_id

-- name: day
case_day

-- name: hour
case_hour

-- name: hour_weekday
isodow(case_day) * 100 + case_hour

-- name: channel
coalesce(nullif(channel, ''), '_unknown')

-- name: category
coalesce(nullif(category1, ''), '_unknown')

-- name: department
coalesce(nullif(department, ''), '_unknown')

-- name: age
age_band(filed_at, as_of)

-- name: special_grid
-- By which a case is found again in the table of memberships.
source || source_id
