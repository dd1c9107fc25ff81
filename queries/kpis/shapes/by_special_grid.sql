-- A case that lies in two special grids counts in both: the parts do not add up to the whole.
SELECT part, @measures
FROM (
@members
) AS members
JOIN (SELECT source, source_id, special_grid AS part FROM city.event_special_grids) AS lies USING (source, source_id)
GROUP BY part
