"""What sensors measure in special grids, in words and as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from dashboard.words.durations import span_text
from dashboard.words.numbers import decimal, short_decimal, whole
from queries.city import City
from queries.values import GridReadings, Quantity, Question, SensorReading, SpecialReadings, quantities

NAMES = ("area", "special_grid", "as_of", "recorded_as_of", "lang")
MOST_GRIDS = 50


def readings_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """As of a moment (now without one). Raises BadParameter, UnknownArea, OutsideScope and TooSlow."""
    for name in given:
        if name not in NAMES:
            raise wrong_parameter(parsers.printable(name), "unknown", known=", ".join(NAMES))
    zone, scope = city.profile.time_zone, request_scope()
    area = parsers.code("area", given["area"]) if given.get("area") else city.ground.home(scope).code
    as_of, known = (
        parsers.moment(name, given[name], zone) if given.get(name) else None for name in ("as_of", "recorded_as_of")
    )
    codes = _codes(city, given.get("special_grid", ""))
    found = city.fleet.special_readings(Question("", area, as_of=as_of, recorded_as_of=known, scope=scope), codes)
    return {
        "area": area,
        "as_of": found.as_of.astimezone(zone).isoformat(),
        "day": found.day.isoformat(),
        "status": "ok" if found.is_measured else "no_data",
        "notes": notes_of(found, words),
        "quantities": [_quantity(one, words) for one in quantities().values()],
        "grids": [_grid(one, found.as_of, zone, words) for one in found.grids],
        "adrift": found.adrift,
    }


def notes_of(found: SpecialReadings, words: Catalogue) -> list[str]:
    """That nothing is measured, and how many sensors are nowhere."""
    notes = [] if found.is_measured else [words("no_data")]
    return [*notes, words("special_readings.adrift", n=whole(found.adrift))] if found.adrift else notes


def quantity_name(one: Quantity, words: Catalogue) -> str:
    """With its unit, or the ends of its scale."""
    name, unit = words.either(one.zh, one.en), words.either(one.unit_zh, one.unit_en)
    if one.is_scale:
        low, high = words.either(*one.low), words.either(*one.high)
        ends = {"least": f"{short_decimal(one.least, 2)} {low}", "greatest": f"{short_decimal(one.greatest, 2)} {high}"}
        return words("special_readings.scale", name=name, **ends)
    return words("special_readings.of_unit", name=name, unit=unit)


def value_text(one: SensorReading, words: Catalogue) -> str:
    """The value with its unit or the end of its scale; words where nothing ever came."""
    if one.value is None:
        return words("no_data")
    about = one.quantity
    value = decimal(one.value, about.digits)
    unit = f"/ {short_decimal(about.greatest, 2)}" if about.is_scale else words.either(about.unit_zh, about.unit_en)
    return f"{value} {unit}".strip()


def age_text(one: SensorReading, as_of: datetime, words: Catalogue) -> str:
    """How old it is, that it is out of date, and of how many sensors; empty where nothing ever came."""
    if one.measured_at is None:
        return ""
    minutes = max(as_of - one.measured_at, timedelta()) // timedelta(minutes=1)
    span = span_text(timedelta(minutes=minutes), words)
    age = words("special_readings.ago", span=span) if minutes else words("special_readings.just_now")
    said = [words("special_readings.stale", age=age) if one.state == "stale" else age]
    if one.state == "current" and one.current < one.sensors:
        said.append(words("special_readings.sensors", n=one.current, all=one.sensors))
    return " · ".join(said)


def hours_text(one: SensorReading, words: Catalogue) -> str:
    """The means of the hours of the day: 8:00 1,204, 9:00 3,310."""
    means = [(hour, told.mean) for hour, told in enumerate(one.hours) if told]
    told = [f"{hour}:00 {decimal(mean, one.quantity.digits)}" for hour, mean in means]
    return words("special_readings.comma").join(told) or words("no_data")


def _codes(city: City, given: str) -> tuple[str, ...]:
    codes = tuple(filter(None, (one.strip() for one in given.split(","))))
    if len(codes) > MOST_GRIDS:
        raise wrong_parameter("special_grid", "many_conditions", count=len(codes), most=MOST_GRIDS)
    for code in codes:
        if code not in city.ground.special_grids.code:
            raise wrong_parameter("special_grid", "no_value", dimension="special_grid", given=parsers.quoted(code))
    return codes


def _quantity(one: Quantity, words: Catalogue) -> dict[str, Any]:
    return {
        "quantity": one.code,
        "name": words.either(one.zh, one.en),
        "unit": one.unit,
        "unit_name": words.either(one.unit_zh, one.unit_en),
        "scale": [one.least, one.greatest] if one.is_scale else None,
        "current_s": one.current.total_seconds(),
        "together": one.together,
    }


def _grid(one: GridReadings, as_of: datetime, zone: tzinfo, words: Catalogue) -> dict[str, Any]:
    readings = [_reading(reading, as_of, zone, words) for reading in one.readings]
    return {"code": one.code, "name": one.name, "key": one.is_key, "readings": readings}


def _reading(one: SensorReading, as_of: datetime, zone: tzinfo, words: Catalogue) -> dict[str, Any]:
    measured = one.measured_at
    hours = [(hour, told) for hour, told in enumerate(one.hours) if told]
    return {
        "quantity": one.quantity.code,
        "state": one.state,
        "value": one.value,
        "measured_at": measured.astimezone(zone).isoformat() if measured else None,
        "age_s": round(max((as_of - measured).total_seconds(), 0.0), 1) if measured else None,
        "sensors": one.sensors,
        "current_sensors": one.current,
        "said": " · ".join(filter(None, (value_text(one, words), age_text(one, as_of, words)))),
        "hours": [{"hour": hour, "mean": round(told.mean, 3), "sensors": told.sensors} for hour, told in hours],
    }
