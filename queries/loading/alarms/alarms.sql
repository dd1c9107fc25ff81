-- Statements of alarms: what became of each, in the order of arrival.

-- name: known
SELECT transition FROM city.alarms WHERE transition IN (SELECT unnest(CAST($transitions AS VARCHAR[])));

-- name: insert
INSERT INTO city.alarms BY NAME SELECT * FROM arrived;

-- name: read
-- All that became of the alarms that are open, and of those of which something became since $since; the newest $most.
WITH newest AS (
  SELECT alarm, arg_max(step, (as_of, recorded_at)) AS last_step, max(as_of) AS last_at FROM city.alarms GROUP BY alarm
)
SELECT alarm, step, rule, severity, area_code, subject, value, threshold, n, as_of, lon, lat, recorded_at
FROM city.alarms JOIN newest USING (alarm)
WHERE last_step <> 'cleared' OR last_at >= $since
ORDER BY as_of DESC, recorded_at DESC, transition LIMIT $most;
