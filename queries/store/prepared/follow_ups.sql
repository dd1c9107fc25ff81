-- Statements of follow_ups.py. The tables lie in the memory of the process, not in the store.
-- The ground is cut into cells of @cell degrees, and a number stands for the cell and the values that must be equal. A
-- closing lies in one cell; a report is entered in every cell that is within reach of it, at most four. So a closing
-- meets every report within reach in its own cell, and a cell can be made again without looking at any other. @reach:
-- the distance of the rule in degrees of latitude, rounded up; a cell is wide enough for it up to 60 degrees of latitude.

-- name: table
-- case_key: the case and the moment of its closing; followed_at: when the first report that follows it was made.
CREATE TABLE IF NOT EXISTS prepared.main.@table (cell UBIGINT, case_key UBIGINT, closed_at TIMESTAMP, followed_at TIMESTAMP);

-- name: drop
DROP TABLE IF EXISTS prepared.main.@table;

-- name: number
SELECT count(*) FROM prepared.main.@table;

-- name: number_changed
SELECT count(*) FROM city.events WHERE recorded_at >= $since AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])));

-- name: touched
-- The cells of the cases that these batches made current, where they lie now and where they lay before; with the earliest
-- time of any of them.
WITH changed AS (
  SELECT source, source_id FROM city.events
  WHERE recorded_at >= $since AND batch IN (SELECT unnest(CAST($batches AS VARCHAR[])))
), versions AS (
  SELECT @same, lon, lat, reported_at, first_closed_at, closed_at, point_status
  FROM (@events) AS cases SEMI JOIN changed USING (source, source_id)
  WHERE recorded_at >= $since
  UNION ALL
  SELECT @same, lon, lat, reported_at, first_closed_at, closed_at, point_status
  FROM (@history) AS versions SEMI JOIN changed USING (source, source_id)
  WHERE superseded_at >= $since
)
SELECT @same, cell_x, cell_y, hash(@same, cell_x, cell_y) AS cell, least(reported_at, first_closed_at, closed_at) AS earliest
FROM (
@cells
);

-- name: cells_of_closings
-- Rows of @rows, each once for every cell within reach of its point.
SELECT * REPLACE (cell_x + east AS cell_x, cell_y + north AS cell_y)
FROM (
  SELECT *,
    CAST(floor((lon - reach) / @cell) AS INTEGER) AS cell_x, CAST(floor((lon + reach) / @cell) AS INTEGER) AS last_x,
    CAST(floor((lat - @reach) / @cell) AS INTEGER) AS cell_y, CAST(floor((lat + @reach) / @cell) AS INTEGER) AS last_y
  FROM (
    SELECT *, least(@reach / cos(radians(least(abs(lat) + @reach, 89))), 2.1 * @reach) AS reach
    FROM @rows WHERE point_status = 'trusted'
  )
), (VALUES (0, 0), (1, 0), (0, 1), (1, 1)) AS shifts (east, north)
WHERE cell_x + east <= last_x AND cell_y + north <= last_y

-- name: cells_of_reports
-- Rows of @rows; they have no place.
SELECT *, 0 AS cell_x, 0 AS cell_y FROM @rows

-- name: near
-- The cells in which reports within reach of the touched cells may lie.
SELECT DISTINCT hash(@same, cell_x + east, cell_y + north) AS cell
FROM touched, (SELECT unnest([-1, 0, 1]) AS east), (SELECT unnest([-1, 0, 1]) AS north);

-- name: remove_all
DELETE FROM prepared.main.@table;

-- name: remove_touched
DELETE FROM prepared.main.@table WHERE closed_at >= $from_at AND cell IN (SELECT cell FROM touched);

-- name: insert_closings
-- The closings from $from_at until before $upto_at that are followed, in all cells or (@of_closings, @of_reports) some.
INSERT INTO prepared.main.@table
WITH closings AS (
  SELECT source, source_id, @same, lon, lat, closed_at, hash(@same, @own_cell) AS cell
  FROM (
    SELECT source, source_id, @same, lon, lat, closed_at FROM (@events) AS cases
    WHERE point_status = 'trusted' AND closed_at >= $from_at AND closed_at < $upto_at
    UNION ALL
    SELECT source, source_id, @same, lon, lat, first_closed_at FROM (@events) AS cases
    WHERE point_status = 'trusted' AND first_closed_at >= $from_at AND first_closed_at < $upto_at
      AND first_closed_at IS DISTINCT FROM closed_at
  )
  WHERE @of_closings
), reported AS (
  SELECT source, source_id, @same, lon, lat, reported_at, point_status FROM (@events) AS cases
  WHERE reported_at > $from_at AND reported_at <= $last_report AND @of_reports
), reports AS (
  SELECT *, hash(@same, cell_x, cell_y) AS cell FROM (
@cells
  )
)
SELECT closings.cell, hash(closings.source, closings.source_id, closings.closed_at) AS case_key, any_value(closings.closed_at),
  min(reports.reported_at)
FROM closings JOIN reports USING (cell)
WHERE reports.reported_at > closings.closed_at AND reports.reported_at <= closings.closed_at + INTERVAL @days DAY
  AND abs(closings.lat - reports.lat) <= @reach AND @equal
  AND (reports.source <> closings.source OR reports.source_id <> closings.source_id)
  AND metres(closings.lon, closings.lat, reports.lon, reports.lat) <= @metres
GROUP BY 1, 2;

-- name: insert_reports
-- The reports from $from_at until before $upto_at that an earlier one precedes (closed_at: when they were made; followed_at:
-- the earlier one), in all cells or (@of_closings) some.
INSERT INTO prepared.main.@table
SELECT cell, hash(source, source_id, reported_at), reported_at, earlier_at
FROM (
  SELECT source, source_id, reported_at, hash(@same, @own_cell) AS cell, max(reported_at) OVER (
      PARTITION BY @same ORDER BY reported_at
      RANGE BETWEEN INTERVAL @days DAY PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING) AS earlier_at
  FROM (@events) AS cases
  WHERE reported_at >= $earliest AND reported_at < $upto_at AND @known AND @of_closings
)
WHERE earlier_at IS NOT NULL AND reported_at >= $from_at;

-- name: events
SELECT *, coalesce(category3, category2, category1) AS narrowest FROM city.events

-- name: history
SELECT *, coalesce(category3, category2, category1) AS narrowest FROM city.event_history

-- name: known
@name IS NOT NULL

-- name: own_cell_of_reports
0, 0

-- name: own_cell_of_closings
CAST(floor(lon / @cell) AS INTEGER), CAST(floor(lat / @cell) AS INTEGER)

-- name: equal
closings.@name = reports.@name

-- name: touched_closings
hash(@same, @own_cell) IN (SELECT cell FROM touched)

-- name: reports_near
hash(@same, @own_cell) IN (SELECT cell FROM near)

-- name: all
true
