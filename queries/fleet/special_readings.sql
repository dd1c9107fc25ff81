-- Readings of sensors as of a moment. $as_of: a whole minute, naive UTC; $known: readings recorded later are not known yet.

-- name: newest
-- Of each sensor and quantity the newest reading.
SELECT source, device, special_grid, quantity, max_by(value, minute) AS value, max_by(measured_at, minute) AS measured_at
FROM (@readings) AS known WHERE minute <= $as_of GROUP BY ALL ORDER BY ALL

-- name: readings
-- Those that were current at $known: of one that was corrected later, what it said before.
SELECT * FROM city.readings WHERE recorded_at <= $known
UNION ALL SELECT * EXCLUDE (superseded_at) FROM city.reading_history WHERE recorded_at <= $known AND superseded_at > $known

-- name: hours
-- Of each sensor, quantity and hour of a day of the city the mean.
SELECT source, device, special_grid, quantity, reading_hour, avg(value) AS mean
FROM (@readings) AS known WHERE reading_day = $day AND minute <= $as_of GROUP BY ALL ORDER BY ALL

-- name: positions
-- Where the devices stand that measured anything.
SELECT device, lon, lat FROM city.devices SEMI JOIN (SELECT DISTINCT device FROM city.readings) USING (device)
WHERE lon IS NOT NULL ORDER BY device, source
