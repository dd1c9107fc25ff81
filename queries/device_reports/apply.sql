-- Statements of applying.py. @table: units, rosters, …; @history: what was current once, of those that keep it; @key: its key columns; @content: every column that a report fills;
-- @newest: the time that says which report is newer; @greatest: what decides between those of the same time, and then
-- a hash, so that the state does not depend on the order of arrival. Reports without any time: the last to arrive.
-- arrived: reports with `row` (in the order of arrival), `input_number` (which of the inputs that are applied together, in
-- the order of acceptance) and `recorded_at` of that input.

-- name: versions
SELECT input_number, count(*) AS reports, count(DISTINCT hash(ROW(@key, @content))) AS versions FROM arrived GROUP BY input_number;

-- name: judge
-- Of each input and key the newest report, judged as if the inputs came one after the other. superseded_at: when a report that
-- became current was replaced by one of a later input; null where it stays current.
CREATE OR REPLACE TEMP TABLE judged AS
WITH staged AS (
  SELECT * FROM (
    SELECT arrived.*, coalesce(@newest, TIMESTAMP '0001-01-01') AS newest, [@greatest] AS greatest, hash(ROW(@content)) AS content
    FROM arrived
  )
  QUALIFY row_number() OVER (
    PARTITION BY @key, input_number
    ORDER BY newest DESC, greatest DESC, CASE WHEN newest = TIMESTAMP '0001-01-01' THEN row END DESC, content DESC
  ) = 1
), held AS (
  SELECT @key, -1 AS input_number, coalesce(@newest, TIMESTAMP '0001-01-01') AS newest, [@greatest] AS greatest,
    hash(ROW(@content)) AS content
  FROM city.@table SEMI JOIN staged USING (@key) WHERE source = $source
), ranked AS (
  SELECT *, struct_pack(newest := newest, greatest := greatest,
    tie := CASE WHEN newest = TIMESTAMP '0001-01-01' THEN CAST(input_number + 1 AS UBIGINT) ELSE content END) AS rank
  FROM (SELECT * FROM staged UNION ALL BY NAME SELECT * FROM held)
), compared AS (
  SELECT *, max(rank) OVER earlier AS highest, arg_max(content, rank) OVER earlier AS current_content
  FROM ranked
  WINDOW earlier AS (PARTITION BY @key ORDER BY input_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), verdicts AS (
  SELECT *, CASE
    WHEN highest IS NULL THEN 'new'
    WHEN content = current_content THEN 'equal'
    WHEN rank > highest THEN 'newer'
    ELSE 'older' END AS verdict
  FROM compared
)
SELECT * EXCLUDE (newest, greatest, content, rank, highest, current_content),
  CASE WHEN verdict IN ('new', 'newer') THEN
    lead(recorded_at) OVER (PARTITION BY @key, verdict IN ('new', 'newer') ORDER BY input_number) END AS superseded_at
FROM verdicts WHERE input_number >= 0;

-- name: verdicts
SELECT input_number, verdict, count(*) FROM judged GROUP BY ALL;

-- name: judged_rows
-- What was judged of each, and for which rows of the same content another one stands.
SELECT row, @number AS number, verdict,
  row_number() OVER (PARTITION BY hash(ROW(@key, @content)) ORDER BY verdict IS NULL, row) > 1 AS again
FROM arrived LEFT JOIN (SELECT row, verdict FROM judged) USING (row) ORDER BY row;

-- name: keep_held
INSERT INTO city.@history BY NAME
SELECT held.*, newer.superseded_at
FROM city.@table AS held JOIN (
  SELECT @key, min(recorded_at) AS superseded_at FROM judged WHERE verdict = 'newer' GROUP BY @key
) AS newer USING (@key)
WHERE held.source = $source;

-- name: keep_superseded
INSERT INTO city.@history BY NAME
SELECT * EXCLUDE (row, input_number, verdict), CAST($source AS VARCHAR) AS source FROM judged WHERE superseded_at IS NOT NULL;

-- name: update_texts
-- Texts are written only where they differ: DuckDB keeps every text of more than 12 bytes that an update wrote in memory
-- until the store is closed, 13 MB an hour for the heartbeats of the demo city.
UPDATE city.@table AS held SET @text_updates
FROM (SELECT *, CAST($source AS VARCHAR) AS source FROM judged
      WHERE verdict = 'newer' AND superseded_at IS NULL) AS reported
WHERE @matches AND (@held_texts) IS DISTINCT FROM (@reported_texts);

-- name: merge
MERGE INTO city.@table AS held
USING (SELECT *, CAST($source AS VARCHAR) AS source FROM judged
       WHERE verdict IN ('new', 'newer') AND superseded_at IS NULL) AS reported
ON @matches
WHEN MATCHED THEN UPDATE SET @updates
WHEN NOT MATCHED THEN INSERT (@columns) VALUES (@values);

-- name: kept
-- The reports that are not older than those that are kept when they come, so that it makes no difference in how many pieces
-- they come. Clocks that run ahead do not say what is newest.
SELECT arrived.* FROM arrived JOIN (
  SELECT input_number, date_trunc('day', greatest(
    coalesce(max(max(minute) FILTER (WHERE minute <= recorded_at + INTERVAL 10 MINUTE)) OVER (ORDER BY input_number),
      TIMESTAMP '0001-01-01'),
    coalesce((SELECT max(minute) FROM city.@table WHERE source = $source AND minute <= recorded_at + INTERVAL 10 MINUTE),
      TIMESTAMP '0001-01-01'))) - to_days(CAST($days AS INTEGER)) AS since
  FROM arrived GROUP BY input_number
) USING (input_number) WHERE minute >= since;

-- name: forget
-- What is older than those that are kept now.
DELETE FROM city.@table WHERE source = $source AND minute < (
  SELECT date_trunc('day', max(minute)) FROM city.@table WHERE source = $source AND minute <= recorded_at + INTERVAL 10 MINUTE
) - to_days(CAST($days AS INTEGER));

-- name: forget_versions
DELETE FROM city.@history WHERE source = $source AND minute < (
  SELECT date_trunc('day', max(minute)) FROM city.@table WHERE source = $source AND minute <= recorded_at + INTERVAL 10 MINUTE
) - to_days(CAST($days AS INTEGER));

-- name: newest_sign
SELECT max(@sign) FROM arrived WHERE @sign <= recorded_at + INTERVAL 5 MINUTE;

-- name: rows_of
SELECT count(*) FROM city.@table WHERE source = $source;

-- name: end
DROP TABLE IF EXISTS judged;

-- Pieces, of which the places above are made.

-- name: newest_time
-- The time that says which report is newer: the first of these that is given.
coalesce(@times, NULL)

-- name: greatest
-- What decides between reports of the same time.
coalesce(@name, -1)

-- name: as_text
CAST(@name AS VARCHAR)

-- name: match
held.@name = reported.@name

-- name: held
held.@name

-- name: update
@name = reported.@name

-- name: value
reported.@name
