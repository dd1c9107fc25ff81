"""A city of two districts with two streets each, and six cases of July 2011: small enough to count by hand."""

import json
from pathlib import Path

HEADER = "case_enquiry_id,open_dt,target_dt,closed_dt,case_status,type,neighborhood,latitude,longitude,source"
ROWS = (
    "1,2011-07-01 09:00:00,2011-07-03 09:00:00,2011-07-02 09:00:00,Closed,Graffiti,,42.05,-71.05,Call",
    "2,2011-07-01 10:00:00,2011-07-02 10:00:00,2011-07-04 10:00:00,Closed,Graffiti,,42.05,-71.15,Call",
    "3,2011-07-02 11:00:00,2011-07-09 11:00:00,,Open,=SUM(A1),,42.15,-71.15,App",
    "4,2011-07-03 12:00:00,2011-07-04 12:00:00,,Open,Pothole,,42.15,-71.05,App",
    "5,2011-07-03 13:00:00,2011-07-13 13:00:00,2011-07-10 13:00:00,Closed,Pothole,,,,App",
    "6,2011-07-31 23:30:00,2011-08-02 13:00:00,2011-08-01 00:30:00,Closed,Pothole,,42.05,-71.05,App",
)


def square(west: float, south: float, width: float, height: float) -> dict[str, object]:
    east, north = west + width, south + height
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(areas: dict[str, dict[str, object]]) -> str:
    features = [
        {"type": "Feature", "properties": {"code": code, "name": f"{code} side"}, "geometry": outline}
        for code, outline in areas.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def write_areas(folder: Path) -> list[str]:
    """Two boundary files; gives the --areas options."""
    districts = {"W": square(-71.2, 42.0, 0.1, 0.2), "E": square(-71.1, 42.0, 0.1, 0.2)}
    streets = {
        f"{side}{part}": square(west, south, 0.1, 0.1)
        for side, west in (("W", -71.2), ("E", -71.1))
        for part, south in ((1, 42.0), (2, 42.1))
    }
    options = []
    for level, areas in (("district", districts), ("street", streets)):
        file = folder / f"{level}.geojson"
        file.write_text(collection(areas), encoding="utf-8")
        options += ["--areas", f"{level}={file}"]
    return options


def write_cases(file: Path, *rows: str) -> Path:
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return file
