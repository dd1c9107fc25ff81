"""Rows of a file → cases in canonical columns, typed, with the rows that cannot be cases refused by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.coordinates.epsg import stated_system
from geodata.coordinates.systems import CoordinateSystem, is_declared
from geodata.sentence import Sentence
from queries.calendar.working_time import WorkingCalendar
from queries.calendar.zones import MISSING, Instants, Zone
from queries.conversion import typed_columns
from queries.conversion.canonical import (
    BOOLEANS,
    DECIMALS,
    INTEGERS,
    LIMITS,
    PERSON,
    POINT,
    RAW_WORDS,
    SCORES,
    TEXTS,
    TIMES,
    VERSION,
    WORDS,
)
from queries.conversion.case_numbers import looks_like_number, numbers_of_rows
from queries.conversion.column_names import Mapping
from queries.conversion.converted.converted_cases import ConvertedCases
from queries.conversion.converted.refused_rows import UnreadCells, refused_rows
from queries.conversion.converted.tally import Tally
from queries.conversion.limits import default_starts, ends_of, limit_length
from queries.conversion.times import Formats, Reading, Times, begin_reading, begin_readings
from queries.conversion.writings.combined_points import (
    CombinedPoints,
    Extent,
    may_hold_points,
    read_points,
    without_points,
)
from queries.conversion.writings.date_orders import LatestYears, Told
from queries.conversion.writings.day_orders import DayOrders
from queries.conversion.writings.empty_values import says_empty
from queries.conversion.writings.flag_columns import flag_codes
from queries.conversion.writings.placeholder_days import placeholders
from queries.conversion.writings.plain_values import with_plain_values
from queries.conversion.writings.separate_clocks import Read, read_separately
from queries.conversion.writings.stated_systems import StatedSystems
from queries.errors import FileRefused
from queries.privacy.person_references import person_references
from queries.reading.chunk import Chunk, RefusedLine

AT_AN_END = pa.array(["closed", "voided", "unknown", None], pa.string())
PATH_SEPARATOR = " › "


@dataclass
class Converter:
    """Converts the pieces of one file. `zone` is that of its times; `calendar` the working time in which limits given
    as lengths may count; `key` hashes persons; `cursor` only computes; `extent`: that of the city, in degrees;
    `crs`: system of the points, whose axes are put in order here where they are degrees; `told`: when its rows were, by
    which years of two digits are read; `stated`: the system that the file states for all its points."""

    mapping: Mapping
    zone: Zone
    calendar: WorkingCalendar
    key: bytes
    cursor: duckdb.DuckDBPyConnection
    extent: Extent | None = None
    crs: str = CoordinateSystem.WGS_84
    told: Told = field(default_factory=Told.now)
    stated: str | None = None
    tally: Tally = field(default_factory=Tally)
    _not_versions: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool), repr=False)
    _unclear_zones: dict[str, NDArray[np.bool_]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.tally.orders = DayOrders(self.mapping.day_first, self.told.moment)
        self.tally.stated = StatedSystems(stated_system(self.crs) or self.crs, self.mapping.row_by_row)

    def in_known_order(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """The pieces of a file as they come, or when the order of day and month in its dates is known.

        Raises FileRefused where a column mixes both.
        """
        formats = self.mapping.time_formats
        columns = {
            name: found[0]
            for name, found in self.mapping.columns.items()
            if name in TIMES and name not in formats and "" not in formats
        }
        return chunks if self.mapping.row_by_row else self.tally.orders.known(chunks, columns)

    def convert(self, chunk: Chunk) -> tuple[ConvertedCases, list[RefusedLine]]:
        """Cases of one piece and its refused rows (those that the reader refused included)."""
        self._not_versions = np.zeros(0, dtype=bool)
        if self.mapping.instead:
            chunk = replace(chunk, table=with_plain_values(chunk.table, self.mapping.instead))
        columns = self._typed_columns(chunk)
        times, not_times = self._times(chunk)
        if "reported_at" not in times or "accepted_at" in times:
            accepted = times["accepted_at"]
            reported = times.get("reported_at", accepted)
            times["reported_at"] = np.where(reported == MISSING, accepted, reported)
        self._end_limits(chunk, times, not_times)
        self._empty_placeholders(chunk, times, columns.get("status"))
        cases = ConvertedCases(columns, times, chunk.lines)
        unread = UnreadCells(not_times, self._unclear_zones, self._not_versions)
        refused = refused_rows(chunk, cases, self.mapping, self.zone, unread)
        keep = ~np.isin(chunk.lines, [row.line for row in refused]) if refused else np.ones(len(cases), dtype=bool)
        return cases.where(keep), chunk.refused + refused

    def _typed_columns(self, chunk: Chunk) -> dict[str, pa.Array]:
        columns: dict[str, pa.Array] = self._made_numbers(chunk)
        readers: dict[str, Callable[[str, pa.ChunkedArray, Chunk], pa.Array]] = {}
        readers |= dict.fromkeys((*TEXTS, *RAW_WORDS), lambda _, column, __: typed_columns.as_text(column))
        readers |= dict.fromkeys(DECIMALS, self._decimals)
        readers |= dict.fromkeys(INTEGERS, self._integers)
        readers |= {VERSION: self._versions}
        readers |= dict.fromkeys(BOOLEANS, self._booleans)
        readers |= dict.fromkeys(SCORES, self._scores)
        for name, sources in self.mapping.columns.items():
            if name in readers and len(sources) == 1 and name not in columns:
                columns[name] = _flat(readers[name](name, chunk.table.column(sources[0]), chunk))
        if len(self.mapping.columns.get("area_name", ())) > 1:
            columns["area_name"] = joined_path(chunk.table, self.mapping.columns["area_name"])
        if PERSON in self.mapping.columns:
            people = [typed_columns.as_text(chunk.table.column(name)) for name in self.mapping.columns[PERSON]]
            columns["person_ref"] = person_references(_flat(pc.coalesce(*people)), self.key)
        if not {"lon", "lat"} <= columns.keys():
            columns |= self._combined_points(chunk, columns.get("address"))
        elif self.stated:
            columns |= self.tally.stated.in_degrees(columns["lon"], columns["lat"], self.stated, chunk.lines)
        for name in WORDS:
            if name in self.mapping.columns:
                self._word(name, chunk.table, columns)
        return columns

    def _made_numbers(self, chunk: Chunk) -> dict[str, pa.Array]:
        """Case numbers made of the row, where no column or several columns give them. Raises FileRefused where another
        column looks like them."""
        sources = self.mapping.columns.get("source_id", ())
        if not self.mapping.made_numbers and len(sources) < 2:
            return {}
        if self.mapping.made_numbers and not self.tally.made_numbers:
            unused = (name for name in self.mapping.unrecognised if name in chunk.table.column_names)
            number = next((name for name in unused if looks_like_number(chunk.table.column(name))), None)
            if number is not None:
                text = (
                    f"No column is known to give the case number, but {number!r} is different in every row: say "
                    f"source_id = {json.dumps(number, ensure_ascii=False)} in a mapping file (--map), or name several "
                    'columns of which a number is made: source_id = ["…", "…"].'
                )
                raise FileRefused(Sentence("number_likely", text, header=number))
        self.tally.made_numbers += len(chunk.lines)
        return {"source_id": numbers_of_rows(chunk.table, sources)}

    def _decimals(self, name: str, column: pa.ChunkedArray, chunk: Chunk) -> pa.Array:
        numbers, unread = typed_columns.as_decimals(column)
        self.tally.not_numbers[name].add(column, unread, chunk.lines)
        if pa.types.is_string(column.type) and pc.any(has_comma := pc.match_substring(column, ",")).as_py():
            read = pc.fill_null(has_comma, False).to_numpy() & ~np.isnan(numbers)
            self.tally.commas[name].add(column, read, chunk.lines)
        return pa.array(numbers, from_pandas=True)

    def _combined_points(self, chunk: Chunk, address: pa.Array | None) -> dict[str, pa.Array]:
        """lon and lat of a column that holds both, or of addresses that end in a point; none where no column does."""
        if POINT in self.mapping.columns:
            column = _flat(typed_columns.as_text(chunk.table.column(self.mapping.columns[POINT][0])))
        elif address is not None and may_hold_points(address):
            column = address
        else:
            return {}
        points = read_points(column)
        if POINT in self.mapping.columns:
            unread = ~points.read & column.is_valid().to_numpy(zero_copy_only=False)
            unread &= ~says_empty(column).to_numpy(zero_copy_only=False)
            self.tally.not_numbers[POINT].add(column, unread, chunk.lines)
        if not points.read.any():
            return {}
        self.tally.stated.read_coded(points.x, points.y, points.code, chunk.lines)
        self._order_axes(points, column, chunk.lines)
        found = {"lon": pa.array(points.x, from_pandas=True), "lat": pa.array(points.y, from_pandas=True)}
        return found if POINT in self.mapping.columns else found | {"address": without_points(column)}

    def _order_axes(self, points: CombinedPoints, column: pa.Array, lines: NDArray[np.int64]) -> None:
        """Exchange coordinates that lie in the city only so; of a file all or none of one writing. Pairs of a published
        system have the easting first, until they are placed."""
        if not is_declared(self.crs):
            points.exchange(points.is_pair)
            return
        for is_pair in (True, False):
            rows = points.read & (points.is_pair == is_pair)
            if not rows.any():
                continue
            stands, exchanged = points.only_exchanged_inside(self.extent or (-180.0, -90.0, 180.0, 90.0))
            stands, exchanged = stands & rows, exchanged & rows
            if self.mapping.row_by_row:
                points.exchange(exchanged)
            elif self.tally.exchanged.setdefault(is_pair, int(exchanged.sum()) > int(stands.sum())):
                points.exchange(rows)
            if is_pair or self.tally.exchanged.get(is_pair):
                self.tally.pairs[is_pair].add(column, rows, lines)

    def _integers(self, name: str, column: pa.ChunkedArray, chunk: Chunk) -> pa.Array:
        numbers, unread = typed_columns.as_integers(column)
        self.tally.not_numbers[name].add(column, unread, chunk.lines)
        return numbers

    def _versions(self, _: str, column: pa.ChunkedArray, __: Chunk) -> pa.Array:
        numbers, self._not_versions = typed_columns.as_versions(column)
        return numbers

    def _booleans(self, name: str, column: pa.ChunkedArray, _: Chunk) -> pa.Array:
        answers, unknown = typed_columns.as_booleans(column)
        self.tally.unknown_words[name] += unknown
        return answers

    def _scores(self, name: str, column: pa.ChunkedArray, _: Chunk) -> pa.Array:
        scores, unknown = typed_columns.as_scores(column)
        self.tally.unknown_words[name] += unknown
        return scores

    def _word(self, name: str, table: pa.Table, columns: dict[str, pa.Array]) -> None:
        """Codes of a status, channel or close type; an unknown status is `unknown`, others stand for themselves."""
        own = {word.casefold(): code for word, code in self.mapping.words.get(name, {}).items()}
        sources = self.mapping.columns[name]
        if flag_codes(sources[0], name) is not None:
            columns[name], raw, unknown = typed_columns.as_first_flag(table.select(sources), name, own)
        else:
            raw = _flat(typed_columns.as_text(table.column(sources[0])))
            otherwise: Callable[[str], str | None] = (lambda _: "unknown") if name == "status" else (lambda word: word)
            columns[name], unknown = typed_columns.as_codes(
                table.column(sources[0]), typed_columns.words(name) | own, otherwise
            )
        self.tally.unknown_words[name] += unknown
        if f"{name}_raw" in RAW_WORDS:
            columns.setdefault(f"{name}_raw", raw)

    def _times(self, chunk: Chunk) -> tuple[dict[str, Instants], dict[str, NDArray[np.bool_]]]:
        found = {name: self.mapping.columns[name] for name in TIMES if name in self.mapping.columns}
        columns = {name: chunk.table.column(sources[0]) for name, sources in found.items()}
        latest = self.told.latest_years(columns, chunk.lines)
        single = {name: column for name, column in columns.items() if len(found[name]) == 1}
        readings = begin_readings(single, self.cursor, self.mapping.time_formats, latest)
        times: dict[str, Instants] = {}
        bad: dict[str, NDArray[np.bool_]] = {}
        unclear: dict[str, NDArray[np.bool_]] = {}
        for name, column in columns.items():
            if name in readings:
                read = self._finished(name, readings[name], self.zone, latest[name])
            else:
                read = self._separate_times(name, column, chunk, latest[name])
            times[name] = read.instants
            self.tally.ambiguous += read.ambiguous
            self.tally.skipped += read.skipped
            if read.bad.any():
                bad[name] = read.bad
            if read.beyond is not None:
                self.tally.placeholders[name].add(column, read.beyond, chunk.lines)
            if read.written is not None:
                if read.written.zone_unclear.any():
                    unclear[name] = read.written.zone_unclear
                if read.written.long_ago.any():
                    self.tally.long_ago[name].add(column, read.written.long_ago, chunk.lines)
        self._unclear_zones = unclear
        return times, bad

    def _finished(self, name: str, reading: Reading, zone: Zone, latest: LatestYears) -> Times:
        orders = self.tally.orders.of(name)
        return reading.finish(zone, self.cursor, latest=latest, orders=orders, zones=self.mapping.time_zones)

    def _separate_times(self, name: str, days: pa.ChunkedArray, chunk: Chunk, latest: LatestYears) -> Times:
        """Times whose day stands in one column and whose time of day in another."""
        given = self.mapping.time_formats.get(name, self.mapping.time_formats.get("", ()))

        def read(column: pa.ChunkedArray, zone: Zone, *, as_written: bool, to_its_end: bool = False) -> Read:
            formats = Formats(given, latest) if given and as_written else None
            ends = to_its_end and name in LIMITS
            reading = begin_reading(column, self.cursor, until_end_of_day=ends, formats=formats)
            return Read(self._finished(name, reading, zone, latest), reading.absolute)

        clocks = chunk.table.column(self.mapping.columns[name][1])
        found = read_separately(days, clocks, self.zone, read)
        self.tally.unread_clocks[name].add(typed_columns.as_text(clocks), found.unread, chunk.lines)
        return found.times

    def _empty_placeholders(self, chunk: Chunk, times: dict[str, Instants], status: pa.Array | None) -> None:
        """Empty the times on placeholder days that contradict the rest of their cases."""
        is_open = None if status is None else ~pc.is_in(status, value_set=AT_AN_END).to_numpy(zero_copy_only=False)
        for name, sources in self.mapping.columns.items():
            if name in times and name != "reported_at":
                found = placeholders(
                    times[name], times["reported_at"], is_open if name == "closed_at" else None, self.zone
                )
                if found.any():
                    times[name] = np.where(found, MISSING, times[name])
                    self.tally.placeholders[name].add(chunk.table.column(sources[0]), found, chunk.lines)

    def _end_limits(self, chunk: Chunk, times: dict[str, Instants], bad: dict[str, NDArray[np.bool_]]) -> None:
        """Fill in the limits that are given as lengths; their rows are `bad` no more."""
        for name in LIMITS:
            if name not in bad:
                continue
            rows = np.flatnonzero(bad[name])
            texts = typed_columns.as_text(
                chunk.table.column(self.mapping.columns[name][0]).take(pa.array(rows))
            ).to_pylist()
            lengths = np.array([limit_length(text) for text in texts], dtype=object)
            stated = lengths != None  # noqa: E711  (of every element)
            rows, lengths = rows[stated], lengths[stated]
            start = self.mapping.limits_from.get(name) or default_starts()[name]
            starts = times[start][rows] if start in times else np.full(len(rows), MISSING, dtype=np.int64)
            ends = ends_of(starts, lengths, self.calendar)
            times[name][rows], bad[name][rows] = ends, False
            self.tally.limits_without_start[start] += int((starts == MISSING).sum())
            self.tally.limits_without_calendar[name] += int(((ends == MISSING) & (starts != MISSING)).sum())


def joined_path(table: pa.Table, names: tuple[str, ...]) -> pa.Array:
    """The areas named in several columns as one path, highest first; null where none is named."""
    path, *deeper = (typed_columns.as_text(table.column(name)) for name in names)
    for part in deeper:
        path = pc.coalesce(pc.binary_join_element_wise(path, part, PATH_SEPARATOR), path, part)
    return _flat(path)


def _flat(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
