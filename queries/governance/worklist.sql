-- The cases of a loop that something is left to do about, those that wait longest first.

-- name: seen
SELECT source FROM city.events WHERE source = $source AND source_id = $source_id

-- name: worklist
-- stage: the number of the first stage or rule that a case meets.
SELECT source, source_id, title, category3, area_id, department, due_at, stage, since, coalesce(late, false) AS late
FROM (
  SELECT *, @since AS since, @late AS late
  FROM (
    SELECT *, (@stages)[1] AS stage
    FROM (
@members
    ) AS members
    WHERE @counted
  ) AS staged
) AS waiting
WHERE NOT list_contains($ended, stage)
ORDER BY since NULLS LAST, source, source_id
LIMIT $most
