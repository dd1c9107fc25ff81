-- $n cases reported evenly within $seconds seconds before $until, chronological, with life cycles cut off at $until.
INSERT INTO city.events BY NAME
WITH drawn AS (
  SELECT range AS i,
    $until - to_microseconds(CAST(($n - range) * ($seconds * 1e6 / $n) AS BIGINT)) AS reported,
    (hash(range * 7 + 1) % 1000000) / 1e6 AS u1, (hash(range * 7 + 2) % 1000000) / 1e6 AS u2,
    (hash(range * 7 + 3) % 1000000) / 1e6 AS u3, (hash(range * 7 + 4) % 1000000) / 1e6 AS u4,
    (hash(range * 7 + 5) % 1000000) / 1e6 AS u5, (hash(range * 7 + 6) % 1000000) / 1e6 AS u6
  FROM range($n)
), lived AS (
  SELECT *,
    reported + to_seconds(60 + 120 * u1) AS accepted, reported + to_seconds(120 + 300 * u1) AS filed,
    reported + to_seconds(300 + 900 * u2) AS dispatched, reported + to_seconds(1500 + 9000 * u2 * u3) AS received,
    reported + to_seconds(3600 + 86400 * 4 * -ln(1 - u3 * 0.9999)) AS finished,
    reported + to_seconds(9000 + 86400 * 4 * -ln(1 - u3 * 0.9999)) AS closed,
    reported + to_seconds(86400 * (1 + 4 * floor(u4 * 3))) AS due,
    u5 < 0.02 AS is_void, u5 BETWEEN 0.02 AND 0.05 AS is_reopened, u6 < 0.03 AS is_returned, u6 > 0.97 AS is_cross
  FROM drawn
), cut AS (
  SELECT *, CASE WHEN is_reopened THEN closed + to_seconds(86400 * (1 + u1)) END AS reopened,
    CASE WHEN is_reopened THEN closed + to_seconds(86400 * (2 + 3 * u1)) ELSE closed END AS closed_last
  FROM lived
)
SELECT 'synthetic' AS source, 'S' || i AS source_id, epoch_us(closed) AS version, hash(i) AS row_hash,
  '占道经营 ' || i AS title, 'k' || CAST(u1 * 6 AS INT) AS category1, 'k' || CAST(u1 * 134 AS INT) AS category2,
  'k' || CAST(u1 * 372 AS INT) AS category3,
  ['hotline_12345', 'app', 'police_110_np', 'grid_patrol', 'digital_cm', 'heating', 'online_express', 'video_ai', 'iot', 'department'][1 + CAST(floor(u2 * 10) AS INT)] AS channel,
  CAST(1 + floor(u4 * $areas) AS INTEGER) AS area_id, 113.6 + u5 / 10 AS lon, 34.7 + u6 / 10 AS lat,
  'point' AS placed_by, 'trusted' AS point_status, 'd' || CAST(u3 * 40 AS INT) AS department,
  reported AS reported_at, accepted AS accepted_at, filed AS filed_at,
  if(dispatched <= $until, dispatched, NULL) AS dispatched_at, if(received <= $until, received, NULL) AS received_at,
  if(finished <= $until, finished, NULL) AS finished_at, if(finished <= $until, finished, NULL) AS verified_at,
  if(closed <= $until AND NOT is_void, closed, NULL) AS first_closed_at,
  CASE WHEN is_void THEN NULL WHEN closed_last <= $until THEN closed_last WHEN closed <= $until AND reopened > $until THEN closed END AS closed_at,
  if(is_void, reported + to_seconds(7200), NULL) AS voided_at,
  if(u1 < 0.02, reported + to_seconds(20000), NULL) AS suspended_at, if(u1 < 0.02 AND closed <= $until, closed - to_seconds(1800), NULL) AS resumed_at,
  if(is_cross, filed + to_seconds(600), NULL) AS cross_at, if(u3 < 0.06, received, NULL) AS first_declined_at,
  if(is_returned AND finished + to_seconds(900) <= $until, finished + to_seconds(900), NULL) AS first_returned_at,
  if(reopened <= $until, reopened, NULL) AS reworked_at,
  if(u2 < 0.9, filed + to_seconds(1800), NULL) AS contacted_at,
  if(closed + to_seconds(86400) <= $until AND u4 < 0.6, closed + to_seconds(86400), NULL) AS callback_at,
  if(closed + to_seconds(86400) <= $until AND u4 < 0.5, closed + to_seconds(86400), NULL) AS surveyed_at,
  reported + to_seconds(1800) AS filing_due_at, dispatched + to_seconds(3600) AS receive_due_at, filed + to_seconds(3600) AS contact_due_at,
  due AS due_at, closed + to_seconds(86400 * 3) AS callback_due_at,
  CASE WHEN is_void THEN 'voided' WHEN closed_at IS NOT NULL THEN 'closed' WHEN reworked_at IS NOT NULL THEN 'rework' ELSE 'filed' END AS status, if(is_void, 'duplicate', NULL) AS void_reason, 0 AS declined_count, 0 AS returned_count, 0 AS extensions, 0 AS suspended_s,
  is_cross AND u1 < 0.5 AS cross_region, is_cross AND u1 > 0.3 AS cross_level, is_cross AND u2 > 0.3 AS cross_department,
  u2 BETWEEN 0.5 AND 0.52 AS is_minor, u2 BETWEEN 0.2 AND 0.3 AS is_diverted, u3 < 0.8 AS auto_dispatched,
  if(u5 < 0.8, 'grid', 'street') AS closing_level, u6 < 0.9 AS resolved, CAST(1 + floor(u6 * 5) AS UTINYINT) AS satisfaction,
  CAST(timezone($zone, timezone('UTC', reported)) AS DATE) AS reported_day, hour(timezone($zone, timezone('UTC', reported))) AS reported_hour,
  CAST(timezone($zone, timezone('UTC', filed)) AS DATE) AS filed_day, hour(timezone($zone, timezone('UTC', filed))) AS filed_hour,
  CAST(timezone($zone, timezone('UTC', dispatched_at)) AS DATE) AS dispatched_day, hour(timezone($zone, timezone('UTC', dispatched_at))) AS dispatched_hour,
  CAST(timezone($zone, timezone('UTC', verified_at)) AS DATE) AS verified_day, hour(timezone($zone, timezone('UTC', verified_at))) AS verified_hour,
  CAST(timezone($zone, timezone('UTC', first_returned_at)) AS DATE) AS first_returned_day, hour(timezone($zone, timezone('UTC', first_returned_at))) AS first_returned_hour,
  CAST(timezone($zone, timezone('UTC', closed_at)) AS DATE) AS closed_day, hour(timezone($zone, timezone('UTC', closed_at))) AS closed_hour,
  CAST(timezone($zone, timezone('UTC', due)) AS DATE) AS due_day, hour(timezone($zone, timezone('UTC', due))) AS due_hour,
  CAST(timezone($zone, timezone('UTC', surveyed_at)) AS DATE) AS surveyed_day, hour(timezone($zone, timezone('UTC', surveyed_at))) AS surveyed_hour,
  CAST(timezone($zone, timezone('UTC', cross_at)) AS DATE) AS cross_day, hour(timezone($zone, timezone('UTC', cross_at))) AS cross_hour,
  CAST(timezone($zone, timezone('UTC', callback_due_at)) AS DATE) AS callback_due_day, hour(timezone($zone, timezone('UTC', callback_due_at))) AS callback_due_hour,
  'synthetic' AS batch, i AS line, $until AS recorded_at
FROM cut ORDER BY i
