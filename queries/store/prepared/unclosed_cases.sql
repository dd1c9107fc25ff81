-- Statements of unclosed_cases.py. The table lies in the memory of the process, not in the store.

-- name: newest
-- The newest life-cycle time of any case.
SELECT max(watermark) FROM city.sources WHERE kind = 'events';

-- name: number
SELECT count(*) FROM city.events WHERE @unclosed;

-- name: unclosed
-- Not closed, or only after $from_at.
(closed_at IS NULL OR closed_at > $from_at)

-- name: case_key
-- By which a case is found again.
hash(source, source_id) AS case_key

-- name: make
CREATE OR REPLACE TABLE @name AS SELECT @case_key, @columns FROM city.events WHERE @unclosed;

-- name: make_view
-- In the place of the table where it would be too large.
CREATE OR REPLACE VIEW @name AS SELECT @columns FROM city.events;

-- name: drop
DROP @kind IF EXISTS @name;

-- name: changed
-- Made current by some batches.
(recorded_at >= $since AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[]))))

-- name: remove_changed
DELETE FROM @name WHERE case_key IN (SELECT hash(source, source_id) FROM city.events WHERE @changed);

-- name: insert_changed
INSERT INTO @name SELECT @case_key, @columns FROM city.events WHERE @changed AND @unclosed;
