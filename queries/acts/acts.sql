-- Statements of acts: what was done, in the order of its arrival.

-- name: known
SELECT act FROM city.acts WHERE act IN (SELECT unnest(CAST($acts AS VARCHAR[])));

-- name: last_hash
-- Of the act that arrived last; empty before the first.
SELECT coalesce((SELECT hash FROM city.acts ORDER BY place DESC LIMIT 1), '') AS hash, (SELECT count(*) FROM city.acts) AS held;

-- name: at_place
SELECT act, hash FROM city.acts WHERE place = $place;

-- name: insert
INSERT INTO city.acts BY NAME SELECT * FROM arrived;

-- name: areas_of_cases
SELECT source, source_id, area_id FROM city.events
WHERE (source, source_id) IN (SELECT unnest($sources), unnest($source_ids));

-- name: all
SELECT * FROM city.acts ORDER BY place;
