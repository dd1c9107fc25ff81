-- Three readings of a column `text` of a table `texts`, tried in turn. The cursor's TimeZone is UTC: a text without a zone keeps
-- its wall clock, one with a zone becomes UTC. `absolute`: the text itself says which instant it is.

-- name: iso
-- ISO 8601 and what is written like it.
WITH trimmed AS (
  SELECT trim(text) AS text, right(trim(text), 1) BETWEEN '0' AND '9' AS ends_in_digit FROM texts
), marked AS (
  SELECT text, ends_in_digit,
         CASE WHEN ends_in_digit AND NOT contains(text, '+') AND NOT contains(substr(text, 11), '-') THEN false
              ELSE regexp_matches(text, '^\d.*\d:\d\d.*([Zz]|[+-]\d\d(:?\d\d)?|UTC|GMT|[A-Za-z]+/[A-Za-z/_]+)$') END AS absolute
  FROM trimmed
)
SELECT CASE WHEN text >= '0' AND text < ':' AND (ends_in_digit OR absolute OR NOT regexp_matches(text, '[A-Za-z]$'))
            THEN epoch_us(try_cast(text AS TIMESTAMPTZ)) END AS instant,
       absolute
FROM marked;

-- name: slashed
-- Chinese dates and dates with the year last.
SELECT CASE WHEN text >= '0' AND text < ':' THEN epoch_us(coalesce(
         try_cast(trim(regexp_replace(regexp_replace(regexp_replace(text, '[年月]', '-', 'g'), '[日号] *|秒', ' ', 'g'), '[时点分]', ':', 'g')) AS TIMESTAMP),
         try_strptime(text, CAST($styles AS VARCHAR[])))) END AS instant,
       false AS absolute
FROM texts;

-- name: digits
-- Digits only: a written-out moment, seconds or milliseconds since 1970, or Excel's days since 1899-12-30 (ECMA-376 part 1, 18.17.4).
WITH numbered AS (SELECT text, try_cast(text AS DOUBLE) AS number FROM texts)
SELECT CASE
         WHEN NOT (text >= '0' AND text < ':') THEN NULL
         WHEN regexp_full_match(text, '\d{14}|\d{12}|\d{8}') THEN epoch_us(try_strptime(text, ['%Y%m%d%H%M%S', '%Y%m%d%H%M', '%Y%m%d']))
         WHEN number BETWEEN 1e8 AND 4.2e9 THEN CAST(round(number * 1e6) AS BIGINT)
         WHEN number BETWEEN 1e11 AND 4.2e12 THEN CAST(round(number * 1e3) AS BIGINT)
         WHEN number BETWEEN 15000 AND 73050 THEN CAST(round((number - 25569) * 86400) AS BIGINT) * 1000000
         ELSE epoch_us(try_strptime(text, ['%Y-%m-%d %H', '%Y.%m.%d %H:%M:%S', '%Y.%m.%d %H:%M', '%Y.%m.%d']))
       END AS instant,
       coalesce(number BETWEEN 1e8 AND 4.2e12 AND NOT regexp_full_match(text, '\d{14}|\d{12}|\d{8}'), false) AS absolute
FROM numbered;
