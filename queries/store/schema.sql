-- Tables of one city. Instants are naive TIMESTAMPs in UTC; *_day and *_hour are in the city's zone, stored at load.
-- No keys, checks, enums, sequences, generated columns or indexes: the same statements must run on a DuckLake.
CREATE TABLE IF NOT EXISTS city.events (
  source VARCHAR NOT NULL,
  source_id VARCHAR NOT NULL,
  version BIGINT NOT NULL,            -- the source's version, else its update time, else the latest life-cycle time (microseconds)
  row_hash UBIGINT NOT NULL,          -- ties between equal versions; equal hash = duplicate
  title VARCHAR, text VARCHAR, address VARCHAR,
  category1 VARCHAR, category2 VARCHAR, category3 VARCHAR,
  channel VARCHAR, channel_raw VARCHAR,
  area_id INTEGER NOT NULL,           -- deepest area the case could be placed in (root's number when nowhere)
  area_code VARCHAR, area_name VARCHAR, -- as the source gave them
  lon DOUBLE, lat DOUBLE,             -- WGS-84
  placed_by VARCHAR NOT NULL,         -- point | area | none | outside
  point_status VARCHAR NOT NULL,      -- trusted | missing | zero | outside | default
  crs_source VARCHAR,
  matter_id VARCHAR, person_ref VARCHAR, department VARCHAR, attachments INTEGER,
  occurred_at TIMESTAMP, reported_at TIMESTAMP NOT NULL, accepted_at TIMESTAMP, filed_at TIMESTAMP, dispatched_at TIMESTAMP,
  received_at TIMESTAMP, finished_at TIMESTAMP, verified_at TIMESTAMP, first_closed_at TIMESTAMP, closed_at TIMESTAMP,
  voided_at TIMESTAMP, suspended_at TIMESTAMP, resumed_at TIMESTAMP, cross_at TIMESTAMP, first_declined_at TIMESTAMP,
  first_returned_at TIMESTAMP, reworked_at TIMESTAMP, extended_at TIMESTAMP, contacted_at TIMESTAMP, callback_at TIMESTAMP,
  surveyed_at TIMESTAMP,
  filing_due_at TIMESTAMP, receive_due_at TIMESTAMP, contact_due_at TIMESTAMP, due_at TIMESTAMP, callback_due_at TIMESTAMP,
  status VARCHAR NOT NULL, status_raw VARCHAR, close_type VARCHAR, void_reason VARCHAR,
  declined_count INTEGER, returned_count INTEGER, extensions INTEGER, suspended_s BIGINT,
  cross_region BOOLEAN, cross_level BOOLEAN, cross_department BOOLEAN,
  is_minor BOOLEAN, is_diverted BOOLEAN, auto_dispatched BOOLEAN, closing_level VARCHAR, resolved BOOLEAN,
  satisfaction UTINYINT, service_satisfaction UTINYINT,
  flags VARCHAR,                      -- breaches found at load, comma separated: closed_before_reported, out_of_order, closed_without_time, ...
  reported_day DATE, reported_hour UTINYINT, filed_day DATE, filed_hour UTINYINT, dispatched_day DATE, dispatched_hour UTINYINT,
  verified_day DATE, verified_hour UTINYINT, first_returned_day DATE, first_returned_hour UTINYINT,
  closed_day DATE, closed_hour UTINYINT, due_day DATE, due_hour UTINYINT, surveyed_day DATE, surveyed_hour UTINYINT,
  cross_day DATE, cross_hour UTINYINT, callback_due_day DATE, callback_due_hour UTINYINT,
  batch VARCHAR NOT NULL, line BIGINT,
  recorded_at TIMESTAMP NOT NULL      -- landing time: when this version became known
);
-- event_history: the same columns + superseded_at; rows that were current once, or arrived older than current
-- (those have superseded_at = recorded_at and were never current).
CREATE TABLE IF NOT EXISTS city.event_history AS SELECT *, CAST(NULL AS TIMESTAMP) AS superseded_at FROM city.events LIMIT 0;
-- event_steps: delivered steps of cases, each once; source is that of the case, which may arrive later. Of several steps of
-- one case, word and time the one recorded last counts.
CREATE TABLE IF NOT EXISTS city.event_steps (
  source VARCHAR NOT NULL, source_id VARCHAR NOT NULL,
  step VARCHAR NOT NULL,              -- a word of reports.toml, else as the source wrote it
  happened_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP NOT NULL,
  actor VARCHAR, unit VARCHAR, from_value VARCHAR, to_value VARCHAR,
  delivered_by VARCHAR NOT NULL, batch VARCHAR NOT NULL, line BIGINT
);
CREATE TABLE IF NOT EXISTS city.event_special_grids (source VARCHAR NOT NULL, source_id VARCHAR NOT NULL, special_grid VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS city.quarantine (
  batch VARCHAR NOT NULL, source VARCHAR NOT NULL, file VARCHAR, line BIGINT, reason VARCHAR NOT NULL, raw VARCHAR, recorded_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS city.batches (
  batch VARCHAR NOT NULL, source VARCHAR NOT NULL, file VARCHAR, sha256 VARCHAR, landed_as VARCHAR, recorded_at TIMESTAMP NOT NULL,
  rows_read BIGINT, loaded BIGINT, superseded BIGINT, duplicate BIGINT, refused BIGINT
);
CREATE TABLE IF NOT EXISTS city.sources (
  source VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,              -- what it delivers: events | steps | units | devices | calls | partners
  steps VARCHAR NOT NULL,             -- of events; else empty
  crs VARCHAR, zone VARCHAR, cadence_s INTEGER,
  watermark TIMESTAMP,                -- newest life-cycle time seen
  first_reported TIMESTAMP, last_reported TIMESTAMP, last_load TIMESTAMP, rows BIGINT, refused BIGINT
);
CREATE TABLE IF NOT EXISTS city.default_points (source VARCHAR NOT NULL, lon DOUBLE NOT NULL, lat DOUBLE NOT NULL, n BIGINT NOT NULL);
-- Reports: of each unit, device, roster, partner and hour of calls the newest. reported_at: when it was true, where the
-- report says so apart from seen_at, heartbeat_at. area_id: units where they belong (home_area), else where they are; the
-- root where nothing is known. Points are WGS-84.
CREATE TABLE IF NOT EXISTS city.units (
  source VARCHAR NOT NULL, unit VARCHAR NOT NULL, kind VARCHAR NOT NULL, home_area INTEGER, duty VARCHAR, status VARCHAR, lon DOUBLE, lat DOUBLE,
  heading DOUBLE, speed DOUBLE, area_id INTEGER, seen_at TIMESTAMP, reported_at TIMESTAMP, recorded_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS city.rosters (
  source VARCHAR NOT NULL, kind VARCHAR NOT NULL, area_code VARCHAR NOT NULL, area_id INTEGER, people BIGINT NOT NULL,
  reported_at TIMESTAMP, recorded_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS city.devices (
  source VARCHAR NOT NULL, device VARCHAR NOT NULL, network VARCHAR, kind VARCHAR NOT NULL, owner VARCHAR, status VARCHAR, lon DOUBLE, lat DOUBLE,
  area_id INTEGER, heartbeat_at TIMESTAMP, reported_at TIMESTAMP, recorded_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS city.calls (
  source VARCHAR NOT NULL, hour TIMESTAMP NOT NULL,   -- the beginning of the hour
  area_code VARCHAR NOT NULL,                         -- as the source gave it; empty: of the whole city
  area_id INTEGER, calls BIGINT NOT NULL, answered BIGINT, answered_15s BIGINT,
  call_day DATE, call_hour UTINYINT,                  -- in the city's zone
  reported_at TIMESTAMP,                              -- counted as of then
  recorded_at TIMESTAMP NOT NULL
);
-- call_history: counts that were current once, and until when.
CREATE TABLE IF NOT EXISTS city.call_history AS SELECT *, CAST(NULL AS TIMESTAMP) AS superseded_at FROM city.calls LIMIT 0;
CREATE TABLE IF NOT EXISTS city.partners (
  source VARCHAR NOT NULL, partner VARCHAR NOT NULL, kind VARCHAR NOT NULL, name VARCHAR, link VARCHAR, lag_s DOUBLE, special_grid VARCHAR,
  seen_at TIMESTAMP, reported_at TIMESTAMP, recorded_at TIMESTAMP NOT NULL
);
-- readings: what sensors measured, of each quantity and minute the newest, for so many days (kept_days of reports.toml). A
-- reading counts from the end of its minute. area_id: where the whole special grid lies; of a device the root.
CREATE TABLE IF NOT EXISTS city.readings (
  source VARCHAR NOT NULL, device VARCHAR NOT NULL, special_grid VARCHAR NOT NULL,   -- one of them is empty
  quantity VARCHAR NOT NULL, value DOUBLE NOT NULL, unit VARCHAR NOT NULL, minute TIMESTAMP NOT NULL,
  reading_day DATE NOT NULL, reading_hour UTINYINT NOT NULL,                         -- in the city's zone
  area_id INTEGER, measured_at TIMESTAMP NOT NULL, reported_at TIMESTAMP, recorded_at TIMESTAMP NOT NULL
);
-- reading_history: readings that were corrected, and until when they were current; as long as the others.
CREATE TABLE IF NOT EXISTS city.reading_history AS SELECT *, CAST(NULL AS TIMESTAMP) AS superseded_at FROM city.readings LIMIT 0;
-- acts: what people did, each once, in the order of its arrival (place, from 0). A thing (subject) of a kind (view, note) is
-- saved or withdrawn; an act names all of it. source, source_id: the case that it is about, in a governance loop. hash: of
-- this act and of the one before.
CREATE TABLE IF NOT EXISTS city.acts (
  act VARCHAR NOT NULL, kind VARCHAR NOT NULL, subject VARCHAR NOT NULL, deed VARCHAR NOT NULL,
  who VARCHAR NOT NULL, origin VARCHAR NOT NULL, happened_at TIMESTAMP NOT NULL,
  name VARCHAR, text VARCHAR, screen VARCHAR, search VARCHAR, area_code VARCHAR, lon DOUBLE, lat DOUBLE,
  from_at TIMESTAMP, until_at TIMESTAMP,
  source VARCHAR, source_id VARCHAR, loop VARCHAR, unit VARCHAR, state VARCHAR,
  batch VARCHAR NOT NULL, place BIGINT NOT NULL, hash VARCHAR NOT NULL, recorded_at TIMESTAMP NOT NULL
);
-- alarms: what became of each (raised, changed, cleared), once, in the order of arrival. subject: what an alarm is about beside
-- its area, empty where that is the area itself.
CREATE TABLE IF NOT EXISTS city.alarms (
  transition VARCHAR NOT NULL, alarm VARCHAR NOT NULL, step VARCHAR NOT NULL, rule VARCHAR NOT NULL, severity VARCHAR NOT NULL,
  area_code VARCHAR NOT NULL, subject VARCHAR NOT NULL, value DOUBLE, threshold DOUBLE, n BIGINT NOT NULL, as_of TIMESTAMP NOT NULL,
  lon DOUBLE, lat DOUBLE, batch VARCHAR NOT NULL, recorded_at TIMESTAMP NOT NULL
);
CREATE TABLE IF NOT EXISTS city.data_versions (data_version BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL, batch VARCHAR);
CREATE TABLE IF NOT EXISTS city.settings (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
