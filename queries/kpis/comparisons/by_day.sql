-- Pieces of part_days.py: the measures of each part on each day. squares: of durations, in seconds.

-- name: by_day
SELECT @part AS part, case_day AS day, @measures
FROM (
@members
) AS members
GROUP BY part, day

-- name: by_day_of_areas
-- One part for each interval of numbers, from 0; no number is in two of them.
WITH parts AS (
  SELECT unnest(range(first_id, last_id + 1)) AS part_area, part
  FROM (SELECT unnest($first_ids) AS first_id, unnest($last_ids) AS last_id, unnest(range(len($first_ids))) AS part)
)
SELECT part, case_day AS day, @measures
FROM (
@members
) AS members JOIN parts USING (part_area)
GROUP BY part, day

-- name: squares
sum((length / 1e6) ** 2) FILTER (WHERE counted) AS squares
