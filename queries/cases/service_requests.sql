-- Statements of service_requests.py.

-- name: kinds
-- Every kind of case that there is: its three categories, and their hash, by which cases are asked for.
SELECT category1, category2, category3, hash(category1, category2, category3) AS kind
FROM city.events GROUP BY ALL ORDER BY category1, category2, category3

-- name: page
-- The first page of the cases under @conditions on what is stored and @ended, the newest first; columns as in `rows`.
WITH page AS (
  SELECT source, source_id, reported_at FROM (SELECT @key_columns FROM city.events AS stored WHERE @conditions) WHERE @ended
  ORDER BY reported_at DESC, source, source_id LIMIT $most
)
@rows
ORDER BY reported_at DESC, source, source_id

-- name: later_page
-- The same beyond the first page: the hours are counted in which it lies, so that no more than their cases are put in order, however
-- far it lies.
WITH matching AS NOT MATERIALIZED (
  SELECT source, source_id, reported_at FROM (SELECT @key_columns FROM city.events AS stored WHERE @conditions) WHERE @ended
), hours AS (
  SELECT time_bucket(INTERVAL 1 HOUR, reported_at) AS hour, count(*) AS n FROM matching GROUP BY hour
), counted AS (
  SELECT hour, n, sum(n) OVER (ORDER BY hour DESC) - n AS newer FROM hours
), bounds AS (
  SELECT min(hour) AS from_hour, max(hour) + INTERVAL 1 HOUR AS before_hour, min(newer) AS newer
  FROM counted WHERE newer + n > $skipped AND newer < $skipped + $most
), page AS (
  SELECT source, source_id, reported_at FROM matching
  WHERE reported_at >= (SELECT from_hour FROM bounds) AND reported_at < (SELECT before_hour FROM bounds)
  ORDER BY reported_at DESC, source, source_id LIMIT $most OFFSET (SELECT coalesce($skipped - newer, 0) FROM bounds)
)
@rows
ORDER BY reported_at DESC, source, source_id

-- name: named
-- The cases of $sources and $numbers, pair by pair, the newest first; columns as in `rows`.
WITH page AS (SELECT unnest($sources) AS source, unnest($numbers) AS source_id)
@rows
ORDER BY reported_at DESC, source, source_id

-- name: rows
-- What is said of the cases of `page`: updated_at: when a case ended, else its newest step.
SELECT source, source_id, title, text, category1, category2, category3, department, area_id, status, reported_at, due_at,
  coalesce(CASE status WHEN 'voided' THEN voided_at WHEN 'closed' THEN closed_at END, greatest(reported_at, @steps)) AS updated_at,
  trusted_lon AS lon, trusted_lat AS lat
FROM (SELECT @columns FROM city.events AS stored SEMI JOIN page USING (source, source_id) WHERE @exists)

-- name: reported_within
stored.reported_at >= $from_at AND stored.reported_at <= $upto_at

-- name: of_kinds
list_contains($kinds, hash(stored.category1, stored.category2, stored.category3))

-- name: ended
status IN ('closed', 'voided')

-- name: not_ended
status NOT IN ('closed', 'voided')

-- name: always
true
