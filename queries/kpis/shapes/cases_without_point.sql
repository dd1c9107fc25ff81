-- The counted members without a trusted point, the newest first.
SELECT @columns, @hit AS in_numerator
FROM (
@members
) AS members
WHERE @counted AND trusted_lon IS NULL
ORDER BY reported_at DESC, source, source_id
LIMIT $most OFFSET $after
