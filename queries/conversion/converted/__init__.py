"""What becomes of the pieces of a file: cases in canonical columns, the rows that are refused, and what is counted."""
