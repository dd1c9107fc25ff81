-- Statements of freed_pages.py.

-- name: free
-- Pages of the store's file that hold nothing that counts, and bytes of a page.
SELECT free_blocks, block_size FROM pragma_database_size() WHERE database_name = 'city';

-- name: fill
-- Numbers by chance, which cannot be compressed: DuckDB writes them to the free pages before it makes the file longer.
CREATE OR REPLACE TABLE city.freed_pages AS SELECT hash(i, random()) AS noise FROM range($numbers) AS numbers (i);

-- name: free_again
DROP TABLE IF EXISTS city.freed_pages;
