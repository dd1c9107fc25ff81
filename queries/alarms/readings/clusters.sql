-- Where many cases of one kind lie close together.

-- name: columns
-- Of a case with a point, and the cell in which that lies.
source, source_id, @category AS category, lon, lat, area_id,
    CAST(floor(lon / $cell_x) AS BIGINT) AS x, CAST(floor(lat / $cell_y) AS BIGINT) AS y

-- name: conditions
-- Reported after $from_at and by $as_of, of a known kind, and with a point that can be trusted.
reported_at > $from_at AND reported_at <= $as_of AND point_status = 'trusted' AND @category <> ''

-- name: clusters
-- Of each case reported after $from_at, how many of the same kind lie within $metres of it, itself included, where they are
-- $least or more; the densest first. Candidates come from the nine cells around its own, which are $cell_x and $cell_y degrees
-- wide and high: $metres or more.
WITH recent AS (
  SELECT @columns
  FROM city.events AS stored
  WHERE @conditions AND not_yet(voided_at, $as_of)
), beside AS (
  SELECT category, lon, lat, x + east AS x, y + north AS y
  FROM recent, (SELECT unnest([-1, 0, 1]) AS east), (SELECT unnest([-1, 0, 1]) AS north)
)
SELECT recent.category, recent.lon, recent.lat, recent.area_id, count(*) AS n
FROM recent JOIN beside USING (category, x, y)
WHERE metres(recent.lon, recent.lat, beside.lon, beside.lat) <= $metres
GROUP BY recent.source, recent.source_id, recent.category, recent.lon, recent.lat, recent.area_id
HAVING count(*) >= $least
ORDER BY n DESC, recent.category, recent.lon, recent.lat, recent.source, recent.source_id
LIMIT $most

-- name: pairs
-- Each case that is counted at some moment from $from_at + $minutes to $as_of with every other that lies within $metres of it
-- and is counted together with it, itself included: since when, and until before when. A case is counted for so many
-- $minutes from its report, unless it is voided before. Those with fewer than $least are left out. place: of the case
-- in the order of clusters that are as large.
WITH cases AS (
  SELECT @columns, reported_at, least(reported_at + to_minutes(CAST($minutes AS BIGINT)), voided_at) AS until_at
  FROM city.events AS stored
  WHERE @conditions
), beside AS (
  SELECT category, lon, lat, reported_at, until_at, x + east AS x, y + north AS y
  FROM cases, (SELECT unnest([-1, 0, 1]) AS east), (SELECT unnest([-1, 0, 1]) AS north)
), pairs AS (
  SELECT cases.*, greatest(cases.reported_at, beside.reported_at) AS since, least(cases.until_at, beside.until_at) AS until
  FROM cases JOIN beside USING (category, x, y)
  WHERE metres(cases.lon, cases.lat, beside.lon, beside.lat) <= $metres
)
SELECT dense_rank() OVER (ORDER BY category, lon, lat, source, source_id) AS place, category, lon, lat, area_id, since, until
FROM pairs
WHERE since < until
QUALIFY count(*) OVER (PARTITION BY source, source_id) >= $least
ORDER BY place
