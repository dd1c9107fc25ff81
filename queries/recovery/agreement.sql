-- Statements of agreement.py and rebuild.py: what the store knows of the inputs that were applied to it.

-- name: empty_store
DELETE FROM city.events;
DELETE FROM city.event_history;
DELETE FROM city.event_steps;
DELETE FROM city.quarantine;
DELETE FROM city.batches;
DELETE FROM city.sources;
DELETE FROM city.settings WHERE starts_with(key, 'versions of ');
DELETE FROM city.default_points;
DELETE FROM city.event_special_grids;
DELETE FROM city.units;
DELETE FROM city.rosters;
DELETE FROM city.devices;
DELETE FROM city.calls;
DELETE FROM city.call_history;
DELETE FROM city.partners;
DELETE FROM city.readings;
DELETE FROM city.reading_history;
DELETE FROM city.acts;
DELETE FROM city.alarms;
DELETE FROM city.erased_cases;
DELETE FROM city.erased_texts;

-- name: reconcile
SELECT (SELECT count(*) FROM city.events) + (SELECT count(*) FROM city.event_history) AS held,
       (SELECT coalesce(sum(loaded + superseded), 0) FROM city.batches
        WHERE source NOT IN ($acts, $alarms, $erasures) AND source NOT IN (SELECT source FROM city.sources WHERE kind <> 'events')) AS accepted,
       (SELECT count(*) FROM city.quarantine) AS quarantined,
       (SELECT coalesce(sum(refused), 0) FROM city.batches WHERE landed_as IS NOT NULL) AS refused,
       (SELECT count(*) FROM city.event_steps) AS steps_held,
       (SELECT coalesce(sum(loaded), 0) FROM city.batches
        WHERE source IN (SELECT source FROM city.sources WHERE kind = 'steps')) AS steps_accepted,
       (SELECT count(*) FROM city.acts) AS acts_held,
       (SELECT coalesce(sum(loaded), 0) FROM city.batches WHERE source = $acts) AS acts_accepted,
       (SELECT count(*) FROM city.alarms) AS alarms_held,
       (SELECT coalesce(sum(loaded), 0) FROM city.batches WHERE source = $alarms) AS alarms_accepted;

-- name: landed
SELECT batch, landed_as FROM city.batches;

-- name: landed_among
SELECT batch, landed_as FROM city.batches WHERE batch IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: landed_elsewhere
SELECT count(DISTINCT batch) FROM city.batches
WHERE landed_as IS NOT NULL AND batch NOT IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: newest_landed
SELECT source, max(recorded_at) FROM city.batches WHERE landed_as IS NOT NULL GROUP BY source;

-- name: sources_of_cases
SELECT source FROM city.sources WHERE kind = 'events' ORDER BY source;

-- name: tables
-- All tables of the city.
SELECT table_name FROM duckdb_tables() WHERE database_name = 'city' ORDER BY table_name;

-- name: read_table
-- Reads every value of a table, so that a damaged block is found.
SELECT bit_xor(hash(held)) FROM city.@table AS held;
