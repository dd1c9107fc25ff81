"""JSON, GeoJSON and XML as cities publish cases in them, and archives with other things beside the table."""

import io
import json
import zipfile

import pytest

from queries.errors import FileRefused
from queries.reading.chunk import Limits
from tests.queries.loading.conftest import SmallCity

REQUESTS = [
    {"service_request_id": f"14-{n}", "status": status, "requested_datetime": hour, "lat": 10.5, "long": n - 0.5}
    for n, status, hour in ((1, "open", "2024-03-05T14:30:00Z"), (2, "closed", "2024-03-05T15:30:00Z"))
]
FEATURES = [
    {
        "type": "Feature",
        "properties": {"id": n, "requested_datetime": "2024-03-05T14:30:00Z"},
        "geometry": {"type": "Point", "coordinates": [n - 0.5, 10.5]},
    }
    for n in (1, 2)
]
UNDER_NUMBERS = {
    str(one["service_request_id"]): {key: value for key, value in one.items() if key != "service_request_id"}
    for one in REQUESTS
}
COLLECTION = {"type": "FeatureCollection", "features": FEATURES}
XML = (
    '<?xml version="1.0"?>\n<service_requests>'
    + "".join("<request>" + "".join(f"<{k}>{v}</{k}>" for k, v in one.items()) + "</request>" for one in REQUESTS)
    + "</service_requests>"
)


def _text(found: object, **style: object) -> str:
    return json.dumps(found, ensure_ascii=False, **style)  # type: ignore[arg-type]


def test_an_object_of_like_objects_within_a_case_is_no_list_of_cases(city: SmallCity) -> None:
    links = {name: {"href": f"/{name}", "type": "page"} for name in ("self", "next")}
    for place, indent in enumerate((None, 1)):
        case = {"id": place, "created_at": "2024-03-05T14:30:00Z", "links": links}
        assert city.load_text(_text(case, indent=indent), "case.json").loaded == 1
    assert city.count() == 2


@pytest.mark.parametrize(
    "text",
    [
        _text(REQUESTS),
        _text(REQUESTS, indent=1),
        "\ufeff" + _text(REQUESTS),
        "[" + "\n,".join(map(_text, REQUESTS)) + "]",
        _text({"service_requests": REQUESTS}),
        _text(UNDER_NUMBERS),
        _text(UNDER_NUMBERS, indent=1),
        _text({"meta": {"page": 1}, "requests": UNDER_NUMBERS}),
        _text({"service_requests": REQUESTS}, indent=2),
        _text({"success": True, "result": {"fields": [{"id": "lat", "type": "float"}], "records": REQUESTS}}),
        _text({"meta": {"page": 1, "tags": [1, [2]]}, "service_requests": REQUESTS}, indent="\t"),
        "\n".join(_text(one, indent=1) for one in REQUESTS),
        "\n".join(map(_text, REQUESTS)),
        "\n\n".join(map(_text, REQUESTS)).replace("\n", "\r\n"),
        XML,
        XML.replace("><", ">\n  <").replace("request>", "o:request>"),
        "<a><status>ok</status><page><n>1</n></page>" + XML.partition("\n")[2] + "</a>",
    ],
)
def test_open311_requests_are_read_however_they_are_written(city: SmallCity, text: str) -> None:
    summary = city.load_text(text, "requests.txt")
    assert (summary.read, summary.loaded, summary.refused) == (2, 2, 0)
    assert city.case("14-1", "epoch(reported_at)::BIGINT, lon, lat, status") == (1_709_649_000, 0.5, 10.5, "filed")
    assert city.case("14-2", "lon, status") == (1.5, "closed")


NAMES = list(REQUESTS[0])
ROWS = [[one.get(name) for name in NAMES] for one in REQUESTS]
HIDDEN = [{"name": "sid", "fieldName": ":sid"}, {"name": "created_at", "fieldName": ":created_at"}]
VIEW = [*HIDDEN, *({"name": name, "fieldName": name.lower()} for name in NAMES)]
SOCRATA = {
    "meta": {"view": {"id": "a", "columns": VIEW, "tags": ["x", "y"]}},
    "data": [["row-1", 9, *row] for row in ROWS],
}


