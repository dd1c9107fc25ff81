"""Loading: files and tables of cases into the store of a city, landing/ first, and the store from landing/ again."""

from queries.loading.chunk import Limits
from queries.loading.load import load_file, load_table, source_name
from queries.loading.rebuild import rebuild, reconcile
from queries.loading.suggest import suggest_mapping
from queries.loading.summary import LoadSummary

__all__ = [
    "Limits",
    "LoadSummary",
    "load_file",
    "load_table",
    "rebuild",
    "reconcile",
    "source_name",
    "suggest_mapping",
]
