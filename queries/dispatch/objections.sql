-- Objections: what became of each decline, by the steps of dispatch (hops.sql).

-- name: objections
-- By the unit that declined, and of all: what became of each decline. granted: the next dispatch went to another unit;
-- refused: to the same one; taken: it received the case after all; gone: the case ended first; else undecided.
@chains, last_receiver AS (
  SELECT *, last_value(CASE WHEN step IN ('dispatched', 'passed_on') THEN receiver END IGNORE NULLS) OVER before AS was_with
  FROM chain
  WINDOW before AS (PARTITION BY source, source_id ORDER BY happened_at, place
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), decisions AS (
  SELECT *, lead(step) OVER steps AS next_step, lead(happened_at) OVER steps AS next_at,
    lead(receiver) OVER steps AS next_receiver, lead(unit) OVER steps AS next_unit
  FROM last_receiver
  WHERE step IN ('declined', 'dispatched', 'received', 'closed', 'voided')
  WINDOW steps AS (PARTITION BY source, source_id ORDER BY happened_at, place)
), objections AS (
  SELECT coalesce(unit, was_with) AS by_unit, next_at - happened_at AS waited, CASE
    WHEN next_step = 'dispatched' AND next_receiver IS DISTINCT FROM coalesce(unit, was_with) THEN 'granted'
    WHEN next_step = 'dispatched' THEN 'refused'
    WHEN next_step = 'received' THEN 'taken'
    WHEN next_step IN ('closed', 'voided') THEN 'gone'
    ELSE 'undecided' END AS outcome
  FROM decisions
  WHERE step = 'declined'
)
SELECT by_unit, grouping(by_unit) = 1 AS is_whole, count(*) AS n, count(*) FILTER (outcome = 'granted') AS granted,
  count(*) FILTER (outcome = 'refused') AS refused, count(*) FILTER (outcome = 'taken') AS taken,
  count(*) FILTER (outcome = 'gone') AS gone, count(*) FILTER (outcome = 'undecided') AS undecided,
  quantile_cont(epoch(waited), [0.5, 0.95]) FILTER (outcome IN ('granted', 'refused')) AS quantiles
FROM objections
GROUP BY GROUPING SETS ((by_unit), ())
ORDER BY ALL
