-- What became of cases that were near their limit.

-- name: afterwards
-- Of the cases near their limit at $since and at $raised: how many of the latter are decided by $known and how many of these
-- were open when their limit was over; how many there were at $since, and how many of these passed it, open, by $raised.
WITH near AS (
  SELECT stored.due_at, @open_at_limit AS passed, @ended_by_known OR @voided_by_known AS ended,
    (@open_at_raised) AND NOT (@suspended_at_raised) AND (@spent_at_raised) AS at_raised,
    (@open_at_since) AND NOT (@suspended_at_since) AND (@spent_at_since) AS at_since
  FROM city.events AS stored
  WHERE stored.due_at >= $since AND stored.filed_at <= $raised AND stored.area_id BETWEEN $first AND $last
    AND ($part = '' OR @part = $part)
)
SELECT
  count(*) FILTER (at_raised AND (due_at <= $known OR ended)),
  count(*) FILTER (at_raised AND due_at <= $known AND passed),
  count(*) FILTER (at_since),
  count(*) FILTER (at_since AND due_at <= $raised AND passed)
FROM near
