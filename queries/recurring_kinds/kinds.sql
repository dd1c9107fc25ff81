-- The cases of a kind that recurs: where they are, and at the items of its checklist before and after the cure.

-- name: found
-- The step to `found`: a case is of the kind where its title holds every one of $words.
WITH found AS (
  SELECT @columns
  FROM (
@members
  ) AS members
  WHERE @counted
    AND len(list_filter(CAST($words AS VARCHAR[]), lambda word: NOT contains(lower(coalesce(title, '')), word))) = 0
)

-- name: places
-- The deepest areas with most cases, $most of them, with the figures of all beside each. again: reported after another case of
-- the kind was closed there. Without any one row that has no `n`.
@found, closings AS (
  SELECT *, min(closed_at) OVER (PARTITION BY area_id) AS first_closing FROM found
), every_place AS (
  SELECT area_id, count(*) AS n, count(*) FILTER (open) AS open, count(*) FILTER (reported_at > first_closing) AS again,
    min(reported_at) AS first_at, max(reported_at) AS last_at
  FROM closings
  GROUP BY area_id
), totals AS (
  SELECT count(*) AS all_places, coalesce(sum(n), 0)::BIGINT AS all_n, coalesce(sum(open), 0)::BIGINT AS all_open,
    coalesce(sum(again), 0)::BIGINT AS all_again, min(first_at) AS first_of_all, max(last_at) AS last_of_all
  FROM every_place
), first_places AS (
  SELECT * FROM every_place ORDER BY n DESC, last_at DESC, area_id LIMIT $most
)
SELECT * FROM totals LEFT JOIN first_places ON true
ORDER BY n DESC, last_at DESC, area_id

-- name: cured
-- Of each item how many cases there are at it, and how many of them were reported after the day of its cure.
@found, items AS (
  SELECT unnest(CAST($items AS VARCHAR[])) AS item, unnest(CAST($lons AS DOUBLE[])) AS lon,
    unnest(CAST($lats AS DOUBLE[])) AS lat, unnest(CAST($firsts AS INTEGER[])) AS first_area,
    unnest(CAST($lasts AS INTEGER[])) AS last_area, unnest(CAST($cured AS TIMESTAMP[])) AS cured_at
), at_points AS (
  SELECT item, reported_at, open, cured_at
  FROM items JOIN found ON found.trusted_lat BETWEEN items.lat - $reach AND items.lat + $reach
  WHERE items.lon IS NOT NULL AND metres(items.lon, items.lat, trusted_lon, trusted_lat) <= $metres
), in_areas AS (
  SELECT item, reported_at, open, cured_at
  FROM items JOIN found ON found.area_id BETWEEN items.first_area AND items.last_area
  WHERE items.lon IS NULL
)
SELECT item, count(*) AS n, count(*) FILTER (open) AS open, count(*) FILTER (reported_at >= cured_at) AS after,
  max(reported_at) FILTER (reported_at >= cured_at) AS last_after
FROM (SELECT * FROM at_points UNION ALL SELECT * FROM in_areas) AS cases
GROUP BY item

-- name: titles
-- $most titles with category and area, drawn by a hash of their numbers: the same of the same cases.
SELECT @columns
FROM (
@members
) AS members
WHERE @counted AND title IS NOT NULL AND category3 IS NOT NULL
ORDER BY hash(source, source_id), source, source_id
LIMIT $most
