-- Statements of json_file.py on a table `lines` with the column `line`.

-- name: valid
-- Whether each line is a JSON object, and whether a key occurs twice in it, which is not looked at where its keys are
-- $usual (all different).
WITH valid AS (SELECT CASE WHEN json_valid(line) THEN line END AS line FROM lines),
named AS (SELECT json_type(line) AS type, json_keys(line) AS keys FROM valid)
SELECT coalesce(type = 'OBJECT', false) AS ok,
    coalesce(CASE WHEN keys = $usual::VARCHAR[] THEN false ELSE len(keys) > len(list_distinct(keys)) END, false) AS twice
FROM named

-- name: keys
-- The keys that occur in objects, so many at most.
WITH valid AS (SELECT CASE WHEN json_valid(line) THEN line END AS line FROM lines)
SELECT DISTINCT unnest(json_keys(line)) AS key FROM valid WHERE json_type(line) = 'OBJECT' LIMIT $most

-- name: values
-- The values at $pointers (RFC 6901) of each line, as a list of texts.
SELECT json_extract_string(line, $pointers::VARCHAR[]) AS found FROM lines

-- name: structures
-- The different forms of objects, as JSON: the keys, with an object where an object is held and else 0.
WITH valid AS (SELECT CASE WHEN json_valid(line) THEN line END AS line FROM lines)
SELECT DISTINCT regexp_replace(CAST(json_structure(line) AS VARCHAR), ':"[A-Z]+"', ':0', 'g') AS structure
FROM valid WHERE json_type(line) = 'OBJECT' ORDER BY structure
