"""Texts that are not UTF-8 are read in the encoding in which they are plausible, or as somebody says."""

import io
from pathlib import Path

import pytest

from queries.conversion.mapping_suggestion import suggest_mapping
from queries.errors import FileRefused, MappingRefused
from queries.reading.encodings.detection import detected, wide_encoding
from tests.queries.loading.conftest import SmallCity

GERMAN = "case_id;created_date;closed_date;complaint_type;neighborhood\n1;2024-03-01 08:00;;Wilder Müll, Öl;Ost Mühle\n"
FRENCH = "case_id,created_date,complaint_type\n1,2024-03-01,Déchets à l’Hôtel de ville — éclairage\n"
SPANISH = "case_id,created_date,complaint_type\n1,2024-03-01,Señal caída en el año\n"
SIMPLIFIED = "工单编号,上报时间,问题描述\n1,2024-03-01 08:00,嵩山路“路灯”不亮\n"
TRADITIONAL = "case_id,created_date,complaint_type\n1,2024-03-01,案件編號：路燈不亮，違規停車\n"
JAPANESE = "case_id,created_date,complaint_type\n1,2024-03-01,道路の穴、街灯が切れている\n"
RUSSIAN = "case_id,created_date,complaint_type\n1,2024-03-01,Не горит фонарь на улице Ленина\n"
KOREAN = "case_id,created_date,complaint_type\n1,2024-03-01,가로등 고장 신고 접수일시\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (GERMAN, "latin-1", "CP1252"),
        (FRENCH, "cp1252", "CP1252"),
        (SPANISH, "latin-1", "CP1252"),
        (SIMPLIFIED, "gbk", "GB18030"),
        (SIMPLIFIED, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "BIG5"),
        (JAPANESE, "shift_jis", "CP932"),
        (JAPANESE, "euc_jp", "EUC_JP"),
        (KOREAN, "cp949", "CP949"),
        (RUSSIAN, "cp1251", "CP1251"),
        (RUSSIAN, "koi8_r", "KOI8_R"),
        (GERMAN, "utf-16", "UTF-16-LE"),
        (SIMPLIFIED, "utf-16-le", "UTF-16-LE"),
        (SIMPLIFIED, "utf-16-be", "UTF-16-BE"),
        (JAPANESE, "utf-32", "UTF-32-LE"),
    ],
)
def test_the_encoding_is_found_and_said_with_a_word(city: SmallCity, text: str, encoding: str, name: str) -> None:
    summary = city.load_text(text.encode(encoding))
    assert (summary.read, summary.loaded) == (1, 1)
    [said] = [warning for warning in summary.warnings if "not as UTF-8" in warning]
    assert said.startswith(f"The text was read as {name}, not as UTF-8, for example ")
    [(title, category)] = city.rows("SELECT text, category1 FROM city.events")
    assert (category or title) in text


@pytest.mark.parametrize("word", ["Müll", "Öl", "Straße", "café", "año", "Größe", "São João", "50 € Strafe", "naïve"])
def test_one_word_of_a_latin_text_is_enough(word: str) -> None:
    assert detected(f"1;2024-03-01 08:00;{word}".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("word", ["路灯", "井盖", "区", "办结", "鑫源社区", "翟庄", "馨园", "“松动”"])
def test_one_word_of_a_chinese_text_is_enough(word: str) -> None:
    assert detected(f"1;2024-03-01 08:00;{word}".encode("gb18030")) == "gb18030"


def test_ascii_is_never_taken_for_a_wide_encoding() -> None:
    assert wide_encoding(b"id,open_dt\n1,2024\n") is None
    assert wide_encoding(b"id\0,open_dt\n") is None
    assert wide_encoding(b"") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GERMAN.encode() + b"2;2024-03-01;;\xff;\n", "line 3 is broken UTF-8"),
        (GERMAN.encode()[:-3].replace(b"\xbc", b"\xbc\xbc", 1) + b"\n", "line 2 is broken UTF-8"),
        (b"id,open_dt\n1,\xff\xff\xff\n", "line 2 is not UTF-8, nor in an encoding that can be told"),
        (SIMPLIFIED.encode("gb18030") * 9 + b"2,2024-03-01,\xb7\n", "is no GB18030 text"),
    ],
)
def test_text_in_no_one_encoding_is_refused(city: SmallCity, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        city.load_text(content)
    assert sentence in str(refusal.value)


def test_an_encoding_that_is_named_is_taken_by_option_or_mapping(city: SmallCity, tmp_path: Path) -> None:
    polish = "case_id,created_date,complaint_type\n1,2024-03-01,Łódź śmieci\n".encode("cp1250")
    summary = city.load_text(polish, form={"encoding": "cp1250"})
    assert city.case("1", "category1") == ("Łódź śmieci",)
    assert not any("UTF-8" in warning for warning in summary.warnings)
    (tmp_path / "mapping.toml").write_text('encoding = "cp1250"\n')
    assert city.load_text(polish.replace(b"1,2", b"2,2"), mapping=tmp_path / "mapping.toml").loaded == 1
    assert city.case("2", "category1") == ("Łódź śmieci",)
    with pytest.raises(FileRefused, match="line 3 is no utf-8 text"):
        city.load_text(b"id,open_dt\n1,2024-03-01\n2,\xb3\n", form={"encoding": "utf-8"})
    with pytest.raises(MappingRefused, match="encoding 'klingon' is not known"):
        city.load_text(polish, form={"encoding": "klingon"})
    assert 'encoding = "cp1250"' in suggest_mapping(tmp_path / "cases.csv", {"encoding": "cp1250"})


def test_an_xml_document_is_in_the_encoding_that_it_says(city: SmallCity) -> None:
    out = io.StringIO('<?xml version="1.0" encoding="ISO-8859-2"?>\n<r><c><id>1</id><open_dt>2024-03-01</open_dt>')
    city.load_text((out.getvalue() + "<subject>Łódź</subject></c></r>").encode("iso8859_2"), "cases.xml")
    assert city.case("1", "category1") == ("Łódź",)
