-- Pieces of measures.py: what is counted of the members of a population. length: a duration in microseconds; counted: the
-- member is not left out; hit: it is in the numerator; amount: how many it stands for.

-- name: known_length
(@microseconds) >= 0

-- name: not_excluded
NOT coalesce(@exclude, false)

-- name: never_null
coalesce(@condition, false)

-- name: calendar_missing
@by_calendar AND NOT @in_working_time

-- name: members
count(*) AS n

-- name: hits
count_if(hit) AS hits

-- name: counted
count(*) FILTER (WHERE counted) AS n

-- name: counted_hits
count_if(hit AND counted) AS hits

-- name: left_out
count(*) FILTER (WHERE NOT counted) AS left_out

-- name: no_calendar
count_if(no_calendar) AS no_calendar

-- name: total
sum(length) FILTER (WHERE counted) AS total

-- name: quantiles
quantile_cont(length, [0.5, 0.9, 0.95]) FILTER (WHERE counted) AS quantiles

-- name: amount
CAST(coalesce(sum(amount), 0) AS BIGINT) AS n

-- name: amount_of_hits
CAST(coalesce(sum(hit), 0) AS BIGINT) AS hits

-- name: is_whole
-- Whether the row is the whole and not a part of it.
grouping(part) = 1 AS is_whole
