-- Pieces of shared_moments.py.

-- name: levels
-- The measures of the areas of a level, and of those above it without what is known below them ($parts, whose numbers lie
-- between $first_ids and $last_ids), as of many moments ($numbers). Days, moments and $uptos as in at_moments.sql; a day
-- may be in several periods.
WITH moments AS (
  SELECT unnest($days) AS day, unnest($numbers) AS number, unnest($moments) AS moment, unnest($uptos) AS upto_at
), parts AS (
  SELECT unnest(range(first_id, last_id + 1)) AS area_id, part
  FROM (SELECT unnest($first_ids) AS first_id, unnest($last_ids) AS last_id, unnest($parts) AS part)
)
SELECT period_number, part, @measures
FROM (
@members
) AS members JOIN parts USING (area_id)
GROUP BY period_number, part
ORDER BY period_number, part

-- name: cases_by_part
-- Cases with the part of a level that they lie in.
(
    SELECT cases.*, parts.part
    FROM city.events AS cases JOIN (
      SELECT unnest(range(first_id, last_id + 1)) AS area_id, part
      FROM (SELECT unnest($first_ids) AS first_id, unnest($last_ids) AS last_id, unnest($parts) AS part)
    ) AS parts USING (area_id)
  )

-- name: of_area
stored.part

-- name: of_dimension
coalesce(nullif(stored.@column, ''), '_unknown')

-- name: cases
city.events
