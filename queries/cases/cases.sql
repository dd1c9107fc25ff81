-- Statements on single cases: extent.py, lookup.py, newest.py, one_case.py. @events: the table of current versions, or of those that were
-- current at $recorded.

-- name: extent
-- West, south, east and north of the trusted points between the shares $low and $high on either axis.
SELECT quantile_disc(lon, $low), quantile_disc(lat, $low), quantile_disc(lon, $high), quantile_disc(lat, $high)
FROM city.events WHERE point_status = 'trusted'

-- name: by_number
-- Cases reported by $as_of whose number begins with $number, of $source or ('') of any. The range lets row groups without such
-- a number be skipped; starts_with makes it exact.
SELECT source, source_id, title, coalesce(category3, category1), area_id, reported_at
FROM @events AS stored
WHERE source_id >= $number AND source_id < $beyond AND starts_with(source_id, $number) AND reported_at <= $as_of
  AND ($source = '' OR source = $source)
ORDER BY length(source_id), source_id, source
LIMIT $most

-- name: newest
-- The newest cases of an area reported from $from_at to $as_of, under @conditions.
SELECT source, source_id, title, category1, category3, channel, department, area_id, reported_at,
  CASE WHEN dispatched_at <= $as_of THEN auto_dispatched END AS auto_dispatched,
  CASE WHEN point_status = 'trusted' THEN lon END AS lon, CASE WHEN point_status = 'trusted' THEN lat END AS lat
FROM @events AS stored
WHERE @conditions
ORDER BY reported_at DESC, source, source_id
LIMIT $most

-- name: in_area_and_time
-- The condition on every newest case.
area_id BETWEEN $first_id AND $last_id AND reported_at >= $from_at AND reported_at <= $as_of

-- name: one
-- One case with the @columns of its state, and its status as the source states it now.
SELECT @columns, stored.status AS stated_status
FROM @events AS stored
WHERE stored.source = $source AND stored.source_id = $source_id AND @exists

-- name: texts
-- What people wrote about one case.
SELECT @columns FROM @events AS stored WHERE stored.source = $source AND stored.source_id = $source_id AND @exists

-- name: versions
-- All versions of one case in the order in which they became known, with the file of the delivery where it had one.
SELECT versions.*, (SELECT max(file) FROM city.batches WHERE batches.batch = versions.batch) AS file
FROM (
  SELECT @columns, batch, recorded_at, NULL AS superseded_at FROM city.events
  WHERE source = $source AND source_id = $source_id
  UNION ALL
  SELECT @columns, batch, recorded_at, superseded_at FROM city.event_history
  WHERE source = $source AND source_id = $source_id
) AS versions
ORDER BY recorded_at, version, superseded_at NULLS LAST

-- name: steps
-- Delivered steps of one case; of several with one word and time the one recorded last.
SELECT step, happened_at, actor, unit, from_value, to_value FROM city.event_steps
WHERE source = $source AND source_id = $source_id AND happened_at <= $as_of AND recorded_at <= $recorded
QUALIFY row_number() OVER (
  PARTITION BY step, happened_at ORDER BY recorded_at DESC, batch DESC, line DESC, delivered_by) = 1
ORDER BY happened_at, step

-- name: special_grids
SELECT special_grid FROM city.event_special_grids WHERE source = $source AND source_id = $source_id

-- name: closing_has_time
-- Whether the current version knows when the case was closed.
SELECT coalesce(bool_or(coalesce(closed_at, first_closed_at) IS NOT NULL), false)
FROM city.events WHERE source = $source AND source_id = $source_id

-- name: voiding_has_time
-- Whether the current version knows when the case was voided.
SELECT coalesce(bool_or(voided_at IS NOT NULL), false)
FROM city.events WHERE source = $source AND source_id = $source_id
