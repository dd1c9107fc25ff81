-- Statements of erased_cases.py.

-- name: cases
-- The erased cases of a source by the hash of their number; of several erasures of a case the last one that tells of its person.
SELECT hash(source_id) AS key, coalesce(arg_max(person, recorded_at), '') AS person, bool_or(has_texts) AS has_texts
FROM city.erased_cases WHERE source = $source GROUP BY source_id ORDER BY key;

-- name: salts
SELECT DISTINCT salt FROM city.erased_cases WHERE source = $source ORDER BY salt;

-- name: named
-- The hashes of the numbers of cases whose texts were erased, as words with one blank between them, and how many words there are.
-- gaps: what stands between words; blanks: as many blanks.
SELECT DISTINCT hash(words) AS key, len(string_split(words, ' ')) AS n FROM (
  SELECT trim(regexp_replace(translate(source_id, $gaps, $blanks), ' +', ' ', 'g')) AS words FROM city.erased_cases WHERE source = $source AND has_texts)
WHERE words <> '' ORDER BY key;

-- name: marks
SELECT DISTINCT mark FROM city.erased_texts WHERE source = $source ORDER BY mark;

-- name: keys
SELECT hash(number) AS key FROM numbers;
