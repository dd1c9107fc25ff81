-- Statements of scoped_rows.py. @schema: where the rows of one scope lie, as views of those of the city; @cases: the condition
-- on its cases, @area: the one on everything else that lies in an area.

-- name: attach
ATTACH ':memory:' AS scopes;

-- name: make
-- Rows that were refused lie in no area. A case that cannot be opened is in no special grid: one may be as small as a deepest
-- area.
CREATE SCHEMA @schema;
CREATE VIEW @schema.events AS @events;
CREATE VIEW @schema.event_history AS @event_history;
CREATE VIEW @schema.open_cases AS SELECT source, source_id FROM city.events WHERE @open_cases;
CREATE VIEW @schema.event_steps AS SELECT * FROM city.event_steps SEMI JOIN @schema.open_cases USING (source, source_id);
CREATE VIEW @schema.event_special_grids AS
  SELECT * FROM city.event_special_grids SEMI JOIN @schema.open_cases USING (source, source_id);
CREATE VIEW @schema.units AS SELECT * FROM city.units WHERE @area;
CREATE VIEW @schema.rosters AS SELECT * FROM city.rosters WHERE @area;
CREATE VIEW @schema.devices AS SELECT * FROM city.devices WHERE @area;
CREATE VIEW @schema.calls AS SELECT * FROM city.calls WHERE @area;
CREATE VIEW @schema.call_history AS SELECT * FROM city.call_history WHERE @area;
CREATE VIEW @schema.partners AS SELECT * FROM city.partners WHERE @whole_city;
CREATE VIEW @schema.readings AS SELECT * FROM city.readings
  WHERE (@area) AND device = '' OR device IN (SELECT device FROM @schema.devices);
CREATE VIEW @schema.reading_history AS SELECT * FROM city.reading_history
  WHERE (@area) AND device = '' OR device IN (SELECT device FROM @schema.devices);
CREATE VIEW @schema.quarantine AS SELECT * FROM city.quarantine WHERE false;
CREATE MACRO @schema.recorded_cases(recorded) AS TABLE
  SELECT * FROM @schema.events WHERE recorded_at <= recorded
  UNION ALL BY NAME
  SELECT * EXCLUDE (superseded_at) FROM @schema.event_history WHERE recorded_at <= recorded AND superseded_at > recorded;
CREATE MACRO @schema.permitted_at_recording(recorded) AS TABLE
  SELECT * FROM (@permitted_events) WHERE recorded_at <= recorded
  UNION ALL BY NAME
  SELECT * EXCLUDE (superseded_at) FROM (@permitted_event_history) WHERE recorded_at <= recorded AND superseded_at > recorded;
CREATE MACRO @schema.recorded_calls(recorded) AS TABLE
  SELECT * FROM @schema.calls WHERE recorded_at <= recorded
  UNION ALL BY NAME
  SELECT * EXCLUDE (superseded_at) FROM @schema.call_history WHERE recorded_at <= recorded AND superseded_at > recorded;
CREATE MACRO @schema.entered_attempts(recorded) AS TABLE
  SELECT entered.* FROM entered_attempts(recorded) AS entered SEMI JOIN @schema.open_cases USING (source, source_id);
CREATE MACRO @schema.call_attempts(recorded) AS TABLE
  SELECT attempts.* FROM call_attempts(recorded) AS attempts SEMI JOIN @schema.open_cases USING (source, source_id);
CREATE MACRO @schema.device_verdicts(recorded) AS TABLE
  SELECT verdicts.* FROM device_verdicts(recorded) AS verdicts SEMI JOIN @schema.open_cases USING (source, source_id);
CREATE MACRO @schema.reported_devices() AS TABLE
  SELECT devices.*, greatest(watermark, last_load) AS last_delivery_at
  FROM @schema.devices LEFT JOIN city.sources USING (source);
CREATE MACRO @schema.reported_units() AS TABLE
  SELECT units.*, greatest(watermark, last_load) AS last_delivery_at
  FROM @schema.units LEFT JOIN city.sources USING (source);
CREATE MACRO @schema.reported_partners() AS TABLE
  SELECT partners.*, 1 AS area_id, greatest(watermark, last_load) AS last_delivery_at
  FROM @schema.partners LEFT JOIN city.sources USING (source);

-- name: make_unclosed
-- The prepared table must be there already.
CREATE VIEW IF NOT EXISTS @schema.unclosed_cases AS @cases;

-- name: drop
DROP SCHEMA IF EXISTS @schema CASCADE;

-- name: keep_coarser
-- By the number of each area: the area itself, or the one above where it is of the deepest level, and the middle of that.
CREATE OR REPLACE TABLE scopes.main.coarser AS
  SELECT unnest(CAST($number AS INTEGER[])) AS number, unnest(CAST($above AS INTEGER[])) AS above,
    unnest(CAST($lon AS DOUBLE[])) AS above_lon, unnest(CAST($lat AS DOUBLE[])) AS above_lat;

-- name: cases
-- Of a table of cases.
SELECT @columns FROM @table WHERE @cases

-- name: all_columns
*

-- name: with_area_within
-- With the area in which a case lies apart from the one in which it may be known to lie.
*, area_id AS area_within

-- name: closed_cases
-- Of a table of cases: those that cannot be opened less near, and without what tells which ones they are. In one scan, of
-- which a statement that names none of these columns reads nothing more.
SELECT @columns FROM (SELECT stored.* REPLACE (@replaced) FROM (@rows) AS stored
  JOIN scopes.main.coarser ON coarser.number = stored.area_id)

-- name: coarse
CASE WHEN @closed THEN coarser.above ELSE stored.@name END AS @name

-- name: coarse_point
-- @name: lon or lat, where the case has them.
CASE WHEN NOT coalesce(@closed, false) THEN stored.@name WHEN stored.@name IS NOT NULL THEN coarser.above_@name END AS @name

-- name: left_out
CASE WHEN NOT coalesce(@closed, false) THEN stored.@name END AS @name

-- name: within
@{of}area_within BETWEEN $first_id AND $last_id

-- name: within_deepest
@{of}area_within BETWEEN $first_id AND $last_id AND @{of}area_id BETWEEN $first_id AND $last_id

-- name: not_closed
(@closed) IS NOT TRUE

-- name: in_area
area_id BETWEEN @first AND @last

-- name: of_categories
-- Of any level. A function of a constant is computed once for each of the values of a column, not for each case.
list_contains([@values], category1) OR list_contains([@values], category2) OR list_contains([@values], category3)

-- name: of_channels
list_contains([@values], channel)

-- name: any
(@conditions)

-- name: everything
true

-- name: nothing
false
