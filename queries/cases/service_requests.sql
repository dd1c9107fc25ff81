-- Statements of service_requests.py.

-- name: kinds
-- Every kind of case that there is: its three categories, and their hash, by which cases are asked for.
SELECT category1, category2, category3, hash(category1, category2, category3) AS kind
FROM city.events GROUP BY ALL ORDER BY category1, category2, category3

-- name: page
-- A page of the cases under @conditions on what is stored and @ended, the newest first; columns as in `rows`.
WITH page AS (
  SELECT source, source_id, reported_at FROM (SELECT @key_columns FROM city.events AS stored WHERE @conditions) WHERE @ended
  ORDER BY reported_at DESC, source, source_id LIMIT $most OFFSET $skipped
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
