SELECT @columns
FROM @source AS stored
WHERE @conditions
