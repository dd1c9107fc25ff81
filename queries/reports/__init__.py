"""Reports: what units, devices, call centres and partners say of themselves. Of each only the newest report counts.

`check_rows` reads rows as a source sends them; `apply_reports` makes the newest of each key current. Kinds and columns:
`reports.toml`.
"""

from queries.reports.applying import Applied, apply_reports
from queries.reports.checking import RefusedRow, check_rows
from queries.reports.surviving import surviving_rows

__all__ = ["Applied", "RefusedRow", "apply_reports", "check_rows", "surviving_rows"]
