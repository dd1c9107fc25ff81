-- name: utc
-- Makes a cursor compute in UTC.
SET TimeZone = 'UTC';
