-- Cases related to one: related_cases.py. @events: the table of current versions, or of those that were current at
-- $recorded.

-- name: own
-- By what a case is related to others.
SELECT matter_id AS matter, person_ref AS person, reported_at,
  CASE WHEN point_status = 'trusted' THEN lon END AS lon, CASE WHEN point_status = 'trusted' THEN lat END AS lat
FROM @events AS stored
WHERE source = $source AND source_id = $source_id AND reported_at <= $as_of

-- name: others
-- The other cases of which @same holds, the newest first, with the number of all of them.
SELECT source, source_id, title, coalesce(category3, category1) AS kind, area_id, reported_at, @status AS status,
  CASE WHEN point_status = 'trusted' THEN lon END AS lon, CASE WHEN point_status = 'trusted' THEN lat END AS lat,
  count(*) OVER () AS n
FROM @events AS stored
WHERE reported_at <= $as_of AND NOT (source = $source AND source_id = $source_id) AND @same
ORDER BY reported_at DESC, source, source_id
LIMIT $most

-- name: matter
matter_id = $matter

-- name: person
person_ref = $person

-- name: spot
-- Reported at most $days before or after it, within $metres of its point.
point_status = 'trusted' AND reported_at BETWEEN $since AND $until
  AND lon BETWEEN $west AND $east AND lat BETWEEN $south AND $north AND metres(lon, lat, $lon, $lat) <= $metres
