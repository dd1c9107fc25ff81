-- Pieces of an expression: after how long without a sign of life a row `stored` is silent, by its kind.

-- name: limit
-- The limit by kind.
CASE stored.kind @kinds ELSE @other END

-- name: kind
-- One kind of them.
WHEN '@kind' THEN @limit

-- name: minutes
-- So many minutes.
INTERVAL @minutes MINUTE

-- name: never
-- No limit.
CAST(NULL AS INTERVAL)
