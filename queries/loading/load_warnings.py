"""Warnings about a load that succeeded, each one sentence with a count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from geodata.sentence import Sentence
from queries.conversion.canonical import BOOLEANS, POINT, SCORES, WORDS
from queries.conversion.column_names import Mapping as Names
from queries.conversion.converted.tally import Tally
from queries.conversion.naming.known_names import projected_columns
from queries.conversion.writings.day_orders import DecidedOrder
from queries.conversion.writings.noted_values import NotedValues, value_in_row
from queries.loading.inputs.case_points import CasePoints
from queries.loading.staging import Stager
from queries.loading.summary import LoadSummary
from queries.loading.versions.unchanged_rows import UnchangedKind
from queries.privacy.masking import masked_value

FEWEST_BACKWARDS = 5
SHARE_BACKWARDS = 0.1
"""Of the cases loaded: closed before they were reported, above which it is asked why."""
_OF_FLAGS = {
    "closed_before_reported": ("case was closed before it was reported", "cases were closed before they were reported"),
    "out_of_order": (
        "case has steps in another order than the life cycle's",
        "cases have steps in another order than the life cycle's",
    ),
    "closed_without_time": ("case is closed without a closing time", "cases are closed without a closing time"),
    "open_with_closed_time": ("case is open but has a closing time", "cases are open but have a closing time"),
}
_OF_POINTS = {
    "zero": ("point is (0, 0) and was not used", "points are (0, 0) and were not used"),
    "outside": ("point lies outside the city and was not used", "points lie outside the city and were not used"),
}


def warnings_of(summary: LoadSummary, tally: Tally, stager: Stager) -> tuple[Sentence, ...]:
    """Sentences about unusual rows, times, places and values of a batch."""
    return (
        *_about_numbers(tally),
        *_about_rows(summary),
        *_about_versions(stager),
        *_about_times(summary, tally, stager),
        *tally.stated.sentences(),
        *_about_coordinates(summary, stager.points),
        *_about_places(summary, tally),
        *_about_areas(stager),
        *_about_values(summary, tally),
    )


def unread_values(tally: Tally) -> dict[str, int]:
    """Column → how many of its values are there and were not read."""
    found = tally.not_numbers | tally.unread_clocks
    return {name: noted.count for name, noted in sorted(found.items()) if noted.count}


def about_inner(names: Names) -> Iterator[Sentence]:
    """What was found within objects by its name."""
    if names.inner:
        found = ", ".join(f"{canonical} in {' and '.join(names.columns[canonical])}" for canonical in names.inner)
        text = f"Found within objects by their names: {found}; a mapping can name other columns."
        yield Sentence("found_within", text, columns=", ".join(" + ".join(names.columns[one]) for one in names.inner))


def counted(n: int, one: str, many: str) -> str:
    """`1 case is …` or `2,000 cases are …`."""
    return f"{n:,} {one if n == 1 else many}"


def shown(noted: NotedValues) -> str:
    """`'abc' (row 3), 'def' (row 9)`, masked."""
    return ", ".join(examples_of(noted))


def examples_of(noted: NotedValues) -> tuple[Sentence, ...]:
    """The same as a list."""
    return tuple(value_in_row(masked_value(text) or "", line) for text, line in noted.examples)


def _about_numbers(tally: Tally) -> Iterator[Sentence]:
    if tally.made_numbers:
        text = (
            f"Case numbers were made of the content of {tally.made_numbers:,} rows, as no column gives them: "
            "the same row twice is one case, and a row that has changed in a later file is another one. "
            "source_id in a mapping can name the columns that stay the same."
        )
        yield Sentence("numbers_made", text, count=tally.made_numbers)


def _about_rows(summary: LoadSummary) -> Iterator[Sentence]:
    if not summary.read:
        yield Sentence("no_rows", "There are no rows: the names of the columns are all that it holds.")
    if summary.superseded:
        subject = counted(
            summary.superseded, "row is an older version of its case", "rows are older versions of their cases"
        )
        text = f"{subject}; kept in the history{_first(summary, 'older')}."
        yield Sentence("rows_older", text, count=summary.superseded, rows=_rows(summary, "older"))
    if summary.duplicate:
        subject = counted(summary.duplicate, "row was", "rows were")
        text = f"{subject} known already and changed nothing{_first(summary, 'equal')}."
        yield Sentence("rows_equal", text, count=summary.duplicate, rows=_rows(summary, "equal"))


def _first(summary: LoadSummary, kind: UnchangedKind) -> str:
    """The first of the rows of a kind, the older ones with the reason of each."""
    rows = [row for row in summary.unchanged if row.kind == kind]
    why = "" if kind == "equal" else ", {reason}"
    texts = [f"case {row.number} in row {row.line:,}{why.format(reason=row.reason)}" for row in rows]
    more = "; …" if len(texts) < (summary.superseded if kind == "older" else summary.duplicate) else ""
    return f": {'; '.join(texts)}{more}" if texts else ""


def _rows(summary: LoadSummary, kind: UnchangedKind) -> str:
    """Those rows as a page names them: case number and row."""
    return ", ".join(f"{row.number} ({row.line:,})" for row in summary.unchanged if row.kind == kind)


def _about_versions(stager: Stager) -> Iterator[Sentence]:
    n, examples = stager.versions.behind()
    if n:
        subject = counted(n, f"row ({', '.join(examples)}) has", f"rows (first {', '.join(examples)}) have")
        wanted = "version" if stager.versions.scale == "number" else "update time"
        text = (
            f"{subject} no {wanted}, by which this source is ordered: they never replace a row that has one. "
            'versions = "arrival" in the mapping orders the source by arrival.'
        )
        key = "versions_missing" if stager.versions.scale == "number" else "update_times_missing"
        yield Sentence(key, text, count=n, examples=", ".join(examples))


def _about_times(summary: LoadSummary, tally: Tally, stager: Stager) -> Iterator[Sentence]:
    zone = stager.origin.zone
    if stager.future:
        subject = counted(stager.future, "case was", "cases were")
        text = f"{subject} reported in the future of this load; is its zone really {zone}?"
        yield Sentence("times_future", text, count=stager.future, zone=zone)
    yield from _questions_of_zone(summary, stager)
    for flag, (one, many) in _OF_FLAGS.items():
        if n := summary.flags.get(flag):
            kept = "kept, but left out of durations" if flag == "closed_before_reported" else "kept"
            yield Sentence(f"flag_{flag}", f"{counted(n, one, many)}; flagged and {kept}.", count=n)
    for name, noted in sorted(tally.placeholders.items()):
        subject = counted(noted.count, f"value of {name} stands", f"values of {name} stand")
        were = "was" if noted.count == 1 else "were"
        text = f'{subject} for "no time" (a placeholder day) and {were} left empty: {shown(noted)}.'
        yield Sentence("times_placeholder", text, count=noted.count, column=name, examples=examples_of(noted))
    yield from about_clocks(tally)
    yield from _about_orders(tally)
    if tally.ambiguous:
        subject = counted(tally.ambiguous, "time was", "times were")
        text = f"{subject} said twice by the clocks of {zone}; the first reading was taken."
        yield Sentence("times_twice", text, count=tally.ambiguous, zone=zone)
    if tally.skipped:
        subject = counted(tally.skipped, "time was", "times were")
        text = f"{subject} skipped by the clocks of {zone} and moved forward."
        yield Sentence("times_skipped", text, count=tally.skipped, zone=zone)
    yield from _about_limits(tally)


def about_clocks(tally: Tally) -> Iterator[Sentence]:
    """Times of day in a column of their own that could not be put to their day."""
    for name, noted in sorted(tally.unread_clocks.items()):
        if noted.count:
            subject = counted(noted.count, f"time of day of {name}", f"times of day of {name}")
            text = (
                f"{subject} could not be read beside the day, which was taken alone: {shown(noted)}; "
                f"{name} in the mapping can name one column, or day and time of day."
            )
            yield Sentence("clocks_unread", text, count=noted.count, column=name, examples=examples_of(noted))


def _about_orders(tally: Tally) -> Iterator[Sentence]:
    for found in tally.orders.decided():
        yield _order_read(found)
    for name, noted in sorted(tally.long_ago.items()):
        subject = counted(noted.count, "year of two digits was", "years of two digits were")
        text = (
            f"{name}: {subject} taken for the last century, as in this one it had not come when the file did: "
            f"{shown(noted)}."
        )
        yield Sentence("times_last_century", text, column=name, count=noted.count, examples=examples_of(noted))


def _order_read(found: DecidedOrder) -> Sentence:
    first, example = found.order.first, masked_value(found.example)
    dates = f"{found.column}: dates such as {example!r} (row {found.line:,}) were read {first} first"
    if not found.guessed:
        text = f"{dates}, as the columns of the file show."
        return Sentence(f"dates_read_{first}", text, column=found.column, example=example, row=found.line)
    if found.writing.is_short:
        text = (
            f"{found.column}: {counted(found.dates, 'date', 'dates')} such as {example!r} (row {found.line:,}) read as "
            f"{found.order.name}, which is a guess; time_format in the mapping can say it."
        )
        shown_so, order = value_in_row(example or "", found.line), found.order.name
        return Sentence(
            "dates_order_guessed", text, column=found.column, count=found.dates, example=shown_so, order=order
        )
    other = {"day": "month", "month": "day"}[first]
    text = f"{dates}, which is a guess; set day_first in the mapping if the {other} comes first."
    return Sentence(f"dates_read_{first}_guessed", text, column=found.column, example=example, row=found.line)


def _questions_of_zone(summary: LoadSummary, stager: Stager) -> Iterator[Sentence]:
    """What only the person who loads can tell: whether the times are in the zone in which they were read."""
    hours, zone = stager.hours, stager.origin.zone
    if hours.are_odd:
        shift = hours.hours_to_day
        moved = f"{abs(shift)} {'hour' if abs(shift) == 1 else 'hours'} {'later' if shift > 0 else 'earlier'}"
        text = (
            f"{hours.at_night:.0%} of the cases were reported between midnight and 6 o'clock, most at "
            f"{hours.commonest}:00: is their zone really {zone}? Most would lie by day if all were about {moved}. "
            "--zone (or zone of the source in city.toml) names another."
        )
        key = "zone_later" if shift > 0 else "zone_earlier"
        yield Sentence(key, text, share=hours.at_night, hour=hours.commonest, zone=zone, hours=abs(shift))
    backwards = summary.flags.get("closed_before_reported", 0)
    if backwards >= FEWEST_BACKWARDS and backwards > SHARE_BACKWARDS * summary.loaded:
        text = (
            f"{backwards / summary.loaded:.0%} of the cases were closed before they were reported: are both times in "
            f"one zone ({zone}), and is each in its column? `yiping columns FILE` shows how they are read."
        )
        yield Sentence("closed_backwards", text, share=backwards / summary.loaded, zone=zone)


def _about_limits(tally: Tally) -> Iterator[Sentence]:
    for start, n in sorted(tally.limits_without_start.items()):
        if n:
            subject = counted(n, "limit that is a length was", "limits that are lengths were")
            text = f"{subject} left empty: they count from {start}; limits_from in the mapping can name another."
            yield Sentence("limits_without_start", text, count=n, start=start)
    for name, n in sorted(tally.limits_without_calendar.items()):
        if n:
            subject = counted(n, f"{name} in working time was", f"{name} in working time were")
            text = f"{subject} left empty: the calendar of working days is missing for that time."
            yield Sentence("limits_without_calendar", text, count=n, column=name)


def _about_coordinates(summary: LoadSummary, points: CasePoints) -> Iterator[Sentence]:
    yield from points.sentences()
    unused = projected_columns(summary.unrecognised)
    if unused and not set(summary.points) - {"missing"}:
        (x,), (y,) = unused["lon"], unused["lat"]
        text = (
            f"The columns {x!r} and {y!r} look like coordinates and were not used, as nothing says of which system: "
            "name it, such as --crs EPSG:25832, or in a mapping file, where also lon and lat can name columns. "
            "A source that has rows already is read anew by `yiping rebuild`, with its crs in city.toml."
        )
        yield Sentence("projected_unused", text, columns=(repr(x), repr(y)))


def _about_places(summary: LoadSummary, tally: Tally) -> Iterator[Sentence]:
    for is_pair, noted in tally.pairs.items():
        order = "longitude, latitude" if is_pair == tally.exchanged.get(is_pair, False) else "latitude, longitude"
        reason = " because only so they lie in the city" if tally.exchanged.get(is_pair) else ""
        example = examples_of(noted)[0]
        text = f"Points such as {example} were read as {order}{reason}."
        key = "pairs_lon_lat" if order.startswith("lon") else "pairs_lat_lon"
        yield Sentence(key, text, example=example)
    for status, (one, many) in _OF_POINTS.items():
        if n := summary.points.get(status):
            text = f"{counted(n, one, many)}; the area that a case names stands in, else the whole city."
            yield Sentence(f"points_{status}", text, count=n)
    for lon, lat, n in summary.default_points:
        text = f"{n:,} cases share the point ({lat:.4f}, {lon:.4f}); it is taken for a default and not trusted."
        yield Sentence("points_default", text, count=n, lat=lat, lon=lon)
    if summary.disagreements:
        subject = counted(
            summary.disagreements,
            "case lies outside the area that it names",
            "cases lie outside the areas that they name",
        )
        yield Sentence("points_disagree", f"{subject}; the point was believed.", count=summary.disagreements)


def _about_areas(stager: Stager) -> Iterator[Sentence]:
    """Areas by name or code that the city does not have."""
    noted = stager.unplaced
    if noted.count:
        subject = counted(noted.count, "row names an area", "rows name areas")
        text = (
            f"{subject} that the city does not have, and no point tells where: {shown(noted)}; counted for the whole "
            "city only. [aliases] in city.toml can say which area is meant."
        )
        yield Sentence("areas_unknown", text, count=noted.count, examples=examples_of(noted))


def _about_values(summary: LoadSummary, tally: Tally) -> Iterator[Sentence]:
    for name, noted in sorted(tally.commas.items()):
        if noted.count:
            subject = counted(noted.count, f"value of {name} was", f"values of {name} were")
            text = f"{subject} read with a comma: {shown(noted)}."
            yield Sentence("values_comma", text, count=noted.count, column=name, examples=examples_of(noted))
    for name, noted in sorted(tally.not_numbers.items()):
        if n := noted.count:
            kind, kinds = ("point", "points") if name == POINT else ("number", "numbers")
            subject = counted(n, f"value of {name} is no {kind} and was", f"values of {name} are no {kinds} and were")
            key = "values_no_point" if name == POINT else "values_no_number"
            text = f"{subject} left empty: {shown(noted)}."
            yield Sentence(key, text, count=n, column=name, examples=examples_of(noted))
    yield from unknown_words(summary.unknown_words)


def unknown_words(found: Mapping[str, Mapping[str, int]]) -> Iterator[Sentence]:
    """A sentence for each column (name → raw word → how many) that holds words which are not known."""
    for name, words in sorted(found.items()):
        shown = ", ".join(
            f"{masked_value(word)!r} ({n:,})" for word, n in sorted(words.items(), key=lambda item: -item[1])[:5]
        )
        subject = counted(len(words), f"word of {name} is", f"words of {name} are")
        is_status, is_emptied = name == "status", name in (*BOOLEANS, *SCORES)
        key = "words_unknown_status" if is_status else "words_unknown_empty" if is_emptied else "words_unknown"
        fate = (
            "; its cases count as open until they have a closing time"
            if is_status
            else " and left empty"
            if is_emptied
            else "; kept as written and shown under its own name"
        )
        advice = f"; [words.{name}] in the mapping can say what they mean" if name in WORDS else ""
        text = f"{subject} not known{fate}: {shown}{advice}."
        yield Sentence(key, text, count=len(words), column=name, words=shown)
