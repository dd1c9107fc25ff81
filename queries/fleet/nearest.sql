-- What is nearest to a point, within a box of degrees WGS-84 around it; states as state.toml derives them.

-- name: units
-- Units that can be sent: on duty, heard of, not said to be offline. The newest position of each.
SELECT * FROM (
  SELECT stored.unit AS unit, stored.kind, @state AS state, stored.lon, stored.lat, stored.seen_at AS seen,
    metres(stored.lon, stored.lat, $lon, $lat) AS metres
  FROM @table AS stored
  WHERE stored.duty = 'on' AND stored.lon BETWEEN $west AND $east AND stored.lat BETWEEN $south AND $north
)
WHERE state NOT IN ('silent', 'offline') AND metres <= $within
ORDER BY metres, unit LIMIT $most

-- name: devices
-- Devices of every state: one that is broken may be why there is a case.
SELECT * FROM (
  SELECT stored.device AS device, stored.kind, @state AS state, stored.lon, stored.lat, stored.heartbeat_at AS seen,
    metres(stored.lon, stored.lat, $lon, $lat) AS metres
  FROM @table AS stored
  WHERE stored.lon BETWEEN $west AND $east AND stored.lat BETWEEN $south AND $north
)
WHERE metres <= $within
ORDER BY metres, device LIMIT $most
