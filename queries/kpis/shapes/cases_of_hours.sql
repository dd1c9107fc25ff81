-- The counted members that were reported between two moments. @place: a condition on where they lie.
SELECT @columns, @hit AS in_numerator
FROM (
@members
) AS members
WHERE @counted AND @place AND reported_at >= $reported_from AND reported_at < $reported_upto
ORDER BY @order
LIMIT $most
