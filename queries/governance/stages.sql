-- How the population of a loop stands: its stages, how long cases have been there, and who holds them.

-- name: stages
-- A row for each stage (its number), part and band of age: n, of these past the limit of the stage, and the earliest time
-- since when a case is there. A case that meets several rules of an overlapping loop is in a row of each.
SELECT stage, part, coalesce(age_band(since, as_of), 'unknown') AS band, count(*) AS n, count(*) FILTER (late) AS late,
  min(since) AS oldest
FROM (
  SELECT stage, part, as_of, @since AS since, @late AS late
  FROM (
    SELECT *, unnest(@stages) AS stage, @part AS part
    FROM (
@members
    ) AS members
    WHERE @counted
  ) AS staged
) AS aged
GROUP BY ALL
ORDER BY ALL
LIMIT $most

-- name: first_of
-- The number of the first stage whose condition holds.
[CASE @whens ELSE @rest END]

-- name: all_of
-- The numbers of all rules that hold.
list_filter([@rules], rule -> rule IS NOT NULL)

-- name: rule
CASE WHEN @condition THEN @number END

-- name: when
WHEN @condition THEN @number

-- name: by_stage
CASE stage @whens END

-- name: never
false

-- name: whole
NULL
