-- Statements of staging.py. content: the canonical columns of cases.

-- name: hashes
SELECT @row_hash AS row_hash, hash(source_id) AS key FROM content;

-- Pieces, of which the place above is made.

-- name: hash_of
-- The hash of a filled column, with its name; empty columns do not count.
CASE WHEN @name IS NULL THEN CAST(0 AS UBIGINT) ELSE hash('@name', @name) END

-- name: joined
xor(@left, @right)
