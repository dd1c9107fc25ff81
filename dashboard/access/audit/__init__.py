"""What people did and were refused: entries in one chain of hashes, kept in the folder of a city."""
