-- The measures of several KPIs, of the cases in the population that these have in common.
SELECT NULL AS part, @measures
FROM (
@members
) AS members
