"""Personal columns and refused files that are kept sealed: read only with a key that lies outside the city's folder."""

import csv
import os
from pathlib import Path

import pytest

from geodata.city.profile import SourceProfile
from queries.errors import SealRefused
from queries.intake.refused_file import keep_refused
from queries.landing.folder import ROWS, all_landed
from queries.loading.inputs.unsealing import unseal
from queries.privacy.sealing import Seal, seal_of
from queries.recovery.rebuild import rebuild
from tests.cities.stored_bytes import found_in
from tests.queries.loading.conftest import SmallCity, open_small_city

TEXT = "id,open_dt,phone,note\n1,2024-03-01,canary-one,a\n2,bad,canary-two,b\nbroken,canary-three\n3,2024-03-02,,c\n"
CANARIES = ("canary-one", "canary-two", "canary-three")


def sealing_city(folder: Path) -> SmallCity:
    city = open_small_city(folder, cases=SourceProfile(), cars=SourceProfile(kind="units"))
    city.context.replace_profile(city.profile.model_copy(update={"personal_columns": "sealed"}))
    return city


def test_sealed_columns_are_read_with_the_key_and_not_without(tmp_path: Path) -> None:
    city = sealing_city(tmp_path)
    assert city.load_text(TEXT).refused == 2
    before = city.versions()
    assert city.load_text(TEXT).duplicate == 2
    assert len(rebuild(city.context)) == 1
    assert city.versions() == before
    folder = city.store.folder
    [landed] = all_landed(folder)
    city.store.close()
    assert landed.kind == ROWS
    assert found_in(folder, CANARIES) == []
    unseal(folder, landed.path(folder), tmp_path / "whole.csv")
    with (tmp_path / "whole.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["id"], row["phone"], row["note"], row["refused text"]) for row in rows] == [
        ("2", "1", "canary-one", "a", ""),
        ("3", "2", "canary-two", "b", ""),
        ("4", "", "", "", "broken,canary-three"),
        ("5", "3", "", "c", ""),
    ]
    key = tmp_path / "keys" / "city.key"
    assert [path.stat().st_mode & 0o777 for path in (key, tmp_path / "whole.csv")] == [0o600, 0o600]
    key.rename(tmp_path / "elsewhere.key")
    with pytest.raises(SealRefused, match="There is no key"):
        unseal(folder, landed.path(folder), tmp_path / "again.csv")
    assert not (tmp_path / "again.csv").exists()


def test_columns_that_were_left_out_cannot_be_opened(city: SmallCity) -> None:
    city.load_text(TEXT)
    [landed] = all_landed(city.store.folder)
    with pytest.raises(SealRefused, match="were left out"):
        unseal(city.store.folder, landed.path(city.store.folder), city.folder / "out.csv")
    assert not (city.folder / "keys").exists()


@pytest.mark.parametrize(
    ("text", "is_sealed"),
    [("picture,of\n1,2\n", False), ("phone,of\ncanary-one,2\n", True), ("a,13912345670\nb,canary-one\n", True),
     ("", True), ('{"phone": "canary-one"', True)],
)  # fmt: skip
@pytest.mark.parametrize("source", ["cases", "cars"])
def test_a_refused_file_is_sealed_unless_its_columns_are_known_and_none_is_personal(
    tmp_path: Path, text: str, source: str, is_sealed: bool
) -> None:
    city = sealing_city(tmp_path)
    path, target = city.store.folder / "dropped.csv", city.store.folder / "refused.csv"
    path.write_text(text)
    kept = keep_refused(city.context, path, target, source)
    city.store.close()
    assert not path.exists()
    assert found_in(city.store.folder, CANARIES) == []
    assert (kept != target) == is_sealed
    if is_sealed:
        unseal(city.store.folder, kept, tmp_path / "out.csv")
        assert (tmp_path / "out.csv").read_text() == text
    else:
        assert kept.read_text() == text


def test_a_sealed_file_of_several_blocks_is_whole_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.privacy.sealing._BLOCK", 1000)
    content = os.urandom(2500)
    (tmp_path / "plain").write_bytes(content)
    seal = Seal(tmp_path / "key")
    seal.seal_file(tmp_path / "plain", tmp_path / "sealed")
    sealed = (tmp_path / "sealed").read_bytes()

    def opened(data: bytes, by: Seal = seal) -> bytes:
        (tmp_path / "tried").write_bytes(data)
        with (tmp_path / "out").open("w+b") as out:
            by.open_file(tmp_path / "tried", out)
            out.seek(0)
            return out.read()

    assert opened(sealed) == content
    block = (len(sealed) - 16 - 3 * 5 - 2500) // 3 + 1000 + 5
    first, second, rest = sealed[16 : 16 + block], sealed[16 + block : 16 + 2 * block], sealed[16 + 2 * block :]
    for changed in (sealed[:-1], sealed[:-600], sealed[:16] + second + first + rest, sealed[:16] + first + rest,
                    sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:], sealed[:16], b"another file"):  # fmt: skip
        with pytest.raises(SealRefused):
            opened(changed)
    Seal(tmp_path / "other").seal(b"", b"")
    with pytest.raises(SealRefused, match="another key"):
        opened(sealed, Seal(tmp_path / "other"))


def test_the_key_never_lies_in_the_folder_that_it_seals(tmp_path: Path) -> None:
    with pytest.raises(SealRefused, match="must not lie"):
        seal_of(tmp_path, str(tmp_path / "here.key"))
    (tmp_path / "short").write_bytes(b"x")
    with pytest.raises(SealRefused, match="64 bytes"):
        Seal(tmp_path / "short").seal(b"", b"")


def test_a_text_without_its_own_person_is_sealed_as_it_came(tmp_path: Path) -> None:
    city = sealing_city(tmp_path)
    city.load_text("id,open_dt,name,caller_name,description\n1,2024-03-01,,Ann Canary,Ann Canary hears a leak\n")
    assert city.rows("SELECT text FROM city.events") == [("*** hears a leak",)]
    folder = city.store.folder
    [landed] = all_landed(folder)
    city.store.close()
    assert found_in(folder, ("Ann Canary",)) == []
    unseal(folder, landed.path(folder), tmp_path / "whole.csv")
    assert "Ann Canary hears a leak" in (tmp_path / "whole.csv").read_text(encoding="utf-8")
