"""Neckarfurt, Europe: outlines and cases in metres (EPSG:25832), the cases in cp1252 with decimal commas, day first, a
title, a header of two rows, a row of totals, in a zip beside a readme; a second delivery brings newer, older and equal
rows."""

import io
import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from tests.acceptance.three_cities.counting import Counted

ZONE = "Europe/Berlin"
METRES = 25832
WEST, SOUTH, SIDE = 512_000, 5_400_000, 1_500
QUARTERS = ("Ost Mühle", "Süßen", "Höfe", "Weißenbach", "Am Köhlerrain", "Altstadt")
ROWS = 280
TITLE = ("Stadt Neckarfurt – Mängelmelder", "Stand: 31.12.2024")
UPPER = ("Meldung", "", "Kategorie", "Meldeweg", "Bearbeitungsstatus", "Termine", "", "", "Lage", "", "")
LOWER = ("Nummer", "Eingangsdatum", "", "", "", "Frist", "Erledigt am", "Aktualisiert am", "Stadtteil", "Rechtswert",
         "Hochwert")  # fmt: skip
STATUS = {"Offen": "open", "In Bearbeitung": "open", "Erledigt": "closed", "Abgelehnt": "voided"}
CHANNEL = {"Telefon": "hotline", "E-Mail": "email", "App": "app", "Webformular": "online_express",
           "Persönlich": "counter"}  # fmt: skip
CATEGORIES = ("Müll", "Straßenschäden", "Grünflächen", "Lärm")
WRITTEN = "%d.%m.%Y %H:%M"


