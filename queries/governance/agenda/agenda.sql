-- Which open cross-boundary cases stand for a meeting, and how old all open ones are.

-- name: standing
-- The cases that meet a reason, those filed first in front; total: how many. moved_at: when its latest step was.
SELECT *, count(*) OVER () AS total
FROM (
  SELECT source, source_id, title, category1, category2, category3, area_id, department, status, filed_at, cross_at, cross_region, cross_level,
    cross_department, returned_times, declined_times,
    filed_at + to_days($aged_days) < as_of AS is_aged,
    returned_times >= $returned_times AS is_returned,
    declined_times >= $declined_times AS is_declined,
    list_contains($cost_open, concat(source, chr(31), source_id)) AS is_cost_open,
    greatest(filed_at + to_days($aged_days), cross_at) AS aged_at,
    greatest(filed_at, cross_at, dispatched_at, received_at, finished_at, verified_at, suspended_at, resumed_at,
      first_declined_at, first_returned_at, reworked_at, extended_at) AS moved_at
  FROM (
@members
  ) AS members
  WHERE @counted
) AS judged
WHERE is_aged OR is_returned OR is_declined OR is_cost_open
ORDER BY filed_at, source, source_id
LIMIT $most

-- name: backlog
-- Open cases by flag (a case may carry all three, or none) and band of age since filing.
SELECT flag, band, count(*) AS n
FROM (
  SELECT coalesce(age_band(filed_at, as_of), 'unknown') AS band, unnest(list_filter([
    'all', CASE WHEN cross_region THEN 'region' END, CASE WHEN cross_level THEN 'level' END,
    CASE WHEN cross_department THEN 'department' END], flag -> flag IS NOT NULL)) AS flag
  FROM (
@members
  ) AS members
  WHERE @counted
) AS aged
GROUP BY ALL
ORDER BY ALL
