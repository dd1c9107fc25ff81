-- Matters: cases that bear one number of a matter, which their source gave them.

-- name: listed
-- Those of at least $least cases, the first $most of them, with the figures of all beside each. again: reported after another
-- case of the matter was closed. Without any one row that has no `n`.
WITH found AS (
  SELECT @columns
  FROM (
@members
  ) AS members
  WHERE @counted AND matter_id IS NOT NULL AND @not_of_closed_lines
), closings AS (
  SELECT *, min(closed_at) OVER (PARTITION BY matter_id) AS first_closing FROM found
), every_matter AS (
  SELECT matter_id, first(source ORDER BY reported_at, source, source_id) AS source,
    first(source_id ORDER BY reported_at, source, source_id) AS source_id,
    first(category3 ORDER BY reported_at, source, source_id) AS category3,
    last(area_id ORDER BY reported_at, source, source_id) AS area_id, count(DISTINCT area_id) AS areas,
    count(DISTINCT category3) AS categories, histogram(channel) AS channels, count(DISTINCT channel) AS ways,
    count(*) AS n, count(*) FILTER (open) AS open, count(*) FILTER (reported_at > first_closing) AS again,
    min(reported_at) AS first_at, max(reported_at) AS last_at
  FROM closings
  GROUP BY matter_id
  HAVING count(*) >= $least
), totals AS (
  SELECT count(*) AS all_matters, coalesce(sum(n), 0)::BIGINT AS all_n, count(*) FILTER (ways > 1) AS all_ways
  FROM every_matter
), first_matters AS (
  SELECT * FROM every_matter ORDER BY @order DESC, n DESC, first_at, source, source_id LIMIT $most
)
SELECT * FROM totals LEFT JOIN first_matters ON true
ORDER BY @order DESC, n DESC, first_at, source, source_id

-- name: most
n

-- name: ways
ways

-- name: longest
last_at - first_at

-- name: open
open

-- name: again
again
