-- Units, devices by state, rosters and partners; states as state.toml derives them.

-- name: by_state
-- How many of each kind are in each state at $as_of.
SELECT stored.kind, @state AS state, count(*) AS n FROM @table AS stored GROUP BY ALL ORDER BY ALL

-- name: rosters
-- People on the roster by kind.
SELECT kind, sum(people)::BIGINT AS people FROM city.rosters GROUP BY kind ORDER BY kind

-- name: units
-- Every unit as columns: kind and state as places in $kinds and $states, seconds since 1970 UTC.
SELECT stored.unit, list_position($kinds, stored.kind) - 1 AS kind, coalesce(stored.duty = 'on', false) AS on_duty,
  list_position($states, @status_state) - 1 AS status_state, stored.lon, stored.lat, stored.heading, stored.speed,
  epoch(stored.seen_at) AS seen, epoch(@silent_from) AS silent_from, stored.area_id, stored.home_area
FROM @table AS stored ORDER BY stored.source, stored.unit

-- name: partners
-- All partners by kind and key.
SELECT partner, kind, name, link, lag_s, special_grid, seen_at FROM city.partners ORDER BY kind, partner, source
