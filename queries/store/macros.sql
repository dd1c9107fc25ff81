-- Macros of an opened store, made once in the database in memory that it is attached to. `moment` and `recorded` are
-- naive UTC timestamps.

-- A step that had happened by then, else NULL.
CREATE OR REPLACE MACRO happened(step_at, moment) AS CASE WHEN step_at <= moment THEN step_at END;

-- The closing in force by then: the last one, else the first, unless rework had begun after it.
CREATE OR REPLACE MACRO closing(first_closed_at, reworked_at, closed_at, moment) AS
  CASE
    WHEN closed_at <= moment THEN closed_at
    WHEN first_closed_at <= moment AND (reworked_at IS NULL OR reworked_at > moment OR reworked_at < first_closed_at)
      THEN first_closed_at
  END;

-- A condition on the same four columns: no closing was in force by then. Written so that each part can be tested
-- inside the scan; `closing(…) IS NULL` says the same three times slower.
CREATE OR REPLACE MACRO not_closed(first_closed_at, reworked_at, closed_at, moment) AS
  (closed_at <= moment) IS NOT TRUE
  AND ((first_closed_at <= moment) IS NOT TRUE OR (reworked_at <= moment AND reworked_at >= first_closed_at));

-- A step that had not happened by then; `step_at IS NULL OR step_at > moment` says the same twice as slowly.
CREATE OR REPLACE MACRO not_yet(step_at, moment) AS ((step_at <= moment) IS NOT TRUE);

-- The versions of all cases that were current when `recorded` was the newest moment of recording.
CREATE OR REPLACE MACRO recorded_cases(recorded) AS TABLE
  SELECT * FROM city.events WHERE recorded_at <= recorded
  UNION ALL BY NAME
  SELECT * EXCLUDE (superseded_at) FROM city.event_history WHERE recorded_at <= recorded AND superseded_at > recorded;

-- The same, where a scope tells where a case lies that cannot be opened: what cases are compared with.
CREATE OR REPLACE MACRO permitted_at_recording(recorded) AS TABLE FROM recorded_cases(recorded);

-- The counts of calls that were current when `recorded` was the newest moment of recording.
CREATE OR REPLACE MACRO recorded_calls(recorded) AS TABLE
  SELECT * FROM city.calls WHERE recorded_at <= recorded
  UNION ALL BY NAME
  SELECT * EXCLUDE (superseded_at) FROM city.call_history WHERE recorded_at <= recorded AND superseded_at > recorded;

-- Newest reports, each with the last delivery of its source (NULL: unknown). A partner belongs to the whole city.
CREATE OR REPLACE MACRO reported_devices() AS TABLE
  SELECT devices.*, greatest(watermark, last_load) AS last_delivery_at FROM city.devices LEFT JOIN city.sources USING (source);
CREATE OR REPLACE MACRO reported_units() AS TABLE
  SELECT units.*, greatest(watermark, last_load) AS last_delivery_at FROM city.units LEFT JOIN city.sources USING (source);
CREATE OR REPLACE MACRO reported_partners() AS TABLE
  SELECT partners.*, 1 AS area_id, greatest(watermark, last_load) AS last_delivery_at
  FROM city.partners LEFT JOIN city.sources USING (source);

-- Attempts of call-backs that people entered as acts (callback_attempt): of each what was said of it last, those withdrawn
-- left out. recorded: as known by then; NULL: now.
CREATE OR REPLACE MACRO entered_attempts(recorded) AS TABLE
  SELECT source, source_id, coalesce(from_at, happened_at) AS happened_at, state = 'reached' AS reached
  FROM (
    SELECT * FROM city.acts WHERE kind = 'callback_attempt' AND (recorded IS NULL OR recorded_at <= recorded)
    QUALIFY row_number() OVER (PARTITION BY subject ORDER BY place DESC) = 1
  ) WHERE deed = 'saved';

