-- Pairs of cases that may be one matter which their sources did not link. The ground is cut into cells and time into steps
-- as in spots.sql.

-- name: pairs
-- The first $most pairs, those with most reasons first, with the number of all beside each.
WITH found AS MATERIALIZED (
  SELECT row_number() OVER () AS number, @columns, hash(narrowest) AS kind
  FROM (
@members
  ) AS members
  WHERE @counted AND not_voided AND narrowest IS NOT NULL
    AND @not_of_closed_lines
), placed AS MATERIALIZED (
  SELECT *, hash(kind, own_x, own_y, own_step) AS own_key
  FROM (
    SELECT number, kind, channel, reported_at, trusted_lon AS lon, trusted_lat AS lat,
      CAST(floor(trusted_lon / $cell) AS INTEGER) AS own_x, CAST(floor(trusted_lat / $cell) AS INTEGER) AS own_y,
      CAST(floor(epoch(reported_at) / 86400 / $days) AS INTEGER) AS own_step,
      least($reach / cos(radians(least(abs(trusted_lat) + $reach, 89))), 2.1 * $reach) AS width
    FROM found
    WHERE trusted_lon IS NOT NULL
  ) AS cells
), entered AS (
  SELECT number, kind, channel, reported_at, lon, lat, hash(kind, CAST(floor((lon - width) / $cell) AS INTEGER) + east,
    CAST(floor((lat - $reach) / $cell) AS INTEGER) + north, own_step + later) AS key
  FROM placed, (VALUES (0, 0), (1, 0), (0, 1), (1, 1)) AS shifts (east, north), (VALUES (0), (1)) AS steps (later)
  WHERE CAST(floor((lon - width) / $cell) AS INTEGER) + east <= floor((lon + width) / $cell)
    AND CAST(floor((lat - $reach) / $cell) AS INTEGER) + north <= floor((lat + $reach) / $cell)
), near AS (
  SELECT earlier.number AS one, later.number AS other,
    metres(earlier.lon, earlier.lat, later.lon, later.lat) AS apart, false AS same_person
  FROM entered AS earlier JOIN placed AS later ON earlier.key = later.own_key
  WHERE earlier.kind = later.kind AND earlier.channel <> later.channel
    AND (earlier.reported_at, earlier.number) < (later.reported_at, later.number)
    AND later.reported_at <= earlier.reported_at + to_days($days)
    AND metres(earlier.lon, earlier.lat, later.lon, later.lat) <= $metres
), of_person AS (
  SELECT earlier.number AS one, later.number AS other, NULL::DOUBLE AS apart, true AS same_person
  FROM found AS earlier JOIN found AS later ON earlier.person_ref = later.person_ref AND earlier.kind = later.kind
  WHERE (earlier.reported_at, earlier.number) < (later.reported_at, later.number)
    AND later.reported_at <= earlier.reported_at + to_days($days)
), together AS (
  SELECT one, other, min(apart) AS apart, bool_or(same_person) AS same_person
  FROM (SELECT * FROM near UNION ALL SELECT * FROM of_person) AS pairs
  GROUP BY one, other
), judged AS (
  SELECT earlier.source, earlier.source_id, earlier.channel, earlier.reported_at, later.source AS later_source,
    later.source_id AS later_id, later.channel AS later_channel, later.reported_at AS later_at, later.narrowest,
    later.area_id, apart, same_person, jaccard(earlier.title, later.title) AS likeness
  FROM together JOIN found AS earlier ON earlier.number = one JOIN found AS later ON later.number = other
  WHERE earlier.matter_id IS NULL OR earlier.matter_id IS DISTINCT FROM later.matter_id
)
SELECT *, count(*) OVER () AS pairs
FROM judged
WHERE same_person OR coalesce(likeness, 1) >= $least_likeness
ORDER BY (apart IS NOT NULL)::INTEGER + same_person::INTEGER DESC, likeness DESC NULLS LAST, later_at DESC, later_id, source_id
LIMIT $most
