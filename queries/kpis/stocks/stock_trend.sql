-- Pieces of stock_trend.py: spans of the lives of cases.

-- name: span
-- From when until before when a case counts, and as which of the spans.
@since AS since_@number, @until AS until_@number

-- name: where
-- NULL for a case that does not count.
CASE WHEN @conditions THEN @since END

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
-- The first instant that is later than a time by more than so many days. Whole numbers: an interval costs ten times as
-- much.
make_timestamp(epoch_us(@time) + @days * 86400000000 + 1)

-- name: counted
-- How many spans begin and end by each moment; those after the last are not asked for. A histogram counts each instant
-- at the first moment that is not before it.
histogram(since_@name, CAST($moments AS TIMESTAMP[])) FILTER (WHERE (until_@name <= since_@name) IS NOT TRUE) AS begun_@name,
histogram(until_@name, CAST($moments AS TIMESTAMP[])) FILTER (WHERE until_@name > since_@name) AS ended_@name

-- name: changed
coalesce(CAST(begun_@number[moment] AS BIGINT), 0) - coalesce(CAST(ended_@number[moment] AS BIGINT), 0)

-- name: added_up
@changes AS @name

-- name: stock
CAST(sum(@name) OVER (ORDER BY day) AS BIGINT) AS @name

-- name: scan
(SELECT @counted FROM (SELECT @spans FROM @source AS stored WHERE @conditions))

-- name: trend
-- How many cases count at each of the moments, which end the days: those that have begun to count by then, less those
-- that have ended.
WITH changes AS (
  SELECT moments.day, @changes
  FROM @counted, (SELECT unnest($days) AS day, unnest(CAST($moments AS TIMESTAMP[])) AS moment) AS moments
)
SELECT day AS part, @stocks
FROM changes

-- name: stock_by_part
CAST(sum(@name) OVER (PARTITION BY part ORDER BY day) AS BIGINT) AS @name

-- name: scan_by_part
(SELECT part, @counted FROM (SELECT @part AS part, @spans FROM @source AS stored WHERE @conditions) GROUP BY part)

-- name: numbered_scan
@scan AS scan_@number

-- name: beside
-- A part may have cases in some of the spans alone.
FULL JOIN @scan USING (part)

-- name: trend_by_part
-- As trend, of each part.
WITH changes AS (
  SELECT part, moments.day, @changes
  FROM @counted, (SELECT unnest($days) AS day, unnest(CAST($moments AS TIMESTAMP[])) AS moment) AS moments
)
SELECT part, day, @stocks
FROM changes
ORDER BY part, day
