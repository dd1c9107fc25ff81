-- Statements of store.py and schema.py. Places marked @name are filled with quoted strings.

-- name: attach
-- The file of a store. In its newest form, an old file too: texts of a column with gaps are then told apart by its dictionary,
-- three times as fast.
ATTACH @location AS city (READ_ONLY @read_only, STORAGE_VERSION @storage_version);

-- name: block_size
-- Of files that are made.
SET default_block_size = @bytes;

-- name: has_large_blocks
-- Whether the file has larger ones, being older. A lake has none.
SELECT count(*) > 0 FROM pragma_database_size() WHERE database_name = 'city' AND block_size > @bytes;

-- name: attach_lake
-- A DuckLake: its catalogue, and the folder of its Parquet files.
ATTACH @location AS city (READ_ONLY @read_only, DATA_PATH @data);

-- name: load_extension
LOAD @file;

-- name: spill_into
-- Where DuckDB writes what does not fit into memory.
SET temp_directory = @folder;

-- name: limit_memory
-- Bytes of its buffers.
SET memory_limit = @memory;

-- name: own_limit
-- What DuckDB takes where nobody has said: a share of what the machine has. RESET goes back to it in the setting alone,
-- not in the buffers (DuckDB 1.5.5).
SELECT current_setting('memory_limit');

-- name: limit_spill
-- Bytes that it may write to the disk instead. Memory that a statement no longer needs goes back to the system in the
-- background.
SET max_temp_directory_size = @spill;
SET allocator_background_threads = true;

-- name: prepare
-- Instants are UTC. A group for each of up to 2^17 numbers in a row (the areas of a city) is counted in a plain array.
SET TimeZone = 'UTC';
SET perfect_ht_threshold = 17;

-- name: attach_prepared
-- Where prepared tables lie: in memory, compressed at each checkpoint to a fifth.
ATTACH ':memory:' AS prepared (COMPRESS);

-- name: checkpoint
CHECKPOINT city;

-- name: compress_prepared
CHECKPOINT prepared;

-- name: probe
-- Fails when DuckDB has closed the store after an error; the connection itself lives on.
SELECT count(*) FROM city.settings;

-- name: explain
-- How a statement would be answered; fails where it cannot be read.
EXPLAIN @statement

-- name: newest_version
-- There is one for every change; of those that are known only the last is looked at.
SELECT coalesce(max(data_version), $known) FROM city.data_versions WHERE data_version >= $known;

-- name: insert_version
INSERT INTO city.data_versions VALUES ($version, $recorded_at, $cause);

-- name: last_recording
SELECT greatest((SELECT max(recorded_at) FROM city.batches), (SELECT max(last_load) FROM city.sources));

-- name: tables_present
SELECT count(*) FROM duckdb_tables() WHERE database_name = 'city' AND table_name = 'events';

-- name: setting
SELECT value FROM city.settings WHERE key = $key;

-- name: remove_setting
DELETE FROM city.settings WHERE key = $key;

-- name: insert_setting
INSERT INTO city.settings VALUES ($key, $value);
