"""A server of a city whose metrics.toml has a KPI that takes seconds: python -m tests.faults.slow_server FOLDER.

Conditions of the dictionary have no words for anything that slow, so this process knows some more.
"""

import sys
from pathlib import Path

from dashboard.server.city_server import serving
from dashboard.server.supervisor import end_on_sigterm
from dashboard.settings import Settings
from dashboard.web.listening import bind
from queries.as_of_state import state_tables

WORDS = {"range", "numbers", "others", "number", "other", "sum", "select", "from", "where", "as"}
SLOW_KPI = """
[slow]
zh = "慢"
en = "Slow"
kind = "count"
population = "(SELECT sum(number * other % 7) FROM range(100000) AS numbers(number), range(90000) AS others(other)) > 0"
basis = "R"
unit = "case"
formula_zh = "慢"
formula_en = "slow"
"""


def main() -> None:
    folder = Path(sys.argv[1])
    (folder / "metrics.toml").write_text(SLOW_KPI, encoding="utf-8")
    state_tables._SQL |= WORDS
    settings = Settings()
    end_on_sigterm()
    with bind("127.0.0.1", 0) as bound, serving(settings, folder, bound, lambda: None) as (_, server):
        server.run()


if __name__ == "__main__":
    main()
