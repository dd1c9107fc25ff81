-- Pieces: the columns of the as-of state that need no expression of their own in state.toml.

-- name: fact
-- A fact without a time.
stored.@column

-- name: step
-- A time of the life cycle: NULL until it happens.
happened(stored.@column, @moment)

-- name: named
-- An expression under a name.
@expression AS @name
