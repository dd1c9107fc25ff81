-- Tables of erasures, made beside those of schema.sql in stores of every age.
-- erased_cases: what became of a case, once for each erasure of it. person: what stands for its person since, NULL where the
-- person was not erased; salt: of the marks of its texts; has_texts: whether they were erased.
CREATE TABLE IF NOT EXISTS city.erased_cases (
  source VARCHAR NOT NULL, source_id VARCHAR NOT NULL, person VARCHAR, salt UTINYINT NOT NULL, has_texts BOOLEAN NOT NULL,
  batch VARCHAR NOT NULL, recorded_at TIMESTAMP NOT NULL
);
-- erased_texts: the marks of erased texts, by which they are known again and cannot be read.
CREATE TABLE IF NOT EXISTS city.erased_texts (source VARCHAR NOT NULL, mark UBIGINT NOT NULL);
-- unredacted: inputs in landing/ that may hold what was erased and have not been looked at yet.
CREATE TABLE IF NOT EXISTS city.unredacted (batch VARCHAR NOT NULL);
-- What a crash may have left of writing over free pages.
DROP TABLE IF EXISTS city.freed_pages;
