-- Dispatched cases beside the playbook: of each category, department dispatched to first, and entry how many.

-- name: dispatched
-- entry: the number of the entry of the finest category of the case that held on the city's day of its dispatch. first_unit:
-- whom it was dispatched to first, by the steps delivered of it, else its department where it was never declined; NULL:
-- not known. right: received and never declined. districts: numbers of areas below the city.
WITH found AS MATERIALIZED (
  SELECT @columns
  FROM (
@members
  ) AS members
  WHERE @counted AND @not_of_closed_lines
), steps AS (
  SELECT source, source_id, arg_min(to_value, happened_at) AS unit
  FROM found JOIN city.event_steps AS delivered USING (source, source_id)
  WHERE step = 'dispatched' AND to_value IS NOT NULL AND happened_at <= $as_of
    AND ($recorded IS NULL OR delivered.recorded_at <= $recorded)
    AND (first_declined_at IS NULL OR happened_at < first_declined_at)
  GROUP BY ALL
), entries AS (
  SELECT unnest($entries) AS entry, unnest($entry_categories) AS category, unnest($entry_begins) AS begins,
    unnest($entry_ends) AS ends
), districts AS (
  SELECT unnest(range(first_id, last_id + 1)) AS area_id, first_id AS district
  FROM (SELECT unnest($district_firsts) AS first_id, unnest($district_lasts) AS last_id)
), cases AS (
  SELECT found.*, district, coalesce(unit, CASE WHEN NOT declined THEN department END) AS first_unit
  FROM found LEFT JOIN steps USING (source, source_id) LEFT JOIN districts USING (area_id)
)
SELECT category1, category2, category3, coalesce(third.entry, second.entry, first.entry) AS entry, first_unit, count(*) AS n,
  count(*) FILTER (declined) AS declined, count(*) FILTER (received AND NOT declined) AS right,
  max(case_day) AS last_day, list(DISTINCT district) FILTER (district IS NOT NULL) AS districts
FROM cases
  LEFT JOIN entries AS third ON third.category = category3 AND case_day BETWEEN third.begins AND third.ends
  LEFT JOIN entries AS second ON second.category = category2 AND case_day BETWEEN second.begins AND second.ends
  LEFT JOIN entries AS first ON first.category = category1 AND case_day BETWEEN first.begins AND first.ends
GROUP BY ALL
ORDER BY ALL
