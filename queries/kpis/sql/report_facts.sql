-- Statements of report_facts.py: what the store knows of reports in its present version.

-- name: any_row
SELECT 1 FROM @table LIMIT 1

-- name: any_area
-- Whether any row belongs to an area below the whole city.
SELECT 1 FROM @table AS held WHERE area_id > 1 LIMIT 1

-- name: newest_sign
-- The newest moment of which a row tells. No sign is newer than its recording: a clock may run ahead, and old reports
-- may be imported.
SELECT max(least(@sign, recorded_at)) FROM @table AS held WHERE @sign IS NOT NULL

-- name: recorded
SELECT min(recorded_at), max(recorded_at) FROM @table AS held

-- name: calls_ever
-- All calls, those superseded since included.
(SELECT recorded_at FROM city.calls UNION ALL SELECT recorded_at FROM city.call_history)
