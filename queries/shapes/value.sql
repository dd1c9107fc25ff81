@members
SELECT NULL AS part, @measures FROM members
