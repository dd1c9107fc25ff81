-- Statements of step_load.py. arrived: checked steps (columns of reports.toml) with `row` (unique, in the order of arrival),
-- input_number, batch, line and recorded_at.

-- name: new_steps
-- Every step that is not held yet, once. Steps are the same when everything that the source says of them is.
SELECT * FROM (
  SELECT * FROM arrived
  QUALIFY row_number() OVER (PARTITION BY source_id, step, happened_at, actor, unit, from_value, to_value ORDER BY row) = 1
) once
WHERE NOT EXISTS (
  SELECT 1 FROM city.event_steps held
  WHERE held.delivered_by = $delivered_by AND held.source = $source AND held.happened_at BETWEEN $first AND $last
    AND held.source_id = once.source_id AND held.step = once.step AND held.happened_at = once.happened_at
    AND held.actor IS NOT DISTINCT FROM once.actor AND held.unit IS NOT DISTINCT FROM once.unit
    AND held.from_value IS NOT DISTINCT FROM once.from_value AND held.to_value IS NOT DISTINCT FROM once.to_value);

-- name: insert_steps
INSERT INTO city.event_steps BY NAME
SELECT * EXCLUDE (row, input_number), CAST($source AS VARCHAR) AS source, CAST($delivered_by AS VARCHAR) AS delivered_by
FROM arrived;
