"""A city of two districts with two streets each and sixteen cases, small enough to count every KPI by hand."""

from tests.cities.tiny.cases import AS_OF, AS_OF_TEXT, CASES, local, table_of
from tests.cities.tiny.ground import tiny_profile, tiny_tree, write_tiny_city

__all__ = ["AS_OF", "AS_OF_TEXT", "CASES", "local", "table_of", "tiny_profile", "tiny_tree", "write_tiny_city"]
