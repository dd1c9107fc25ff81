-- Statements of planning.py. cases: source and source_id. Persons that were erased have references that begin with $erased.

-- name: known
-- The cases under these numbers.
SELECT source, source_id FROM city.events
WHERE source_id IN (SELECT unnest(CAST($numbers AS VARCHAR[]))) AND ($source IS NULL OR source = $source)
ORDER BY source, source_id;

-- name: persons
-- The persons of cases, in any version.
SELECT DISTINCT person_ref FROM (
  SELECT person_ref FROM city.events SEMI JOIN cases USING (source, source_id)
  UNION ALL SELECT person_ref FROM city.event_history SEMI JOIN cases USING (source, source_id)
) WHERE person_ref IS NOT NULL AND NOT starts_with(person_ref, $erased);

-- name: cases_of_persons
-- Every case of these persons, in any version; of a case that had several the one of the version that became known last.
SELECT source, source_id, arg_max(person_ref, recorded_at) AS person_ref FROM (
  SELECT source, source_id, person_ref, recorded_at FROM city.events
  UNION ALL SELECT source, source_id, person_ref, recorded_at FROM city.event_history
) SEMI JOIN persons USING (person_ref)
GROUP BY source, source_id ORDER BY source, source_id;

-- name: versions
-- How many versions of these cases there are, and how many steps of them.
SELECT (SELECT count(*) FROM city.events SEMI JOIN cases USING (source, source_id))
     + (SELECT count(*) FROM city.event_history SEMI JOIN cases USING (source, source_id)) AS versions,
       (SELECT count(*) FROM city.event_steps SEMI JOIN cases USING (source, source_id)) AS steps;

-- name: number_of_persons
SELECT count(DISTINCT person_ref) AS persons FROM city.events SEMI JOIN cases USING (source, source_id);

-- name: texts_due
-- Cases that ended before a moment (naive UTC) and still hold texts.
SELECT source, source_id FROM city.events AS held
WHERE coalesce(closed_at, voided_at) < $before AND (title IS NOT NULL OR text IS NOT NULL OR address IS NOT NULL
  OR EXISTS (SELECT 1 FROM city.event_history past WHERE past.source = held.source AND past.source_id = held.source_id
    AND (past.title IS NOT NULL OR past.text IS NOT NULL OR past.address IS NOT NULL)))
ORDER BY source, source_id LIMIT $most;

-- name: persons_due
-- Cases of persons all of whose cases ended before a moment (naive UTC).
SELECT source, source_id FROM city.events
WHERE person_ref IN (
  SELECT person_ref FROM city.events WHERE person_ref IS NOT NULL AND NOT starts_with(person_ref, $erased)
  GROUP BY person_ref HAVING bool_and(coalesce(closed_at < $before OR voided_at < $before, false)))
ORDER BY source, source_id LIMIT $most;
