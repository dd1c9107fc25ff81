-- Hops of dispatched cases, by the steps that are delivered of them.

-- name: units
-- Whom cases were dispatched or passed on to.
SELECT DISTINCT to_value AS unit FROM city.event_steps WHERE step IN ('dispatched', 'passed_on') AND to_value IS NOT NULL

-- name: chains
-- What comes before hops and objections: of each case of the question its steps of dispatch in order. unit: who does it;
-- receiver: whom it goes to.
WITH found AS MATERIALIZED (
  SELECT source, source_id
  FROM (
@members
  ) AS members
  WHERE @counted AND @not_of_closed_lines
), chain AS (
  SELECT source, source_id, step, happened_at, coalesce(delivered.unit, from_value) AS unit, to_value AS receiver,
    list_position(['dispatched', 'declined', 'received', 'passed_on', 'handed_back', 'finished', 'closed', 'voided'],
      step) AS place
  FROM found JOIN city.event_steps AS delivered USING (source, source_id)
  WHERE step IN ('dispatched', 'declined', 'received', 'passed_on', 'handed_back', 'finished', 'closed', 'voided')
    AND happened_at <= $as_of AND ($recorded IS NULL OR delivered.recorded_at <= $recorded)
)

-- name: hops
-- By the levels of both ends; by the unit that a case went to; and of all. A hop lasts until the next step of the case:
-- received, declined, handed back, passed on, dispatched elsewhere, or that it is finished, closed or voided. unanswered:
-- no such step yet. returned: it was declined or handed back before it went on. passed_on: whom it went to passed it on,
-- to_streets of these to a street, passed_back of these came back. one, two, three, more: cases by their number of hops.
@chains, answered AS (
  SELECT *, lead(happened_at) OVER steps AS answered_at
  FROM chain
  WINDOW steps AS (PARTITION BY source, source_id ORDER BY happened_at, place)
), moves AS (
  SELECT *, lead(step) OVER moves AS next_move
  FROM answered
  WHERE step <> 'received'
  WINDOW moves AS (PARTITION BY source, source_id ORDER BY happened_at, place)
), levels AS (
  SELECT unnest($units) AS name, unnest($levels) AS level
), hops AS (
  SELECT moves.*, CASE WHEN step = 'dispatched' THEN 'centre' ELSE coalesce(sender.level, 'unknown') END AS from_level,
    coalesce(levels.level, 'unknown') AS to_level, coalesce(next_move IN ('declined', 'handed_back'), false) AS returned
  FROM moves LEFT JOIN levels ON levels.name = receiver LEFT JOIN levels AS sender ON sender.name = moves.unit
  WHERE step IN ('dispatched', 'passed_on')
), in_order AS (
  SELECT *, row_number() OVER hops AS number, lead(step) OVER hops AS next_hop, lead(to_level) OVER hops AS next_level,
    lead(returned) OVER hops AS next_returned, count(*) OVER (PARTITION BY source, source_id) AS hops_of_case
  FROM hops
  WINDOW hops AS (PARTITION BY source, source_id ORDER BY happened_at, place)
), waiting AS (
  SELECT *, answered_at - happened_at AS waited, number = 1 AS is_first, coalesce(next_hop = 'passed_on', false) AS passed
  FROM in_order
)
SELECT from_level, to_level, receiver, count(*) AS n, count(*) FILTER (waited IS NULL) AS unanswered,
  count(*) FILTER (returned) AS returned, quantile_cont(epoch(waited), [0.5, 0.95]) AS quantiles,
  coalesce(sum(epoch(waited)), 0) AS total_s, count(*) FILTER (passed) AS passed_on,
  count(*) FILTER (passed AND next_level = 'street') AS to_streets,
  count(*) FILTER (passed AND next_returned) AS passed_back,
  count(*) FILTER (is_first) AS cases, count(*) FILTER (is_first AND hops_of_case = 1) AS one,
  count(*) FILTER (is_first AND hops_of_case = 2) AS two, count(*) FILTER (is_first AND hops_of_case = 3) AS three,
  count(*) FILTER (is_first AND hops_of_case > 3) AS more
FROM waiting
GROUP BY GROUPING SETS ((from_level, to_level), (receiver, to_level), ())
ORDER BY ALL
