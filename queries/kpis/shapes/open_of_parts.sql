-- How many open cases there are at each moment, by part. A case is joined with the moments from its report until it was
-- closed for the last time, or voided: later it is not open any more.
WITH moments AS (
  SELECT unnest(CAST($moments AS TIMESTAMP[])) AS moment, unnest(range(len($moments))) AS number
),
cases AS NOT MATERIALIZED (
  SELECT @columns
  FROM @source AS stored JOIN moments ON stored.reported_at <= moments.moment
    AND moments.moment < coalesce(least(stored.closed_at, stored.voided_at), CAST('infinity' AS TIMESTAMP))
  WHERE @conditions
),
members AS NOT MATERIALIZED (
  SELECT @member_columns
  FROM cases
  WHERE @population
)
SELECT part, period_number, @measures FROM members GROUP BY part, period_number ORDER BY part, period_number
