-- What is nearest to a point, within a box of degrees WGS-84 around it; states as state.toml derives them. Of the kinds
-- $kinds, of every one where that is empty. The distance here chooses alone: it is good to half a per cent.

-- name: units
-- Units that can be sent: on duty, heard of, not said to be offline. The newest position of each.
SELECT * FROM (
  SELECT stored.unit AS unit, stored.kind, @state AS state, stored.lon, stored.lat, stored.seen_at AS seen,
    metres(stored.lon, stored.lat, $lon, $lat) AS metres
  FROM @table AS stored
  WHERE stored.duty = 'on' AND stored.lon BETWEEN $west AND $east AND stored.lat BETWEEN $south AND $north
    AND (len($kinds) = 0 OR list_contains($kinds, stored.kind))
)
WHERE state NOT IN ('silent', 'offline') AND metres <= $within
WINDOW everything AS (ORDER BY metres ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
QUALIFY coalesce(metres <= $roughly * nth_value(metres, $most) OVER everything, true)

-- name: devices
-- Devices of every state: one that is broken may be why there is a case.
SELECT * FROM (
  SELECT stored.device AS device, stored.kind, @state AS state, stored.lon, stored.lat, stored.heartbeat_at AS seen,
    metres(stored.lon, stored.lat, $lon, $lat) AS metres
  FROM @table AS stored
  WHERE stored.lon BETWEEN $west AND $east AND stored.lat BETWEEN $south AND $north
    AND (len($kinds) = 0 OR list_contains($kinds, stored.kind))
)
WHERE metres <= $within
WINDOW everything AS (ORDER BY metres ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
QUALIFY coalesce(metres <= $roughly * nth_value(metres, $most) OVER everything, true)
