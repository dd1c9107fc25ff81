-- The counted members in one cell, the newest first. The box in degrees is a little larger than the cell: it only spares
-- the others the exact test.
SELECT @columns, @hit AS in_numerator
FROM (
@members
) AS members
WHERE @counted
  AND trusted_lon BETWEEN $west AND $east AND trusted_lat BETWEEN $south AND $north
  AND floor(@x) = $cell_x AND floor(@y) = $cell_y
ORDER BY reported_at DESC, source, source_id
LIMIT $most OFFSET $after
