"""Excel and Parquet read by a process of their own, with limits of memory and of processor time.

Their libraries take the memory that a file asks for, and abort where there is none; a few kilobytes can ask for any
amount. Such a file ends its reader and nothing else. Rows come over a pipe, as an Arrow stream of small pieces.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, NoReturn

import pyarrow as pa

from geodata.sentence import Sentence, sentence_of_json
from queries.errors import FileRefused
from queries.reading.chunk import MEGABYTE, Limits

REFUSED, NO_MEMORY = 3, 4
"""Exit codes of the process: the sentence stands in its error output; or its memory was not enough."""
_PROGRAM = "queries.reading.reader_program"
_LONGEST_SENTENCE = 100_000
_ABORTED = (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGTRAP)


class ReaderProcess:
    """A started reader and the rows that it sends. Raises FileRefused in all its methods where it gives up."""

    def __init__(self, process: subprocess.Popen[bytes], said: IO[bytes], name: str, limits: Limits) -> None:
        self._process, self._said, self._name, self._limits = process, said, name, limits
        try:
            self._stream = pa.ipc.open_stream(process.stdout)
        except (pa.ArrowException, OSError, EOFError):
            self._refuse()

    @property
    def schema(self) -> pa.Schema:
        """The columns that are read, by the file's own names."""
        return self._stream.schema

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, once."""
        while True:
            try:
                batch = self._stream.read_next_batch()
            except StopIteration:
                break
            except (pa.ArrowException, OSError, EOFError):
                self._refuse()
            yield batch
        if self._process.wait():
            self._refuse()

    def _refuse(self) -> NoReturn:
        """Raise what the process says, or what its end means."""
        code = self._process.wait()
        self._said.seek(0)
        said = self._said.read(_LONGEST_SENTENCE).decode("utf-8", "replace")
        if code == REFUSED:
            raise FileRefused(_said(said))
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            seconds = self._limits.reading_seconds
            text = f"{self._name} takes more than {seconds} s to read, which is the limit; save it as CSV."
            raise FileRefused(Sentence("reading_slow", text, file=self._name, seconds=seconds))
        if code == NO_MEMORY or code in _ABORTED:
            megabytes = self._limits.reading_bytes // MEGABYTE
            limit = f"{megabytes:,} MB of memory"
            text = f"{self._name} takes more than {limit} to read, which is the limit; save it as CSV."
            raise FileRefused(Sentence("reading_large", text, file=self._name, megabytes=megabytes))
        text = f"{self._name} cannot be read; it is damaged or not what its name says: save it anew, or as CSV."
        raise FileRefused(Sentence("reading_failed", text, file=self._name))


def _said(written: str) -> Sentence:
    """The sentence of the process; cut or mixed with other output, its text alone."""
    try:
        return sentence_of_json(json.loads(written))
    except ValueError:
        return Sentence("", written)


@contextmanager
def reader_process(
    reader: str, path: Path, name: str, limits: Limits, part: Sequence[str] | str | int | None = None
) -> Iterator[ReaderProcess]:
    """A process that reads a file and ends with the block. reader: "excel" or "parquet"; part: the columns to
    read, or the sheet; None for all columns, or the first sheet with cells. Raises FileRefused.
    """
    asked = json.dumps([reader, str(path), name, asdict(limits), part])
    command = (sys.executable, "-P", "-m", _PROGRAM, asked)
    paths = os.pathsep.join(filter(None, sys.path))
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603 - our own program; what the file is called is one of its arguments
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said,
            env={**os.environ, "PYTHONPATH": paths},
        ) as process,
    ):  # fmt: skip
        try:
            yield ReaderProcess(process, said, name, limits)
        finally:
            process.kill()
