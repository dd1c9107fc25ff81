-- Statements on pages of cases, and their pieces: by what they are put in order, where a page begins, and what is searched
-- for. Every key has a value.

-- name: case_page
-- The first counted members in an order, of those @searched for and @beyond a case.
SELECT @columns, @hit AS in_numerator
FROM (
@members
) AS members
WHERE @counted AND @searched AND @beyond
ORDER BY @key @direction, source @direction, source_id @direction
LIMIT $most

-- name: case_key
-- By which a counted member is put in order: `sort_key`. No row where it is none any more.
SELECT @key AS sort_key
FROM (
@members
) AS members
WHERE @counted AND reported_at = $page_reported AND source = $page_source AND source_id = $page_number
LIMIT 1

-- name: case_count
-- How many counted members are @searched for.
SELECT count(*) AS n
FROM (
@members
) AS members
WHERE @counted AND @searched

-- name: case_words
-- The different texts of @columns that hold $text, $most of them.
SELECT DISTINCT @columns AS word
FROM (
@members
) AS members
WHERE @counted AND contains(lower(@columns), $text)
LIMIT $most

-- name: reported
reported_at

-- name: overdue
-- Seconds beyond the limit, until the case ended or by now; less than zero before it.
coalesce(date_diff('second', due_at, coalesce(closed_at, voided_at, $as_of)), -9223372036854775807)

-- name: age
-- Seconds from the report until the case ended or by now.
date_diff('second', reported_at, coalesce(closed_at, voided_at, $as_of))

-- name: department
coalesce(department, '')

-- name: area
area_id

-- name: category
coalesce(category1, '') || ' ' || coalesce(category2, '') || ' ' || coalesce(category3, '')

-- name: status
status

-- name: channel
coalesce(channel, '')

-- name: number
source_id

-- name: descending
DESC

-- name: ascending
ASC

-- name: from_an_end
true

-- name: beyond_descending
@key <= $page_key AND (@key < $page_key OR source < $page_source OR (source = $page_source AND source_id < $page_number))

-- name: beyond_ascending
@key >= $page_key AND (@key > $page_key OR source > $page_source OR (source = $page_source AND source_id > $page_number))

-- name: everything
true

-- name: searched
-- Whether what is shown of a case holds the text of term @number: in its number, where that is looked in, or in a column
-- whose texts that do are given.
(($in_numbers_@number AND contains(lower(source_id), $text_@number))
  OR title IN (SELECT unnest(CAST($titles_@number AS VARCHAR[])))
  OR category1 IN (SELECT unnest(CAST($categories_@number AS VARCHAR[])))
  OR category2 IN (SELECT unnest(CAST($categories_@number AS VARCHAR[])))
  OR category3 IN (SELECT unnest(CAST($categories_@number AS VARCHAR[])))
  OR department IN (SELECT unnest(CAST($departments_@number AS VARCHAR[])))
  OR channel IN (SELECT unnest(CAST($channels_@number AS VARCHAR[])))
  OR status IN (SELECT unnest(CAST($statuses_@number AS VARCHAR[])))
  OR area_id IN (SELECT unnest(CAST($areas_@number AS INTEGER[]))))
