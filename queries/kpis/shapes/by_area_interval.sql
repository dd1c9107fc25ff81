-- As by_area, for few members: each is compared with the intervals, which are not spelled out into numbers.
WITH parts AS (
  SELECT unnest($first_ids) AS first_id, unnest($last_ids) AS last_id, unnest(range(len($first_ids))) AS part
)
SELECT part, @measures
FROM (
@members
) AS members JOIN parts ON part_area BETWEEN first_id AND last_id
GROUP BY @grouped
