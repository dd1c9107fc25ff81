-- Spots: cases of one kind that follow each other within @days days and @metres metres. The ground is cut into cells as in
-- follow_ups.sql: a case lies in one and is entered in every cell within reach, at most four, and time into steps of $days.

-- name: linked
-- The steps to `spots`: of each case that another one is near, the smallest number of a case that it is linked with.
WITH RECURSIVE found AS MATERIALIZED (
  SELECT row_number() OVER () AS number, @columns,
    trusted_lon IS NOT NULL AND narrowest IS NOT NULL AND @not_of_closed_lines AS has_place
  FROM (
@members
  ) AS members
  WHERE @counted AND not_voided
), placed AS MATERIALIZED (
  SELECT *, hash(kind, own_x, own_y, own_step) AS own_key
  FROM (
    SELECT number, hash(narrowest) AS kind, reported_at, trusted_lon AS lon, trusted_lat AS lat,
      CAST(floor(trusted_lon / $cell) AS INTEGER) AS own_x, CAST(floor(trusted_lat / $cell) AS INTEGER) AS own_y,
      CAST(floor(epoch(reported_at) / 86400 / $days) AS INTEGER) AS own_step,
      least($reach / cos(radians(least(abs(trusted_lat) + $reach, 89))), 2.1 * $reach) AS width
    FROM found
    WHERE has_place AND @kinds
  ) AS cells
), entered AS (
  SELECT number, kind, reported_at, lon, lat, hash(kind, CAST(floor((lon - width) / $cell) AS INTEGER) + east,
    CAST(floor((lat - $reach) / $cell) AS INTEGER) + north, own_step + later) AS key
  FROM placed, (VALUES (0, 0), (1, 0), (0, 1), (1, 1)) AS shifts (east, north), (VALUES (0), (1)) AS steps (later)
  WHERE CAST(floor((lon - width) / $cell) AS INTEGER) + east <= floor((lon + width) / $cell)
    AND CAST(floor((lat - $reach) / $cell) AS INTEGER) + north <= floor((lat + $reach) / $cell)
), near AS MATERIALIZED (
  SELECT earlier.number AS one, later.number AS other
  FROM entered AS earlier JOIN placed AS later ON earlier.key = later.own_key
  WHERE earlier.kind = later.kind AND (earlier.reported_at, earlier.number) < (later.reported_at, later.number)
    AND later.reported_at <= earlier.reported_at + to_days($days)
    AND metres(earlier.lon, earlier.lat, later.lon, later.lat) <= $metres
), links AS MATERIALIZED (
  SELECT one, other FROM near UNION ALL SELECT other, one FROM near
), spots (number, spot) USING KEY (number) AS (
  SELECT DISTINCT one, one FROM links
  UNION
  SELECT links.other, min(spots.spot)
  FROM spots JOIN links ON links.one = spots.number JOIN recurring.spots AS known ON known.number = links.other
  WHERE spots.spot < known.spot
  GROUP BY links.other
)

-- name: listed
-- The spots of at least $least cases, the first $most of them, with the figures of all beside each. again: reported after
-- another of the spot was closed. Without any spot one row that has no `n`.
@linked, large AS (
  SELECT spot FROM spots GROUP BY spot HAVING count(*) >= $least
), members_of_spots AS (
  SELECT spots.spot, found.*, min(closed_at) OVER (PARTITION BY spots.spot) AS first_closing
  FROM large JOIN spots USING (spot) JOIN found USING (number)
), every_spot AS (
  SELECT first(source ORDER BY reported_at, source, source_id) AS source,
    first(source_id ORDER BY reported_at, source, source_id) AS source_id,
    any_value(narrowest) AS narrowest, last(area_id ORDER BY reported_at, source, source_id) AS area_id,
    count(DISTINCT area_id) AS areas, avg(trusted_lon) AS lon, avg(trusted_lat) AS lat,
    metres(min(trusted_lon), min(trusted_lat), max(trusted_lon), max(trusted_lat)) AS extent_m,
    count(*) AS n, count(*) FILTER (open) AS open, count(*) FILTER (reported_at > first_closing) AS again,
    min(reported_at) AS first_at, max(reported_at) AS last_at, histogram(department) AS departments
  FROM members_of_spots
  GROUP BY spot
), totals AS (
  SELECT count(*) AS all_spots, coalesce(sum(n), 0)::BIGINT AS all_n, coalesce(sum(open), 0)::BIGINT AS all_open,
    (SELECT count(*) FROM placed) AS looked_at, (SELECT count(*) FROM found WHERE NOT has_place) AS without_place
  FROM every_spot
), first_spots AS (
  SELECT * FROM every_spot ORDER BY @order DESC, n DESC, first_at, source, source_id LIMIT $most
)
SELECT * FROM totals LEFT JOIN first_spots ON true
ORDER BY @order DESC, n DESC, first_at, source, source_id

-- name: cases
-- The cases of the spot of one case, the newest first.
@linked
SELECT @columns FROM spots JOIN found USING (number)
WHERE spots.spot = (
  SELECT spots.spot FROM spots JOIN found USING (number) WHERE source = $source AND source_id = $source_id)
ORDER BY reported_at DESC, source, source_id
LIMIT $most

-- name: every_kind
true

-- name: same_kind
narrowest = (SELECT narrowest FROM found WHERE source = $source AND source_id = $source_id)

-- name: longest
last_at - first_at

-- name: most
n

-- name: open
open

-- name: newest
last_at
