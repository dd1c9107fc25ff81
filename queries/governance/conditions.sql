-- Conditions of the stages of loops, over the columns of the as-of state.

-- name: both
@first AND @second

-- name: either
@first OR @second

-- name: past_due
@due < as_of

-- name: past_hours
@since < as_of - INTERVAL @hours HOUR

-- name: true_of
coalesce((@condition), false)

-- name: false_of
NOT coalesce((@condition), false)

-- name: bracketed
(@condition)

-- name: unknown_time
CAST(NULL AS TIMESTAMP)

-- name: time_of
TRY_CAST((@expression) AS TIMESTAMP)

-- name: known
(@expression) IS NOT NULL
