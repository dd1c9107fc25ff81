-- The cases of the question (state as of the moment, inside the area, in the period by the stored time of the basis) and
-- those of them in the population. hit: in the numerator; length: the duration in the unit; counted: not left out.
-- A subquery, not a CTE: a tenth of a millisecond less to plan.
SELECT @columns
FROM @cases AS cases
WHERE @population
