-- Statements of source_facts.py: what the store knows of cases and their sources in its present version. Names that begin
-- with `is_` are conditions on a case.

-- name: sources
SELECT source, steps, cadence_s, watermark, first_reported, last_reported, last_load, rows
FROM city.sources WHERE kind = 'events' ORDER BY source

-- name: newest_recording
SELECT max(recorded_at) FROM city.data_versions

-- name: first_recording
-- When the first batch of cases was recorded.
SELECT min(recorded_at) FROM city.batches WHERE source IN (SELECT source FROM city.sources WHERE kind = 'events')

-- name: last_reported_before
SELECT max(reported_at) FROM city.events WHERE reported_at < $instant

-- name: untimed
-- How many cases are closed or voided without a time of it.
SELECT
  (SELECT count(*) FROM city.events WHERE closed_at IS NULL AND first_closed_at IS NULL AND status = 'closed')
  + (SELECT count(*) FROM city.events WHERE voided_at IS NULL AND status = 'voided')

-- name: is_untimed
-- A condition on a case: it is closed or voided without a time of it.
((closed_at IS NULL AND first_closed_at IS NULL AND status = 'closed') OR (voided_at IS NULL AND status = 'voided'))

-- name: closing_moment
-- The latest of the moments of a case that say whether it is closed.
greatest(closed_at, reworked_at)

-- name: is_lone_first_closing
-- It has a first closing and no last one, without rework since.
closed_at IS NULL AND first_closed_at IS NOT NULL AND (reworked_at >= first_closed_at) IS NOT TRUE

-- name: is_undated
-- It counts something without the time at which it first happened.
@counter > 0 AND @time IS NULL

-- name: is_filled
@column IS NOT NULL

-- name: has_status
-- A status that is understood was delivered for it. Without a time of closing, "closed" can come from nowhere else.
((status_raw IS NOT NULL AND status <> 'unknown') OR status = 'closed')

-- name: bounds
-- First and last time of a branch of a basis.
SELECT min(@time), max(@time) FROM @source AS stored

-- name: attempts
-- Of each source that tells of each attempt of a call-back, since when.
SELECT source, since FROM attempts_known_since($recorded)

-- name: judged
-- Of whose cases it is told whether the alarm of a device was false.
SELECT DISTINCT source FROM device_verdicts(NULL)
