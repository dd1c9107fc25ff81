SELECT @columns, @hit AS in_numerator
FROM (
@members
) AS members
WHERE @counted
ORDER BY @order
LIMIT $most