@pytest.mark.parametrize(
    "text",
    [
        _text({"columns": NAMES, "index": [0, 1], "data": ROWS}),
        _text({"columns": NAMES, "index": [0, 1], "data": ROWS}, indent=1),
        _text({"result": {"data": ROWS, "columns": NAMES}}),
        _text(SOCRATA),
        _text(SOCRATA, indent=2),
        _text([NAMES, *ROWS]),
    ],
)
def test_tables_whose_rows_are_lists_have_the_names_that_stand_apart(city: SmallCity, text: str) -> None:
    summary = city.load_text(text, "requests.json")
    assert (summary.read, summary.loaded, summary.refused) == (2, 2, 0)
    assert city.case("14-1", "epoch(reported_at)::BIGINT, lon, lat, status") == (1_709_649_000, 0.5, 10.5, "filed")


def test_a_row_with_too_few_values_is_refused_and_a_point_of_socrata_is_read(city: SmallCity) -> None:
    where = {"name": "Location", "fieldName": "location", "subColumnTypes": ["human_address", "latitude", "longitude"]}
    view = [{"name": "id", "fieldName": "id"}, {"name": "Open Date", "fieldName": "open_date"}, where]
    rows = [["1", "2024-03-05", [None, "10.5", "0.5"]], ["2", "2024-03-05", None], ["3", "2024-03-05"]]
    summary = city.load_text(_text({"meta": {"view": {"columns": view}}, "data": rows}), "rows.json")
    assert (summary.loaded, summary.refused) == (2, 1)
    assert city.case("1", "lon, lat, area_id") == (0.5, 10.5, 2)


@pytest.mark.parametrize(
    "text",
    [
        _text(COLLECTION),
        _text(COLLECTION, indent=1),
        '{"type":"FeatureCollection","features":[\n' + ",\n".join(map(_text, FEATURES)) + "\n]}\n",
        '{"type":"FeatureCollection","features":[\n' + ",\n".join(map(_text, FEATURES)) + "]}",
        "\n".join(map(_text, FEATURES)),
        "".join(f"\x1e{_text(feature)}\n" for feature in FEATURES),
        _text(FEATURES),
    ],
)
def test_geojson_events_have_properties_and_a_point(city: SmallCity, text: str) -> None:
    assert city.load_text(text, "events.geojson").loaded == 2
    assert city.rows("SELECT source_id, lon, lat, placed_by FROM city.events ORDER BY source_id") == [
        ("1", 0.5, 10.5, "point"),
        ("2", 1.5, 10.5, "point"),
    ]


def test_a_feature_without_a_point_loads_and_is_said_and_its_own_identifier_counts(city: SmallCity) -> None:
    line = {"type": "LineString", "coordinates": [[0, 10], [1, 10]]}
    features = [
        {"type": "Feature", "id": 7, "properties": {"open_dt": "2024-03-05"}, "geometry": line},
        {"type": "Feature", "id": 8, "properties": {"open_dt": "2024-03-05"}, "geometry": None},
        {"type": "Feature", "id": 9, "properties": {"open_dt": "2024-03-05"}, "geometry": FEATURES[0]["geometry"]},
    ]
    summary = city.load_text("\n".join(map(_text, [*features, {"x": 1}])), "events.geojsonl")
    assert (summary.loaded, summary.refused) == (3, 1)
    assert "2 of 3 features are no points and have no coordinates here." in summary.warnings
    assert city.case("9", "lon, line") == (0.5, 3)


def test_long_numbers_stay_exact_in_a_document(city: SmallCity) -> None:
    text = '[{"id": 12345678901234567890123, "open_dt": "2024-03-05"},\n{"id": 2.50, "open_dt": "2024-03-05"}]'
    city.load_text(text, "numbers.json")
    assert city.rows("SELECT source_id FROM city.events ORDER BY 1") == [("12345678901234567890123",), ("2.5",)]


def test_of_a_key_that_occurs_twice_the_last_value_counts_as_in_a_delivery(city: SmallCity) -> None:
    row = '{"source_id":"%d","reported_at":"2024-03-01T08:00:00Z","category1":"FIRST"%s}'
    city.load_text("\n".join([row % (1, ',"category1":"LAST"'), row % (2, "")]), "twice.jsonl")
    city.load_text("[" + row % (3, ',"category1":"LAST"') + "]", "array.json")
    assert [city.case(n, "category1") for n in "123"] == [("LAST",), ("FIRST",), ("LAST",)]


@pytest.mark.parametrize(
    ("objects", "piece_bytes"), [(200, 4_000), (3_000, 100 << 20), pytest.param(3_000, 4_000, marks=pytest.mark.soak)]
)
def test_a_document_of_many_objects_is_read_in_pieces(city: SmallCity, objects: int, piece_bytes: int) -> None:
    said = [{"id": n, "open_dt": "2024-03-05", "text": "long " * 90} for n in range(objects)]
    text = _text({"cases": said}, indent=1)
    assert len(text) > min(10 * piece_bytes, 1 << 20)
    assert city.load_text(text, "many.json", limits=Limits(piece_bytes=piece_bytes)).loaded == objects


