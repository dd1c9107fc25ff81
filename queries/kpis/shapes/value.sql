SELECT NULL AS part, @measures
FROM (
@members
) AS members
