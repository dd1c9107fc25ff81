"""Output in whichever encoding the terminal or the caller has asked for: what it cannot hold is spelt out."""

import codecs
import io
import json
import sys

import typer

_PLAIN = str.maketrans({"→": "->", "–": "-", "—": "-", "…": "...", "·": "-", "×": "x", "±": "+/-", "“": '"', "”": '"'})
_NAME = "spelt_out"


def spell_out() -> None:
    """From now on a sign that stdout or stderr cannot encode is written plainly or as \\u5de5, and ends no command."""
    codecs.register_error(_NAME, _spelt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_NAME)


def print_json(value: object) -> None:
    """A value as one line of JSON on stdout, escaped where the encoding of stdout does not hold every text."""
    whole = sys.stdout.encoding.lower().startswith("utf")
    typer.echo(json.dumps(value, ensure_ascii=not whole, allow_nan=False, default=str))


def _spelt(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(_escaped(sign) for sign in text), error.end


def _escaped(sign: str) -> str:
    number = ord(sign)
    if number < 0x80:
        return sign
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
