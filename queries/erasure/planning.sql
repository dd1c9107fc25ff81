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
GROUP BY source, source_id ORDER BY source, source_id LIMIT $most;

-- name: versions
-- How many versions of these cases there are, and how many steps of them.
SELECT (SELECT count(*) FROM city.events SEMI JOIN cases USING (source, source_id))
     + (SELECT count(*) FROM city.event_history SEMI JOIN cases USING (source, source_id)) AS versions,
       (SELECT count(*) FROM city.event_steps SEMI JOIN cases USING (source, source_id)) AS steps;

-- name: texts_due
-- Cases that ended before a moment (naive UTC) and still hold texts.
SELECT source, source_id FROM city.events AS held
WHERE coalesce(closed_at, voided_at) < $before AND (title IS NOT NULL OR text IS NOT NULL OR address IS NOT NULL
  OR EXISTS (SELECT 1 FROM city.event_history past WHERE past.source = held.source AND past.source_id = held.source_id
    AND (past.title IS NOT NULL OR past.text IS NOT NULL OR past.address IS NOT NULL)))
ORDER BY source, source_id LIMIT $most;

-- name: persons_due
-- Cases of persons all of whose cases ended before a moment (naive UTC), those included of which a version that is past names
-- them. Persons who share cases go together, when all of them are due: a case has one stand-in for all its persons.
-- most: so many cases, and those that make the last persons whole.
WITH RECURSIVE
held AS (
  SELECT DISTINCT source, source_id, person_ref FROM (
    SELECT source, source_id, person_ref FROM city.events
    UNION ALL SELECT source, source_id, person_ref FROM city.event_history)
  WHERE person_ref IS NOT NULL AND NOT starts_with(person_ref, $erased)),
of_several AS (
  SELECT * FROM held SEMI JOIN (SELECT source, source_id FROM held GROUP BY ALL HAVING count(*) > 1) USING (source, source_id)),
sharing AS (
  SELECT DISTINCT one.person_ref, other.person_ref AS other
  FROM of_several AS one JOIN of_several AS other USING (source, source_id) WHERE one.person_ref <> other.person_ref),
kept AS (
  SELECT held.person_ref FROM held JOIN city.events AS last USING (source, source_id)
  WHERE coalesce(greatest(last.closed_at, last.voided_at) >= $before, true)
  UNION SELECT other FROM kept JOIN sharing USING (person_ref)),
reached AS (
  SELECT DISTINCT person_ref, person_ref AS first FROM sharing ANTI JOIN kept USING (person_ref)
  UNION SELECT other, first FROM reached JOIN sharing USING (person_ref)),
together AS (SELECT person_ref, min(first) AS first FROM reached GROUP BY person_ref),
due AS (
  SELECT DISTINCT source, source_id, coalesce(first, person_ref) AS first
  FROM held ANTI JOIN kept USING (person_ref) LEFT JOIN together USING (person_ref))
SELECT source, source_id FROM due SEMI JOIN (
  SELECT first FROM (SELECT first, count(*) AS n FROM due GROUP BY first)
  QUALIFY sum(n) OVER (ORDER BY first) - n < $most) USING (first)
ORDER BY source, source_id;
