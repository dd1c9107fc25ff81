-- How many counted members lie in each cell of the world's square at the finest depth, where in it they lie on average
-- (shares of the cell, times 65535), and in a row of their own (NULL) those without a trusted point. With the newest
-- moment of recording that the same snapshot of the store knows.
SELECT cell_x, cell_y, count(*) AS n,
  CAST(floor(avg(x - cell_x) * 65535) AS USMALLINT) AS in_x, CAST(floor(avg(y - cell_y) * 65535) AS USMALLINT) AS in_y,
  (SELECT max(recorded_at) FROM city.data_versions) AS recorded_at
FROM (
  SELECT @x AS x, @y AS y, CAST(floor(@x) AS INTEGER) AS cell_x, CAST(floor(@y) AS INTEGER) AS cell_y
  FROM (
@members
  ) AS members
  WHERE @counted
)
GROUP BY cell_x, cell_y
ORDER BY cell_x, cell_y
LIMIT $most
