"""What is published of Zhengzhou: real borders of 12 districts, codes and names, a centre for each street.

Sources and licences stand in NOTICE. Coordinates are whole micro-degrees (1e-6°) of WGS-84, as floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

DISTRICTS, STREETS, COMMUNITIES, GRIDS, MICRO_GRIDS = 16, 214, 3_505, 19_787, 107_158
"""Published counts (2024-09)."""

CITY_CODE, CITY_NAME = "410100000000", "郑州市"
MICRO = 1e6

EAST_NEW_DISTRICT = "郑东新区"
EAST_NEW_DISTRICT_CODE = "410191000000"
"""郑东新区 spans three statistical districts and has no statistical code; this one is stated by the project."""

SHORT_NAMES = {
    "郑州经济技术开发区": "郑州经开区",
    "郑州高新技术产业开发区": "郑州高新区",
    "郑州航空港经济综合实验区": "郑州航空港区",
}
"""Everyday names of the zones, by their official ones."""

_KINDS = {
    "村民委员会": "村",
    "村委会": "村",
    "社区居民居委会": "社区",
    "社区居民管理委员会": "社区",
    "社区居民委员会": "社区",
    "社区管理委员会": "社区",
    "社区委员会": "社区",
    "居民委员会": "社区",
    "居委会": "社区",
}
_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, eq=False)
class Published:
    """`hosts`: outline by code prefix (6 digits) of the 12 real districts; `districts`: code by name of the 16.

    `streets`: code, name, district (name), host (prefix), x, y (micro-degrees) in code order.
    `communities`: code, name, street (code), urban (bool) in code order.
    """

    hosts: dict[str, shapely.Geometry]
    districts: dict[str, str]
    streets: pd.DataFrame
    communities: pd.DataFrame


def read_published() -> Published:
    """The published data, read from the three files of the data folder."""
    outlines = geopandas.read_file(_DATA / "zhengzhou_districts.geojson")
    whole = shapely.transform(outlines.geometry.to_numpy(), lambda degrees: np.rint(degrees * MICRO))
    codes = pd.read_csv(_DATA / "zhengzhou_codes_2023.csv", dtype=str)
    centres = pd.read_csv(_DATA / "zhengzhou_street_centres.csv", dtype={"code": str, "host_district": str})
    named = codes[codes["level"] == "district"]
    districts = {SHORT_NAMES.get(name, name): code for name, code in zip(named["name"], named["code"], strict=True)}
    streets = pd.DataFrame(
        {
            "code": centres["code"],
            "name": centres["name"],
            "district": centres["governance_district"],
            "host": centres["host_district"],
            "x": np.rint(centres["lon"] * MICRO),
            "y": np.rint(centres["lat"] * MICRO),
        }
    )
    communities = codes[codes["level"] == "community"].sort_values("code")
    return Published(
        hosts=dict(zip(outlines["adcode"], whole, strict=True)),
        districts=districts | {EAST_NEW_DISTRICT: EAST_NEW_DISTRICT_CODE},
        streets=streets.sort_values("code", ignore_index=True),
        communities=pd.DataFrame(
            {
                "code": communities["code"],
                "name": communities["name"].map(_short),
                "street": communities["parent"],
                "urban": _is_urban(communities["code"]),
            }
        ).reset_index(drop=True),
    )


def _short(name: str) -> str:
    """An area's everyday name: 林山寨村民委员会 is 林山寨村, 绿东村社区居民委员会 is 绿东村社区."""
    for ending, kind in _KINDS.items():
        if name.endswith(ending):
            return name.removesuffix(ending).removesuffix(kind) + kind
    return name


def _is_urban(codes: pd.Series) -> NDArray[np.bool_]:
    """Statistical codes number residents' committees 001-199 within a street, villagers' committees from 200."""
    return (codes.str[-3:].astype(int) < 200).to_numpy()
