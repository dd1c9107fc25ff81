-- Statements of content_hashes.py. content: the canonical columns of cases; filled: one value a row, in the column of its type,
-- and the name of the column that it comes from.

-- name: hashes
SELECT @row_hash AS row_hash, hash(source_id) AS key FROM content;

-- name: hashes_of_values
-- The same hashes as in `hashes`, of single values; key: of a text without a name.
SELECT hash(name, text) AS text, hash(name, moment) AS moment, hash(name, number) AS number, hash(name, degrees) AS degrees,
       hash(name, truth) AS truth, hash(name, score) AS score, hash(text) AS key
FROM filled;

-- Pieces, of which the place above is made.

-- name: hash_of
-- The hash of a filled column, with its name; empty columns do not count.
CASE WHEN @name IS NULL THEN CAST(0 AS UBIGINT) ELSE hash('@name', @name) END

-- name: joined
xor(@left, @right)
