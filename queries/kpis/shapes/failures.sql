-- The members that a rate counts and that are not in its numerator, the longest first: those never heard of, then by the
-- time. failed: how many a member stands for.
SELECT @name, @about, @since, area_id, @failed AS failed
FROM (
@members
) AS members
WHERE @counted AND @failed > 0
ORDER BY @order
LIMIT $most
