"""Numbers from the command line, counted by hand on the tiny city."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.dashboard.cli.conftest import Yiping

KEYS = {
    "key", "kind", "area", "value", "unit", "numerator", "denominator", "n", "status", "from", "to", "zone", "as_of",
    "recorded_at", "version", "basis", "freshness", "rows",
}  # fmt: skip


def test_one_json_object_and_nothing_else_on_stdout(yiping: Yiping) -> None:
    done = yiping("kpi", "reported", "--json")
    answer = json.loads(done.stdout)
    assert set(answer) >= KEYS
    assert answer["value"] == 6
    assert answer["status"] == "ok"
    assert answer["zone"] == "America/New_York"
    assert "tiny" in done.stderr


def test_days_are_city_days_and_both_inclusive(yiping: Yiping) -> None:
    def reported(start: str, end: str) -> int:
        return int(json.loads(yiping("kpi", "reported", "--from", start, "--to", end, "--json").stdout)["value"])

    assert reported("2011-07-01", "2011-07-01") == 2
    assert reported("2011-07-31", "2011-07-31") == 1
    assert reported("2011-08-01", "2011-08-01") == 0


def test_a_bare_day_means_its_end(yiping: Yiping) -> None:
    def open_then(moment: str) -> int:
        return int(json.loads(yiping("kpi", "open", "--as-of", moment, "--json").stdout)["value"])

    assert open_then("2011-07-03") == 4
    assert open_then("2011-07-03T12:30") == 3
    assert open_then("2011-07-03T08:30:00-08:00") == 3


def test_parts_add_up_and_end_with_the_unplaced(yiping: Yiping) -> None:
    rows = json.loads(yiping("kpi", "reported", "--by", "area", "--json").stdout)["rows"]
    assert [row["code"] for row in rows] == ["E", "W", "_not_placed"]
    assert [row["value"] for row in rows] == [3, 2, 1]
    assert [row["name"] for row in rows] == ["E side", "W side", "not placed"]


def test_no_key_of_ours_is_a_name(yiping: Yiping) -> None:
    table = yiping("kpi", "reported", "--by", "area").stdout
    assert "not placed" in table
    assert "_not_placed" not in table
    departments = yiping("kpi", "reported", "--by", "department")
    assert "not stated" in departments.stdout
    assert "_unknown" not in departments.stdout


def test_people_get_a_table(yiping: Yiping) -> None:
    done = yiping("kpi", "reported", "--by", "area")
    assert done.exit_code == 0
    assert "6" in done.stdout.splitlines()[0]
    assert "E side" in done.stdout


def test_the_case_list_has_as_many_rows_as_the_number_and_no_formula(yiping: Yiping) -> None:
    rows = list(csv.DictReader(io.StringIO(yiping("cases", "reported").stdout)))
    assert sorted(row["source_id"] for row in rows) == ["1", "2", "3", "4", "5", "6"]
    assert [cell for row in rows for cell in row.values() if cell.startswith("=")] == []
    assert any("'=SUM(A1)" in row.values() for row in rows)


def test_the_dictionary_is_printed_for_people_and_for_programs(yiping: Yiping) -> None:
    assert "上报数" in yiping("kpi", "--list").stdout
    keys = {metric["key"] for metric in json.loads(yiping("kpi", "--list", "--json").stdout)}
    assert {"reported", "open", "handling_time"} <= keys


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("kpi", "nonsense"), 2, "nonsense"),
        (("kpi", "reported", "--area", "nowhere"), 2, "nowhere"),
        (("kpi", "reported", "--from", "2011-02-30"), 2, "from"),
        (("kpi", "reported", "--by", "weather"), 2, "by"),
        (("kpi", "reported", "--denominator", "nonsense"), 2, "nonsense"),
        (("kpi", "reported", "--city", "atlantis"), 1, "atlantis"),
        (("kpi",), 2, "--list"),
    ],
)
def test_a_wrong_question_ends_in_a_sentence(yiping: Yiping, arguments: tuple[str, ...], code: int, word: str) -> None:
    done = yiping(*arguments)
    assert done.exit_code == code
    assert word in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.output


def test_a_list_without_data_says_why_and_one_without_cases_that_there_are_none(yiping: Yiping) -> None:
    unknown = yiping("cases", "reported", "--from", "2001-01-01", "--to", "2001-12-31", "--limit", "5")
    assert len(list(csv.DictReader(io.StringIO(unknown.stdout)))) == 0
    assert "No data: the data begin on 2011-07-01." in unknown.stderr
    none = yiping("cases", "reported", "--from", "2011-08-01", "--to", "2011-08-01")
    assert "There are no cases." in none.stderr
    assert "There are no cases." not in yiping("cases", "reported").stderr


def test_what_is_not_known_has_no_number_in_a_table(yiping: Yiping) -> None:
    shown = yiping("kpi", "reported", "--from", "2011-06-30", "--to", "2011-07-01", "--by", "day").stdout
    assert [line.split()[2:4] for line in shown.splitlines() if line.startswith("2011-0")] == [["–", "–"], ["2", "2"]]
    year = yiping("kpi", "reported", "--from", "2001-01-01", "--to", "2001-12-31").stdout
    assert "no data" in year
    assert ["n", "–"] in [line.split() for line in year.splitlines()]


def test_what_is_normal_stands_beside_the_number_on_demand(yiping: Yiping) -> None:
    """The tiny city has no eight weeks of data: nothing can be compared, and it says so."""
    asked = ("kpi", "reported", "--from", "2011-07-05", "--to", "2011-07-05", "--normal")
    assert json.loads(yiping(*asked, "--json").stdout)["normal"] == {
        "low": None, "middle": None, "high": None, "n": 0, "periods": [], "place": None, "notes": [],
    }  # fmt: skip
    assert "nothing earlier can be compared" in yiping(*asked).stdout
    assert "normal" not in json.loads(yiping(*asked[:-1], "--json").stdout)
    [day] = json.loads(yiping(*asked, "--by", "day", "--json").stdout)["rows"]
    assert [day[f"normal_{name}"] for name in ("low", "high", "place")] == [None, None, None]
    assert yiping(*asked, "--by", "day").stdout.splitlines()[-1].split()[-1] == "–"


def test_saved_views_and_notes_go_out_and_in_as_a_file(yiping: Yiping, tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    view = {"key": "v1", "name": "Open cases", "address": "/?kpi=open"}
    note = {"key": "n1", "text": "Fair", "area": "tiny", "from": "2011-07-05", "until": "2011-07-06"}
    file.write_text(json.dumps({"views": [view], "notes": [note]}), "utf-8")
    assert yiping("saved", "import", str(file)).stdout == "2 new or changed, 0 held already.\n"
    assert yiping("saved", "export", "--out", str(file)).exit_code == 0
    written = json.loads(file.read_text("utf-8"))
    assert (written["city"], written["views"][0]["address"], written["views"][0]["by"]) == (
        "tiny",
        "/?kpi=open",
        "command_line",
    )
    assert yiping("saved", "import", str(file)).stdout == "0 new or changed, 2 held already.\n"
    file.write_text('{"views": [{"name": "x", "address": "/nowhere"}]}', "utf-8")
    refused = yiping("saved", "import", str(file))
    assert (refused.exit_code, "address" in refused.stderr) == (2, True)


def test_loops_say_how_their_cases_stand_and_a_stage_is_listed_as_a_number(yiping: Yiping) -> None:
    [loop] = json.loads(yiping("loops", "dispatch", "--by", "department", "--json").stdout)["loops"]
    assert (loop["population"]["status"], loop["stages"], loop["parts"]) == ("no_data", [], [])
    assert "no data" in yiping("loops", "dispatch").stdout
    wrong = yiping("loops", "rewrok")
    assert wrong.exit_code == 2
    assert "supervision" in wrong.stderr
    [found] = json.loads(yiping("loops", "supervision", "--json").stdout)["loops"]
    overdue = found["stages"][0]
    assert overdue["n"] == json.loads(yiping("kpi", overdue["metric"], "--json").stdout)["n"]
    assert "no data from any source: suspended over 30 days" in " ".join(yiping("loops", "supervision").stdout.split())


def test_dispatch_of_a_city_that_knows_of_none_is_not_known_instead_of_0(yiping: Yiping) -> None:
    hops = json.loads(yiping("dispatch", "hops", "--json").stdout)
    assert (hops["whole"]["status"], hops["hops"], hops["cases"], hops["cases_by_hops"]) == ("no_data", *[None] * 3)
    playbook = json.loads(yiping("dispatch", "--json").stdout)
    assert (playbook["n"], playbook["covered"], playbook["rare"]) == (None, None, None)


def test_evaluations_say_their_weights_and_how_units_stand_in_the_last_month(yiping: Yiping) -> None:
    assert "closed_on_time" in yiping("evaluation").stdout
    days = ("--from", "2011-07-01", "--to", "2011-07-31")
    [found] = json.loads(yiping("evaluation", "districts", *days, "--json").stdout)["evaluations"]
    assert [one["score"] for one in found["results"]] == [None] * len(found["results"])
    [filed] = [one for one in found["results"][0]["parts"] if one["key"] == "filed_on_time"]
    assert (filed["missing"], filed["points"]) == ("no_data", None)
    assert "no score: few" in yiping("evaluation", "districts").stdout
    wrong = yiping("evaluation", "counties")
    assert wrong.exit_code == 2
    assert "districts" in wrong.stderr
    assert yiping("evaluation", "--area", "E").exit_code == 2


def test_a_feed_with_one_level_of_categories_can_have_spots_and_odd_limits_are_refused(yiping: Yiping) -> None:
    found = json.loads(yiping("spots", "--least", "2", "--days", "366", "--metres", "100", "--json").stdout)
    assert (found["rule"]["days"], found["whole"]["status"]) == (366, "ok")
    assert found["compared"] + found["not_compared"] == found["whole"]["n"]
    assert "no data" not in yiping("spots").stdout
    assert json.loads(yiping("spots", "tiny/1", "--json").stdout) == {"cases": []}
    wrong = yiping("spots", "--metres", "101")
    assert (wrong.exit_code, "100" in wrong.stderr) == (2, True)


def test_the_mode_is_switched_with_a_reason_alone_and_listed_with_it(yiping: Yiping) -> None:
    assert yiping("mode", "emergency", "--yes").exit_code == 2
    assert yiping("mode", "normal", "--reason", "done", "--yes").exit_code == 1
    assert yiping("mode", "emergency", "--reason", "flood", "--area", "W", "--yes").exit_code == 0
    told = json.loads(yiping("mode", "--json").stdout)
    assert (told["mode"], [one["area"] for one in told["below"]]) == ("normal", ["W"])
    assert (told["emergencies"][0]["text"], told["emergencies"][0]["role"]) == ("flood", "command_line")
    assert yiping("mode", "normal", "--reason", "all clear", "--area", "W", "--yes").exit_code == 0
    assert "flood" in yiping("mode").stdout
    assert json.loads(yiping("mode", "--json").stdout)["below"] == []


def test_roll_calls_list_who_is_missing(yiping: Yiping) -> None:
    assert json.loads(yiping("roll-calls", "--json").stdout)["calls"] == []
    assert "answered" in yiping("roll-calls").stdout
    assert yiping("roll-calls", "none").exit_code == 1
    assert yiping("roll-calls", "--area", "nowhere").exit_code == 2


def test_samples_are_listed_and_a_week_without_one_is_said(yiping: Yiping) -> None:
    assert json.loads(yiping("samples", "--json").stdout) == {"samples": []}
    assert "pass rate" in yiping("samples").stdout
    assert yiping("samples", "2024-W23").exit_code == 1
    assert yiping("samples", "--limit", "none").exit_code == 2


def test_the_ledger_says_what_relies_on_a_field_and_what_the_city_declares(yiping: Yiping, home: Path) -> None:
    (home / "tiny" / "ledger.csv").write_text(
        "system,table,records,owner\nWaste,Bins,42,Roads\nWaste,Vans,?,\n", "utf-8"
    )
    answer = json.loads(yiping("ledger", "--without", "tiny.closed_at", "--json").stdout)
    assert {one["key"]: one["effect"] for one in answer["without"]["kpis"]}["handling_time"] == "no_data"
    assert answer["declared"] | {"refused": 0} == {
        "systems": 1, "tables": 1, "records": 42, "counted_from": None, "counted_to": None, "refused_lines": 1,
        "refused": 0,
    }  # fmt: skip
    told = yiping("ledger")
    assert "Waste" in told.stdout
    assert "line 3" in told.stdout
    assert "handling_time" in yiping("ledger", "--without", "tiny.closed_at").stdout
    assert "closed_at" in yiping("ledger", "--kpi", "handling_time").stdout
    assert "Bins" in yiping("ledger", "Waste").stdout
    for wrong in (("--without", "seven"), ("--kpi", "speed"), ("--sort", "colour"), ("Waist",)):
        refused = yiping("ledger", *wrong)
        assert (refused.exit_code, refused.stdout) == (2, ""), wrong


def test_what_comes_next_is_not_said_of_too_little_history(yiping: Yiping) -> None:
    answer = json.loads(yiping("coming", "--json").stdout)
    assert (answer["status"], answer["kinds"]) == ("too_little_history", [])
    assert answer["enough_from"] > answer["since"]
    assert "Too little history" in yiping("coming").stdout
    assert yiping("coming", "--area", "nowhere").exit_code == 2


DISPATCHED = """工单编号,来电时间,派单时间,签收时间,小类名称,承办单位
D1,2024-06-01 09:00,2024-06-01 09:10,2024-06-01 09:30,noise,environment
D2,2024-06-02 09:00,2024-06-02 09:10,2024-06-02 09:30,noise,culture
D3,2024-06-03 09:00,2024-06-03 09:10,,stall,markets
"""


def test_dispatch_says_what_the_playbook_covered(yiping: Yiping, home: Path) -> None:
    assert "no data" in yiping("dispatch").stdout
    (home / "orders.csv").write_text(DISPATCHED, "utf-8")
    assert yiping("load", str(home / "orders.csv"), "--source", "orders").exit_code == 0
    (home / "tiny" / "playbook.csv").write_text("category,department\nnoise,environment\nlamp,\n", "utf-8")
    days = ("--from", "2024-06-01", "--to", "2024-06-30")
    answer = json.loads(yiping("dispatch", *days, "--json").stdout)
    assert (answer["n"], answer["covered"], answer["as_said"], answer["refused_lines"]) == (3, 2, 1, 1)
    told = yiping("dispatch", "playbook", *days).stdout
    assert "3 cases dispatched, 2 (66.7 %) with an entry" in told
    assert "line 3" in told
    hops = json.loads(yiping("dispatch", "hops", *days, "--json").stdout)
    assert (hops["cases"], hops["without_steps"], hops["pairs"]) == (0, 3, [])
    assert "of 3 no steps are delivered" in yiping("dispatch", "hops", *days).stdout
    for wrong in (("seven",), ("--area", "nowhere"), ("--where", "colour=red")):
        refused = yiping("dispatch", *wrong)
        assert (refused.exit_code, refused.stdout) == (2, ""), wrong


def test_the_nearest_and_the_load_say_where_nothing_is_known(yiping: Yiping) -> None:
    assert yiping("nearest", "--lat", "42", "--lng", "-71").stdout.startswith("no data: ")
    assert yiping("nearest", "--lat", "42").exit_code == 2
    assert yiping("nearest", "nowhere/1").exit_code == 1
    told = yiping("workload")
    assert "no data: none reported" in told.stdout
    assert "note: " in told.stdout
    assert json.loads(yiping("workload", "--json").stdout)["whole"]["load"] is None


def test_readings_of_a_city_without_sensors_are_no_data(yiping: Yiping) -> None:
    assert "note: " in yiping("readings").stdout
    told = json.loads(yiping("readings", "--json").stdout)
    assert (told["status"], told["grids"]) == ("no_data", [])
    assert yiping("readings", "ZS01").exit_code == 2


def test_partners_say_who_is_joined_and_name_lines_that_do_not_count(yiping: Yiping, home: Path) -> None:
    assert "partners.csv" in yiping("partners").stdout
    (home / "tiny" / "partners.csv").write_text("partner,kind,name\nd1,department,Parks\nd2,club,Choir\n", "utf-8")
    told = yiping("partners").stdout
    assert "never reported" in told
    assert "line 3: there is no kind club" in told
    assert json.loads(yiping("partners", "--json").stdout)["never_reported"] == ["d1"]
    assert yiping("partners", "--as-of", "yesterday").exit_code == 2


def test_the_agenda_says_once_that_no_source_knows_such_cases_and_a_day_without_a_meeting_is_refused(
    yiping: Yiping,
) -> None:
    answer = json.loads(yiping("agenda", "--meeting", "2024-06-27", "--as-of", "2024-06-30", "--json").stdout)
    assert (answer["meeting"]["day"], answer["is_over"], answer["is_known"]) == ("2024-06-27", True, False)
    assert (answer["standing"], answer["groups"], answer["cases"]) == (None, None, [])
    assert yiping("agenda").stdout.count("No source says which cases crossed boundaries") == 1
    refused = yiping("agenda", "--meeting", "2024-06-28")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "2024-06-27 and 2024-07-04" in refused.stderr


def test_lines_of_business_are_listed_with_their_figures(yiping: Yiping, home: Path) -> None:
    profile = home / "tiny" / "city.toml"
    line = '\n[lines_of_business.noise]\nzh = "噪声"\nen = "noise line"\ncategories = ["noise"]\n'
    profile.write_text(profile.read_text("utf-8") + line, "utf-8")
    [told] = json.loads(yiping("lines", "--json").stdout)["lines"]
    assert (told["key"], told["season"], told["in_season"]) == ("noise", None, True)
    assert "noise line" in yiping("lines", "noise").stdout
    assert yiping("lines", "hush").exit_code == 1
    assert yiping("lines", "--area", "nowhere").exit_code == 2
