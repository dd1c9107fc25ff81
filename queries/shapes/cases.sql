@members
SELECT @kept, @hit AS in_numerator
FROM members
WHERE @counted
ORDER BY @order
LIMIT $most
