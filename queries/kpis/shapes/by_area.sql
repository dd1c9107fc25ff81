-- One part for each interval of numbers: the area's own number (not placed deeper) first, then each child.
WITH parts AS (
  SELECT unnest(range(first_id, last_id + 1)) AS part_area, part
  FROM (SELECT unnest($first_ids) AS first_id, unnest($last_ids) AS last_id, unnest(range(len($first_ids))) AS part)
)
SELECT part, @measures
FROM (
@members
) AS members JOIN parts USING (part_area)
GROUP BY @grouped
