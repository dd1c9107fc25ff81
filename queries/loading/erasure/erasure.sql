-- Statements of erasures: of erasure_load.py, and of loads that meet erased cases.
-- cases: source and source_id of cases. arrived: rows with marks in the place of texts.

-- name: texts_of_cases
-- The versions of these cases that hold a text or a person; held_row: of the table @table.
SELECT held.rowid AS held_row, held.source, held.source_id, held.version, held.row_hash, held.title, held.text, held.address,
       held.person_ref
FROM city.@table AS held SEMI JOIN cases USING (source, source_id)
WHERE held.title IS NOT NULL OR held.text IS NOT NULL OR held.address IS NOT NULL OR held.person_ref IS NOT NULL
ORDER BY held_row;

-- name: erase_versions
-- title, text, address of a row of arrived: the mark in the place of the text, NULL where it stays; person: what stands for the
-- person since.
UPDATE city.@table AS held SET
  title = CASE WHEN arrived.title IS NULL THEN held.title END,
  text = CASE WHEN arrived.text IS NULL THEN held.text END,
  address = CASE WHEN arrived.address IS NULL THEN held.address END,
  person_ref = coalesce(arrived.person, held.person_ref),
  row_hash = arrived.new_hash
FROM arrived WHERE held.rowid = arrived.held_row;

-- name: new_hashes
-- The hashes of rows with marks in the place of texts; those of content_hashes.sql, of which one column is exchanged at a time.
SELECT held_row,
  xor(row_hash, xor(xor(
    CASE WHEN title_mark IS NULL THEN CAST(0 AS UBIGINT) ELSE xor(hash('title', title), hash('title', title_mark)) END,
    CASE WHEN text_mark IS NULL THEN CAST(0 AS UBIGINT) ELSE xor(hash('text', text), hash('text', text_mark)) END), xor(
    CASE WHEN address_mark IS NULL THEN CAST(0 AS UBIGINT) ELSE xor(hash('address', address), hash('address', address_mark)) END,
    CASE WHEN person_mark IS NULL THEN CAST(0 AS UBIGINT) ELSE xor(hash('person_ref', person_ref), hash('person_ref', person_mark)) END
  ))) AS new_hash
FROM marked ORDER BY position;

-- name: erase_steps
UPDATE city.event_steps SET actor = NULL, from_value = NULL, to_value = NULL
WHERE (actor IS NOT NULL OR from_value IS NOT NULL OR to_value IS NOT NULL)
  AND (source, source_id) IN (SELECT (source, source_id) FROM cases);

-- name: remove_equal_steps
-- Of steps of these cases that have become equal the first stays, as where they arrive equal; the inputs of the others.
DELETE FROM city.event_steps WHERE rowid IN (
  SELECT rowid FROM (
    SELECT step.rowid, row_number() OVER (
      PARTITION BY delivered_by, source, source_id, step, happened_at, actor, unit, from_value, to_value
      ORDER BY recorded_at, batch, line) AS place
    FROM city.event_steps AS step SEMI JOIN cases USING (source, source_id)
  ) WHERE place > 1)
RETURNING delivered_by, batch;

-- name: recount_steps
-- equal_steps: delivered_by, batch and n, how many steps of the batch were removed.
UPDATE city.batches AS held SET loaded = loaded - n, duplicate = duplicate + n
FROM equal_steps WHERE held.batch = equal_steps.batch;

-- name: recount_sources_of_steps
UPDATE city.sources AS held SET rows = rows - n
FROM (SELECT delivered_by, sum(n) AS n FROM equal_steps GROUP BY delivered_by) AS fewer WHERE held.source = fewer.delivered_by;

-- name: refused_texts
-- Texts of refused rows of these sources.
SELECT rowid AS held_row, batch, raw FROM city.quarantine
WHERE raw <> '' AND source IN (SELECT unnest(CAST($sources AS VARCHAR[])));

-- name: erase_refused_texts
UPDATE city.quarantine SET raw = '' WHERE rowid IN (SELECT unnest(CAST($rows AS BIGINT[])));

-- name: note_cases
INSERT INTO city.erased_cases BY NAME
SELECT *, CAST($batch AS VARCHAR) AS batch, CAST($recorded_at AS TIMESTAMP) AS recorded_at FROM cases;

-- name: note_marks
INSERT INTO city.erased_texts BY NAME SELECT * FROM marks;

-- name: first_recorded
-- When the first version of these cases, or step of them, became known.
SELECT min(recorded_at) AS first FROM (
  SELECT recorded_at FROM city.events SEMI JOIN cases USING (source, source_id)
  UNION ALL SELECT recorded_at FROM city.event_history SEMI JOIN cases USING (source, source_id)
  UNION ALL SELECT recorded_at FROM city.event_steps SEMI JOIN cases USING (source, source_id));

-- name: note_unredacted
INSERT INTO city.unredacted SELECT batch FROM (SELECT DISTINCT unnest(CAST($batches AS VARCHAR[])) AS batch)
WHERE batch NOT IN (SELECT batch FROM city.unredacted);

-- name: unredacted
SELECT batch FROM city.unredacted ORDER BY batch;

-- name: note_redacted
DELETE FROM city.unredacted WHERE batch IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: rename_landed
UPDATE city.batches SET landed_as = $name WHERE batch = $batch AND landed_as IS NOT NULL;
