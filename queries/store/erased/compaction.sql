-- Statements of compaction.py.

-- name: attach
ATTACH @location AS city (STORAGE_VERSION @storage_version);
ATTACH @compacted AS compacted (STORAGE_VERSION @storage_version);

-- name: copy
DROP TABLE IF EXISTS city.freed_pages;
COPY FROM DATABASE city TO compacted;

-- name: detach
-- Brings both logs into their files.
CHECKPOINT city;
CHECKPOINT compacted;
DETACH city;
DETACH compacted;
