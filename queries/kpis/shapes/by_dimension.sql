SELECT @part AS part, @measures
FROM (
@members
) AS members
GROUP BY @grouped
