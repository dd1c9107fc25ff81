-- Samples of closed cases: among which they are drawn, and what of the drawn ones an asker may see.

-- name: closed
SELECT @columns
FROM (
@members
) AS members
WHERE @counted
LIMIT $most

-- name: seen
SELECT source, source_id, title, category1, category2, category3, department, area_id, closed_at
FROM city.events
WHERE (source, source_id) IN (SELECT unnest(CAST($names AS VARCHAR[])), unnest(CAST($numbers AS VARCHAR[])))