WIDE = _text({"columns": [f"c{place}" for place in range(4_097)], "data": [[0] * 4_097]})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"id": 1, "open_dt": "2024-03-05"},\n{"id": 2', "the JSON text is broken or cut off at line 2"),
        ('[{"id": 1, "open_dt": "2024-03-05"},\n{"id" 2}]', "broken or cut off at line 2"),
        ('[{"id": 1, "open_dt": "2024-03-05"},]', "broken or cut off at line 1"),
        ("[1, 2, 3]", "holds no list of JSON objects"),
        ("[]", "holds no list of JSON objects"),
        ("[" * 100_000, "nested too deep"),
        ('{"a": ' * 100_000, "nested too deep"),
        (_text({"id": {"0": 1, "1": 2}, "open_dt": {"0": "2024-03-05", "1": "2024-03-06"}}), 'orient="records"'),
        (_text({"columns": ["a", "b", "c"], "data": [[1, 2], [3, 4]]}), "its rows are lists of 2 values"),
        (WIDE, "has 4,097 columns; the limit is 4,096"),
        (_text({"new": REQUESTS, "old": REQUESTS}), "several of its lists may hold the cases (new, old)"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a><b><c>&b;</c></b></a>', "document type"),
        ("<a><b><c>1</c>", "the XML is broken or cut off at line 1"),
        ("<a></a>", "holds no elements with values"),
        ("<a>" * 50 + "</a>" * 50, "nested more than 32 deep"),
        ("<a><b><c>" + "x" * 9_000 + "</c></b></a>", "longer than the limit"),
        ("\n<TABLE border=1><tr><td>id</td></tr></table>", "is a web page"),
        ("<!DOCTYPE html><html></html>", "is a web page"),
        ("<html><body><p>Not found</p></body></html>", "is a web page"),
    ],
)
def test_a_document_that_is_broken_or_holds_no_cases_is_refused(city: SmallCity, text: str, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        city.load_text(text, "broken.json", limits=Limits(line_bytes=5_000))
    assert sentence in str(refusal.value)
    assert city.landing() == []


def test_an_element_written_by_its_attributes_is_a_row(city: SmallCity) -> None:
    city.load_text('<cases><case id="1" open_dt="2024-03-05"/><case id="2" open_dt="2024-03-06"/></cases>', "a.xml")
    assert city.count() == 2


def _zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


CSV = "id,open_dt\n1,2024-03-05\n"


def test_the_only_table_of_an_archive_is_read_whatever_lies_beside_it(city: SmallCity) -> None:
    summary = city.load_text(_zipped(readme_txt="about", data__cases_csv=CSV, licence_pdf="x"), "two.zip")
    assert summary.loaded == 1
    assert "Of the archive, data/cases.csv was read." in summary.warnings
    assert city.load_text(_zipped(cases_txt=CSV.replace("1,", "2,")), "one.zip").loaded == 1
    assert len(city.landing()) == 4


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_zipped(a_csv=CSV, b_csv=CSV), "holds 2 files that may be tables (a.csv, b.csv)"),
        (_zipped(a_txt=CSV, b_txt=CSV), "holds 2 files, none a table"),
        (_zipped(readme_txt="x", inner_csv=_zipped(a_csv=CSV)), "holds another archive"),
    ],
)
def test_an_archive_of_no_one_table_is_refused(city: SmallCity, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        city.load_text(content, "many.zip")
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("shape", ["{}\n{}\n{}\n{}\n", "[{},\n{},{},{}]"])
def test_halves_of_pairs_are_no_characters(city: SmallCity, shape: str) -> None:
    """As in a delivery by POST: a case number that holds one is refused for that, a title is kept, a pair is whole."""
    row = '{{"source_id":"{}","open_dt":"2024-07-01","title":"{}"}}'
    told = [
        ("A\\ud800", "a"),
        ("A\\uDC00", "b"),
        ("good", "x \\ud83d y \\ud83d\\ude00 \\\\ud800"),
        ("\\ud83d\\ude00", "c"),
    ]
    summary = city.load_text(shape.format(*(row.format(*one) for one in told)), "rows.json")
    assert [reason for reason in summary.reasons if "half of a pair" in reason]
    assert (summary.loaded, summary.refused) == (2, 2)
    assert city.case("good", "title") == ("x \ufffd y \U0001f600 \\ud800",)
    assert city.case("\U0001f600", "title") == ("c",)
