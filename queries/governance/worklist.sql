-- The cases of a loop that something is left to do about, those that wait longest first.

-- name: seen
SELECT source FROM city.events WHERE source = $source AND source_id = $source_id

-- name: worklist
-- stage: the number of the first stage or rule that a case meets; met: those of all; hits: of each when it was met; in_all:
-- how many there are, where that is counted.
SELECT source, source_id, version, title, category1, category2, category3, area_id, department, due_at, stage, since,
  coalesce(late, false) AS late, met, hits, @in_all AS in_all
FROM (
  SELECT *, @since AS since, @late AS late
  FROM (
    SELECT *, met[1] AS stage
    FROM (
      SELECT *, @stages AS met, [@hits] AS hits
      FROM (
@members
      ) AS members
      WHERE @counted
    ) AS met_by
  ) AS staged
) AS waiting
WHERE NOT list_contains($ended, stage) AND @wanted
ORDER BY since NULLS LAST, source, source_id
LIMIT $most

-- name: every
true

-- name: uncounted
NULL

-- name: unhanded
concat(source, chr(10), source_id) NOT IN (SELECT unnest(CAST($passed_on AS VARCHAR[])))

-- name: counted
count(*) OVER ()

-- name: met
-- The rules that cases meet: all cases, or the one of $source and $source_id.
SELECT source, source_id, version, met, hits
FROM (
  SELECT *, @stages AS met, [@hits] AS hits
  FROM (
@members
  ) AS members
  WHERE @counted
) AS met_by
WHERE $source = '' OR (source = $source AND source_id = $source_id)
ORDER BY source, source_id
