-- Day by day the measures of several KPIs, of the cases in the population that these have in common.
SELECT case_day AS part, @measures
FROM (
@members
) AS members
GROUP BY part
