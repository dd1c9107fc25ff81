@members
SELECT @part AS part, @measures FROM members GROUP BY part
