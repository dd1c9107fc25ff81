"""Port Amity, America: a workbook whose second sheet holds the requests below a title, without case numbers, a point in
one column, month before day in one column and day before month in another, rows that occur twice; wards as KML."""

from pathlib import Path

import geopandas
import numpy as np
import openpyxl
import pandas as pd
import shapely

from tests.acceptance.three_cities.counting import Counted

ZONE = "America/New_York"
WEST, SOUTH, SIDE = -70.90, 42.50, 0.01
WARDS = ("Harbor", "Lighthouse", "Mill Pond", "Ferry Hill")
ROWS = 240
COLUMNS = ("Request Type", "Opened", "Closed Date", "Due Date", "Status", "Source", "Ward", "Location 1")
STATUS = {"Open": "open", "In Progress": "open", "Closed": "closed", "Closed (Duplicate)": "voided"}
CHANNEL = {"Phone": "hotline", "Mobile App": "app", "Email": "email", "Walk-In": "counter", "Web": "online_express"}
CATEGORIES = ("Pothole", "Street Light Out", "Missed Pickup", "Graffiti")
OPENED, CLOSED = "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M"


def write_wards(folder: Path) -> Path:
    boxes = [shapely.box(WEST + i * SIDE, SOUTH, WEST + (i + 1) * SIDE, SOUTH + 2 * SIDE) for i in range(len(WARDS))]
    file = folder / "wards.kml"
    geopandas.GeoDataFrame({"Name": list(WARDS)}, geometry=boxes, crs=4326).to_file(file, driver="KML")
    return file


def write_cases(folder: Path) -> list[Path]:
    book = openpyxl.Workbook()
    book.active.title = "About"  # type: ignore[union-attr]
    book["About"].append(["Requests of Port Amity"])
    book["About"].append(["Made up."])
    sheet = book.create_sheet("Requests")
    sheet.append(["Service requests, all wards"])
    sheet.append([])
    sheet.append(list(COLUMNS))
    for row in _rows(np.random.default_rng(1775)).to_numpy().tolist():
        sheet.append([cell or None for cell in row])
    file = folder / "requests_2024.xlsx"
    book.save(file)
    return [file]


def counted(wards: Path, deliveries: list[Path]) -> Counted:
    """From the files themselves, by pandas and geopandas."""
    cases = pd.concat(
        [pd.read_excel(file, "Requests", skiprows=2, dtype=str, engine="openpyxl") for file in deliveries]
    )
    cases = cases.drop_duplicates().reset_index(drop=True)
    outlines = geopandas.read_file(wards)
    outlines = outlines.assign(id=outlines.Name.str.lower().str.replace(" ", "-"))
    points = geopandas.GeoDataFrame(
        cases[[]], geometry=geopandas.GeoSeries.from_wkt(cases["Location 1"].where(cases["Location 1"].notna())),
        crs=4326,
    )  # fmt: skip
    inside = geopandas.sjoin(points, outlines[["id", "geometry"]], how="left", predicate="within").id
    return Counted(
        pd.DataFrame({
            "reported": _instants(cases.Opened, OPENED),
            "closed": _instants(cases["Closed Date"], CLOSED),
            "due": _instants(cases["Due Date"], OPENED),
            "status": cases.Status.map(STATUS),
            "channel": cases.Source.map(CHANNEL),
            "category": cases["Request Type"],
            "area": inside.fillna(cases.Ward.map(outlines.set_index("Name").id)),
        }),
        ZONE,
    )  # fmt: skip


def _rows(random: np.random.Generator) -> pd.DataFrame:
    local = pd.Timestamp("2024-02-20") + pd.to_timedelta(random.integers(0, 280 * 86_400, ROWS), unit="s")
    local = local.where(~local.hour.isin([1, 2]), local + pd.Timedelta(hours=3))  # hours that may be missing or twice
    status = random.choice(list(STATUS), ROWS, p=[0.2, 0.1, 0.63, 0.07])
    closed = (local + pd.to_timedelta(random.integers(60, 30_000, ROWS), unit="min")).floor("min")
    closed = closed.where(~closed.hour.isin([1, 2]), closed + pd.Timedelta(hours=3))
    x = WEST + 0.0003 + random.random(ROWS) * (4 * SIDE - 0.0006)
    y = SOUTH + 0.0003 + random.random(ROWS) * (2 * SIDE - 0.0006)
    points = [f"POINT ({one:.6f} {other:.6f})" for one, other in zip(x, y, strict=True)]
    rows = pd.DataFrame({
        "Request Type": random.choice(CATEGORIES, ROWS),
        "Opened": local.strftime(OPENED),
        "Closed Date": np.where(status == "Closed", closed.strftime(CLOSED), "N/A"),
        "Due Date": (local + pd.Timedelta(days=7)).strftime(OPENED),
        "Status": status,
        "Source": random.choice(list(CHANNEL), ROWS),
        "Ward": random.choice([*WARDS, "Out of town"], ROWS),
        "Location 1": np.where(random.random(ROWS) < 0.15, "", points),
    })  # fmt: skip
    return pd.concat([rows, rows.sample(12, random_state=9)])


def _instants(column: pd.Series, form: str) -> pd.Series:
    local: pd.Series = pd.to_datetime(column, format=form)
    zoned: pd.Series = local.dt.tz_localize(ZONE)
    return zoned
