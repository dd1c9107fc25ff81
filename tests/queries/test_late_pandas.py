"""A server does without pandas, and still reads what only pandas reads."""

import subprocess
import sys

from queries.late_pandas import pandas_at_last

AS_A_SERVER = """
from queries.late_pandas import leave_out_pandas, pandas_at_last
leave_out_pandas()
import sys
import dashboard.server.city_server
import duckdb
import numpy as np
import pyarrow as pa
from queries.conversion.writings.given_formats import read_by_formats

with duckdb.connect(":memory:") as connection:
    connection.register("held", pa.table({"n": [1, 2, None]}))
    print(connection.execute("SELECT n FROM held WHERE n > $1", [1]).to_arrow_table()["n"].to_pylist())
print(hasattr(sys.modules["pandas"], "DataFrame"))
latest = np.array([2030, 2030])
instants, _ = read_by_formats(pa.chunked_array([["05/03/24 14:30", "no time"]]), ["%d/%m/%y %H:%M"], latest)
print(instants.astype("datetime64[us]")[0], hasattr(sys.modules["pandas"], "DataFrame"))
"""


def test_a_server_imports_pandas_when_a_mapping_gives_formats_and_not_before() -> None:
    done = subprocess.run([sys.executable, "-c", AS_A_SERVER], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["[2]", "False", "2024-03-05T14:30:00.000000 True"], done.stderr


def test_pandas_that_was_not_left_out_is_the_same() -> None:
    assert pandas_at_last() is sys.modules["pandas"]
