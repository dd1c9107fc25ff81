-- Pieces of the statements in shapes/: conditions on rows `stored`, and columns of members.

-- name: in_area
stored.area_id BETWEEN $first_id AND $last_id

-- name: in_period
@time >= $from_at AND @time < $upto_at

-- name: of_sources
-- Of the sources that know what the KPI is about.
list_contains($sources, stored.source)

-- name: reported_by_then
stored.reported_at <= $as_of

-- name: open_on_first_day
-- Not closed before the first day of a trend.
not_yet(stored.closed_at, $first_moment)

-- name: last_day
-- The last day of a trend.
$last_day

-- name: last_day_open
-- The last day of a trend at whose end a case may be open: the one before it was closed, or about when it was voided (a
-- day more than in UTC is enough in every zone). $last_moment: the end of the last day, or the moment of the question.
least(CASE WHEN stored.closed_at <= $last_moment THEN stored.closed_day - 1 END, CAST(stored.voided_at AS DATE) + 1, $last_day)

-- name: trend_day
moments.day AS case_day

-- name: stored_part
stored.part AS part

-- name: own_number
moments.number AS period_number

-- name: as_of
$as_of

-- name: branch_at_moments
-- As shapes/branch.sql, of the cases of several periods, each as of the moment of its own. moments: see at_moments.sql.
SELECT @columns
FROM @source AS stored JOIN moments ON @day = moments.day
WHERE @conditions
  AND @time < moments.upto_at

-- name: open_of_parts
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

-- name: own_moment
moments.moment

-- name: own_period
moments.number

-- name: no_part
-- The part of a whole.
NULL

-- name: parts
part

-- name: parts_and_whole
-- Where the whole cannot be added up from its parts, both are asked of one scan.
GROUPING SETS ((part), ())

-- name: no_column
-- Of rows that are counted only.
1 AS one

-- name: hit
-- Whether a member is in the numerator.
coalesce(hit, false)

-- name: counted
-- Whether a member counts.
counted

-- name: always
true

-- name: not_of_closed_lines
-- Whether a member is of no line of business whose cases the asker counts and may not open ($closed_categories,
-- $closed_channels).
NOT (coalesce(list_contains($closed_categories, category1), false)
    OR coalesce(list_contains($closed_categories, category2), false)
    OR coalesce(list_contains($closed_categories, category3), false)
    OR coalesce(list_contains($closed_channels, channel), false))

-- name: member_failed
-- One for a member that is not in the numerator.
CASE WHEN coalesce(hit, false) THEN 0 ELSE 1 END

-- name: amount_failed
-- For how many a member stands that are not in the numerator.
(amount - coalesce(hit, 0))

-- name: longest_failed
failed_since NULLS FIRST, failed_name

-- name: most_failed
failed DESC, failed_since

-- name: listed
CAST([@parts] AS VARCHAR[]) AS failed_about

-- name: case_order
reported_at, source, source_id

-- name: report_order
ALL

-- name: bracketed
(@condition)

-- name: world_x
-- Column of a point among $cells of the world's square (Web Mercator; formulas: geodata/coordinates/web_mercator.py). A power
-- of two of cells: cutting finer or coarser is exact.
(trusted_lon / 360 + 0.5) * $cells

-- name: world_y
-- Row of a point; @end is the northernmost latitude of the square.
(0.5 - ln(tan(pi() / 4 + radians(least(greatest(trusted_lat, -@end), @end)) / 2)) / (2 * pi())) * $cells

-- name: newest_first
reported_at DESC, source, source_id

-- name: without_point
trusted_lon IS NULL

-- name: in_cell
-- The box in degrees is a little larger than the cell: it only spares the others the exact test.
trusted_lon BETWEEN $west AND $east AND trusted_lat BETWEEN $south AND $north
  AND floor(@x) = $cell_x AND floor(@y) = $cell_y