-- All attempts, by the steps delivered and by those acts; one that is told in both ways within a quarter of an hour counts
-- once. series: how often the citizen was reached before it; round: its number among those since.
CREATE OR REPLACE MACRO call_attempts(recorded) AS TABLE
  SELECT *, row_number() OVER (PARTITION BY source, source_id, series ORDER BY happened_at, reached) AS round
  FROM (
    SELECT *, coalesce(sum(CAST(reached AS INTEGER)) OVER (PARTITION BY source, source_id ORDER BY happened_at, reached
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS series
    FROM (
      SELECT source, source_id, happened_at, step = 'callback' AS reached FROM city.event_steps
      WHERE step IN ('callback', 'callback_missed') AND (recorded IS NULL OR recorded_at <= recorded)
      UNION ALL
      SELECT source, source_id, happened_at, reached FROM entered_attempts(recorded) AS entered
      WHERE NOT EXISTS (SELECT 1 FROM city.event_steps AS told WHERE told.source = entered.source
        AND told.source_id = entered.source_id AND told.step = if(entered.reached, 'callback', 'callback_missed')
        AND (recorded IS NULL OR told.recorded_at <= recorded)
        AND told.happened_at BETWEEN entered.happened_at - INTERVAL 15 MINUTE AND entered.happened_at + INTERVAL 15 MINUTE)
    )
  );

-- Since when attempts are known of each source that has told of one in vain; a source that has not may tell only of those
-- that reached somebody. Of the whole city, whoever asks: it says nothing of any case.
CREATE OR REPLACE MACRO attempts_known_since(recorded) AS TABLE
  SELECT source, min(happened_at) AS since FROM (
    SELECT source, happened_at, step = 'callback_missed' AS in_vain FROM city.event_steps
    WHERE step IN ('callback', 'callback_missed') AND (recorded IS NULL OR recorded_at <= recorded)
    UNION ALL
    SELECT source, happened_at, NOT reached FROM entered_attempts(recorded)
  ) GROUP BY source HAVING bool_or(in_vain);

-- Whether the alarm of a device was false, as delivered steps and people (alarm_verdict) say of its case, from when until
-- when that was the last that was said.
CREATE OR REPLACE MACRO device_verdicts(recorded) AS TABLE
  SELECT *, lead(happened_at) OVER (PARTITION BY source, source_id ORDER BY happened_at, is_false) AS until_at
  FROM (
    SELECT source, source_id, happened_at, step = 'alarm_false' AS is_false FROM city.event_steps
    WHERE step IN ('alarm_false', 'alarm_true') AND (recorded IS NULL OR recorded_at <= recorded)
    UNION
    SELECT source, source_id, happened_at, state = 'false_alarm' FROM (
      SELECT * FROM city.acts WHERE kind = 'alarm_verdict' AND (recorded IS NULL OR recorded_at <= recorded)
      QUALIFY row_number() OVER (PARTITION BY subject ORDER BY place DESC) = 1
    ) WHERE deed = 'saved'
  );

-- How long a case has been in hand, in bands of days.
CREATE OR REPLACE MACRO age_band(filed_at, moment) AS
  CASE
    WHEN moment - filed_at < INTERVAL 1 DAY THEN '0-1'
    WHEN moment - filed_at < INTERVAL 3 DAY THEN '1-3'
    WHEN moment - filed_at < INTERVAL 7 DAY THEN '3-7'
    WHEN moment - filed_at < INTERVAL 30 DAY THEN '7-30'
    ELSE '30+'
  END;

-- Day and hour of an instant in the city's zone, for the few instants whose day is not stored.
CREATE OR REPLACE MACRO local_time(instant, zone) AS timezone(zone, timezone('UTC', instant));

-- Microseconds from one instant to another; whole numbers, whose quantiles cost a third of those of doubles.
CREATE OR REPLACE MACRO microseconds_between(start_at, end_at) AS epoch_us(end_at) - epoch_us(start_at);

-- Metres between two points near each other (equirectangular, mean earth radius 6,371,008.8 m).
CREATE OR REPLACE MACRO metres(lon1, lat1, lon2, lat2) AS
  6371008.8 * radians(1) * sqrt(pow((lon2 - lon1) * cos(radians((lat1 + lat2) / 2)), 2) + pow(lat2 - lat1, 2));

-- Working time. working_time: {first_day, days, minutes} as queries/calendar/working_time_table.py describes them. Written
-- without CASE, so that DuckDB computes an entry that occurs several times once. NULL where the calendar is missing.
CREATE OR REPLACE MACRO working_day_entry(instant_us, working_time) AS list_extract(
  struct_extract(working_time, 'days'),
  greatest(instant_us // 86400000000 - struct_extract(working_time, 'first_day') + 1, 0)
);
CREATE OR REPLACE MACRO working_minute_entry(instant_us, working_time) AS list_extract(
  struct_extract(working_time, 'minutes'),
  (working_day_entry(instant_us, working_time) & 1048575) + (instant_us % 86400000000) // 60000000 + 1
);
CREATE OR REPLACE MACRO worked_microseconds(instant_us, working_time) AS
  60000000 * ((working_day_entry(instant_us, working_time) >> 20) + (working_minute_entry(instant_us, working_time) >> 1))
  + (instant_us % 60000000) * (working_minute_entry(instant_us, working_time) & 1);

-- Microseconds of working time from one instant to another; negative where the end lies before the start.
CREATE OR REPLACE MACRO working_microseconds_between(start_at, end_at, working_time) AS
  worked_microseconds(epoch_us(end_at), working_time) - worked_microseconds(epoch_us(start_at), working_time)
  + least(microseconds_between(start_at, end_at), 0);
