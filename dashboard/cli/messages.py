"""How commands end: one sentence on stderr and an exit code, never a traceback (unless --debug asks for it)."""

import logging
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import Abort, Exit, TyperException

from dashboard.cli.terminal import interruption
from dashboard.cli.terminal.log_lines import LogLines
from dashboard.errors import WRITTEN_WRONGLY, ServerFailed, public_message


class PlainErrorGroup(TyperGroup):
    """A group of commands whose errors become one sentence: exit code 2 for a wrong parameter, else 1."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; an error that it raises is printed as a sentence and becomes an exit code."""
        with interruption.raised_as(Exit(interruption.EXIT_CODE)):
            return self._invoked(ctx)

    def _invoked(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (TyperException, Abort, Exit, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("debug") or interruption.is_interrupted():
                raise
            unexpected = f"Something unexpected went wrong inside yiping ({type(error).__name__})."
            sentence = public_message(error) or f"{unexpected} `yiping --debug …` shows where."
            typer.echo(" ".join(sentence.split()), err=True)
            raise Exit(2 if is_usage(error) else 1) from None


def is_usage(error: Exception) -> bool:
    """Whether the command was written wrongly, as opposed to failing."""
    return isinstance(error, WRITTEN_WRONGLY) or (isinstance(error, ServerFailed) and error.usage)


def say(sentence: str) -> None:
    """A remark on stderr; stdout carries only the answer."""
    typer.echo(sentence, err=True)


def log_to_stderr() -> None:
    """The server's log: time, level and message on stderr."""
    to_stderr = logging.StreamHandler()
    to_stderr.setFormatter(LogLines())
    logging.basicConfig(handlers=[to_stderr], level=logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
