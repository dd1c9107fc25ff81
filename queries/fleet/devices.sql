-- Devices with the state that state.toml derives, filled in as @status_state and @silent_from.

-- name: all
-- Every device as columns to add up: kind and state as places in $kinds and $states, seconds since 1970 UTC.
SELECT list_position($kinds, stored.kind) - 1 AS kind, list_position($states, @status_state) - 1 AS status_state,
  stored.area_id, stored.lon, stored.lat, epoch(stored.heartbeat_at) AS heartbeat, epoch(@silent_from) AS silent_from
FROM @table AS stored

-- name: inside
-- The same with name and owner, of the kinds $chosen in a box of degrees WGS-84.
SELECT stored.device, stored.owner, list_position($kinds, stored.kind) - 1 AS kind,
  list_position($states, @status_state) - 1 AS status_state, stored.area_id, stored.lon, stored.lat,
  epoch(stored.heartbeat_at) AS heartbeat, epoch(@silent_from) AS silent_from
FROM @table AS stored
WHERE stored.lon BETWEEN $west AND $east AND stored.lat BETWEEN $south AND $north AND list_contains($chosen, stored.kind)
ORDER BY stored.device, stored.source LIMIT $most