def write_quarters(folder: Path) -> Path:
    """A GeoPackage in metres."""
    boxes = [
        shapely.box(WEST + i % 3 * SIDE, SOUTH + i // 3 * SIDE, WEST + (i % 3 + 1) * SIDE, SOUTH + (i // 3 + 1) * SIDE)
        for i in range(len(QUARTERS))
    ]
    frame = {"ST_NR": [f"{i + 1:02}" for i in range(len(QUARTERS))], "STADTTEIL": list(QUARTERS)}
    file = folder / "stadtteile.gpkg"
    geopandas.GeoDataFrame(frame, geometry=boxes, crs=METRES).to_file(file, driver="GPKG")
    return file


def write_cases(folder: Path) -> list[Path]:
    """Two deliveries; the second is to be loaded later."""
    random = np.random.default_rng(25832)
    first = _first(random)
    touched = first.sample(60, random_state=3)
    newer = touched[:30].assign(Bearbeitungsstatus="Erledigt")
    received = pd.to_datetime(newer["Aktualisiert am"], format=WRITTEN)
    newer["Erledigt am"] = (received + pd.Timedelta(hours=30)).dt.strftime(WRITTEN)
    newer["Aktualisiert am"] = (received + pd.Timedelta(hours=31)).dt.strftime(WRITTEN)
    older = touched[30:45].assign(Bearbeitungsstatus="Abgelehnt")
    older["Aktualisiert am"] = (
        pd.to_datetime(older["Aktualisiert am"], format=WRITTEN) - pd.Timedelta(minutes=5)
    ).dt.strftime(WRITTEN)
    second = pd.concat([newer, older, touched[45:]]).sample(frac=1, random_state=4)
    return [_zipped(folder / f"meldungen_{n}.zip", rows) for n, rows in enumerate((first, second), start=1)]


def counted(quarters: Path, deliveries: list[Path]) -> Counted:
    """From the files themselves, by pandas and geopandas."""
    cases = pd.concat([_read(file) for file in deliveries])
    updated = pd.to_datetime(cases["Aktualisiert am"], format=WRITTEN)
    cases = cases.iloc[np.argsort(updated.to_numpy(), kind="stable")].drop_duplicates("Nummer", keep="last")
    cases = cases.reset_index(drop=True)
    metres = [pd.to_numeric(cases[name].str.replace(",", ".")) for name in ("Rechtswert", "Hochwert")]
    points = geopandas.GeoDataFrame(cases[[]], geometry=geopandas.points_from_xy(*metres), crs=METRES)
    areas = geopandas.read_file(quarters)
    inside = geopandas.sjoin(points, areas, how="left", predicate="within").ST_NR
    named = cases.Stadtteil.map(dict(zip(areas.STADTTEIL, areas.ST_NR, strict=True)))
    return Counted(
        pd.DataFrame({
            "reported": _instants(cases.Eingangsdatum),
            "closed": _instants(cases["Erledigt am"].where(cases["Erledigt am"] != "-")),
            "due": _instants(cases.Frist.where(cases.Frist != "")),
            "status": cases.Bearbeitungsstatus.map(STATUS),
            "channel": cases.Meldeweg.map(CHANNEL),
            "category": cases.Kategorie,
            "area": inside.fillna(named),
        }),
        ZONE,
    )  # fmt: skip


def _first(random: np.random.Generator) -> pd.DataFrame:
    local = pd.Timestamp("2024-03-20") + pd.to_timedelta(random.integers(0, 260 * 1440, ROWS), unit="min")
    local = local.where(~local.hour.isin([2]), local + pd.Timedelta(hours=2))  # an hour that may not exist, or twice
    status = random.choice(list(STATUS), ROWS, p=[0.2, 0.15, 0.6, 0.05])
    closed = local + pd.to_timedelta(random.integers(300, 40_000, ROWS) // 60 * 60, unit="min")
    closed = closed.where(closed.hour != 2, closed + pd.Timedelta(hours=2))
    x = WEST + 10 + random.random(ROWS) * (3 * SIDE - 20)
    y = SOUTH + 10 + random.random(ROWS) * (2 * SIDE - 20)
    no_point = random.random(ROWS) < 0.1
    return pd.DataFrame({
        "Nummer": [f"NF-{n:05}" for n in random.permutation(ROWS)],
        "Eingangsdatum": local.strftime(WRITTEN),
        "Kategorie": random.choice(CATEGORIES, ROWS),
        "Meldeweg": random.choice(list(CHANNEL), ROWS),
        "Bearbeitungsstatus": status,
        "Frist": np.where(random.random(ROWS) < 0.3, "", (local + pd.Timedelta(days=14)).strftime("%d.%m.%Y 18:00")),
        "Erledigt am": np.where((status == "Erledigt") & (random.random(ROWS) < 0.97), closed.strftime(WRITTEN), "-"),
        "Aktualisiert am": (closed + pd.Timedelta(hours=3)).strftime(WRITTEN),
        "Stadtteil": np.where(random.random(ROWS) < 0.3, "", random.choice(QUARTERS, ROWS)),
        "Rechtswert": np.where(no_point, "", [f"{one:.2f}".replace(".", ",") for one in x]),
        "Hochwert": np.where(no_point, "", [f"{one:.2f}".replace(".", ",") for one in y]),
    })  # fmt: skip


def _zipped(file: Path, rows: pd.DataFrame) -> Path:
    lines = [*TITLE, ";".join(UPPER), ";".join(LOWER)]
    lines += [";".join(row) for row in rows[[low or up for low, up in zip(LOWER, UPPER, strict=True)]].to_numpy()]
    lines.append(f"Summe;{len(rows)};;;;;;;;;")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("LIESMICH.txt", "Hinweise zur Datei\n".encode("cp1252"))
        archive.writestr("daten/meldungen.csv", ("\r\n".join(lines) + "\r\n").encode("cp1252"))
    return file


def _read(file: Path) -> pd.DataFrame:
    text = zipfile.ZipFile(file).read("daten/meldungen.csv")
    frame = pd.read_csv(
        io.BytesIO(text), encoding="cp1252", sep=";", skiprows=4, header=None, dtype=str, keep_default_na=False,
        names=[low or up for low, up in zip(LOWER, UPPER, strict=True)],
    )  # fmt: skip
    return frame[frame.Nummer != "Summe"]


def _instants(column: pd.Series) -> pd.Series:
    local: pd.Series = pd.to_datetime(column, format=WRITTEN)
    zoned: pd.Series = local.dt.tz_localize(ZONE)
    return zoned
