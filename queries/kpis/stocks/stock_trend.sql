-- Pieces of stock_trend.py: spans of the lives of cases.

-- name: spans
-- From when until before when each case counts, where that touches a trend, and as what.
SELECT since, until, is_hit
FROM (
  SELECT @since AS since, @until AS until, @kind AS is_hit
  FROM @source AS stored
  WHERE @conditions
)
WHERE since <= $last_moment AND (until <= since) IS NOT TRUE

-- name: latest
greatest(@times)

-- name: earliest
-- The earliest that is known, NULL without any.
least(@times)

-- name: never
CAST(NULL AS TIMESTAMP)

-- name: known
(@name) IS NOT NULL

-- name: after
-- The first instant that is later than a time by more than so many days. Whole numbers: an interval costs ten times as much.
make_timestamp(epoch_us(@time) + @days * 86400000000 + 1)

-- name: member
false

-- name: hit
true

-- name: trend
-- How many cases count at each of the moments, which end the days: those that have begun to count by then, less those that
-- have ended. A histogram counts each instant at the first moment that is not before it.
WITH spans AS NOT MATERIALIZED (
@spans
),
counted AS (
  SELECT
    histogram(since, CAST($moments AS TIMESTAMP[])) FILTER (WHERE NOT is_hit) AS begun,
    histogram(until, CAST($moments AS TIMESTAMP[])) FILTER (WHERE NOT is_hit) AS ended,
    histogram(since, CAST($moments AS TIMESTAMP[])) FILTER (WHERE is_hit) AS hits_begun,
    histogram(until, CAST($moments AS TIMESTAMP[])) FILTER (WHERE is_hit) AS hits_ended
  FROM spans
),
changes AS (
  SELECT moments.day,
    CAST(coalesce(begun[moment], 0) AS BIGINT) - CAST(coalesce(ended[moment], 0) AS BIGINT) AS n,
    CAST(coalesce(hits_begun[moment], 0) AS BIGINT) - CAST(coalesce(hits_ended[moment], 0) AS BIGINT) AS hits
  FROM counted, (SELECT unnest($days) AS day, unnest(CAST($moments AS TIMESTAMP[])) AS moment) AS moments
)
SELECT day AS part, CAST(sum(n) OVER (ORDER BY day) AS BIGINT) AS n, CAST(sum(hits) OVER (ORDER BY day) AS BIGINT) AS hits
FROM changes
