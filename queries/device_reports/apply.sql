-- Statements of applying.py. @table: units, rosters, …; @key: its key columns; @content: every column that a report fills;
-- @newest: the time that says which report is newer; @greatest: what decides between those of the same time, and then
-- a hash, so that the state does not depend on the order of arrival. Reports without any time: the last to arrive.

-- name: stage
CREATE OR REPLACE TEMP TABLE staged AS
SELECT * FROM (
  SELECT arrived.*, coalesce(@newest, TIMESTAMP '0001-01-01') AS newest, [@greatest] AS greatest, hash(ROW(@content)) AS content
  FROM arrived
)
QUALIFY row_number() OVER (
  PARTITION BY @key
  ORDER BY newest DESC, greatest DESC, CASE WHEN newest = TIMESTAMP '0001-01-01' THEN row END DESC, content DESC
) = 1;

-- name: arrived
SELECT count(*) AS n, count(DISTINCT hash(ROW(@key, @content))) AS versions FROM arrived;

-- name: judge
CREATE OR REPLACE TEMP TABLE judged AS
SELECT staged.*, CASE
    WHEN held.known IS NULL THEN 'new'
    WHEN staged.content = held.content THEN 'equal'
    WHEN staged.newest > held.newest THEN 'newer'
    WHEN staged.newest < held.newest THEN 'older'
    WHEN staged.greatest > held.greatest THEN 'newer'
    WHEN staged.greatest < held.greatest THEN 'older'
    WHEN staged.newest = TIMESTAMP '0001-01-01' OR staged.content > held.content THEN 'newer'
    ELSE 'older' END AS verdict
FROM staged LEFT JOIN (
  SELECT @key, true AS known, coalesce(@newest, TIMESTAMP '0001-01-01') AS newest, [@greatest] AS greatest,
    hash(ROW(@content)) AS content
  FROM city.@table WHERE source = $source
) AS held USING (@key);

-- name: verdicts
SELECT verdict, count(*) FROM judged GROUP BY verdict;

-- name: keep_calls
INSERT INTO city.call_history BY NAME
SELECT held.*, CAST($recorded_at AS TIMESTAMP) AS superseded_at
FROM city.calls AS held SEMI JOIN (SELECT @key FROM judged WHERE verdict = 'newer') AS newer USING (@key)
WHERE held.source = $source;

-- name: merge
MERGE INTO city.@table AS held
USING (SELECT *, CAST($source AS VARCHAR) AS source, CAST($recorded_at AS TIMESTAMP) AS recorded_at
       FROM judged WHERE verdict IN ('new', 'newer')) AS told
ON @matches
WHEN MATCHED THEN UPDATE SET @updates
WHEN NOT MATCHED THEN INSERT (@columns) VALUES (@values);

-- name: signs
SELECT max(@sign) FROM arrived WHERE @sign <= $latest;

-- name: known_source
SELECT watermark FROM city.sources WHERE source = $source;

-- name: rows_of
SELECT count(*) FROM city.@table WHERE source = $source;

-- name: forget_source
DELETE FROM city.sources WHERE source = $source;

-- name: note_source
INSERT INTO city.sources (source, kind, steps, crs, zone, cadence_s, watermark, last_load, rows, refused)
SELECT CAST($source AS VARCHAR), CAST($kind AS VARCHAR), '', CAST($crs AS VARCHAR), CAST($zone AS VARCHAR),
  CAST($cadence_s AS INTEGER), CAST($watermark AS TIMESTAMP), CAST($recorded_at AS TIMESTAMP), CAST($rows AS BIGINT),
  (SELECT count(*) FROM city.quarantine WHERE source = $source);

-- name: end
DROP TABLE IF EXISTS staged;
DROP TABLE IF EXISTS judged;
