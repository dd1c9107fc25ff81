-- The cases with their duration in working time, beside the working time of the city.
SELECT cases.*, working_microseconds_between(@start, @end, working_time) AS @worked
FROM @cases AS cases CROSS JOIN (
  SELECT {
    'first_day': CAST($working_first_day AS BIGINT),
    'days': CAST($working_days AS BIGINT[]),
    'minutes': CAST($working_minutes AS BIGINT[])
  } AS working_time
) AS calendar
