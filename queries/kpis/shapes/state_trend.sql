-- The state at the end of each day. A case is joined with the days from its report on which it may be a member.
WITH moments AS (
  SELECT unnest($days) AS day, unnest($moments) AS moment, unnest(range(len($days))) AS number
),
lives AS NOT MATERIALIZED (
  SELECT *, unnest(range(greatest(stored.reported_day - $first_day, 0), @until - $first_day + 1)) AS number
  FROM @source AS stored
  WHERE @conditions
),
cases AS NOT MATERIALIZED (
  SELECT @columns
  FROM lives AS stored JOIN moments USING (number)
  WHERE stored.reported_at <= moments.moment
),
members AS NOT MATERIALIZED (
  SELECT @member_columns
  FROM @cases AS cases
  WHERE @population
)
SELECT case_day AS part, @measures FROM members GROUP BY part
