"""Every command explains itself, with examples, and no mistake ends in a traceback."""

import pytest
from typer.testing import CliRunner

from dashboard.cli.application import app

COMMANDS = ("init", "load", "columns", "rebuild", "kpi", "cases", "check", "serve", "snap", "demo")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"])
    assert told.exit_code == 0
    assert f"yiping {command}" in told.stdout
    assert "Example" in told.stdout


def test_the_program_lists_its_commands_and_exit_codes() -> None:
    told = CliRunner().invoke(app, ["--help"]).stdout
    assert [command for command in COMMANDS if f"  {command} " not in told] == []
    assert "Exit codes" in told


def test_an_unexpected_error_is_one_sentence_unless_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("detail of the city")

    monkeypatch.setattr("dashboard.commands.city_folders.choose", fail)
    told = CliRunner().invoke(app, ["kpi", "open"])
    assert told.exit_code == 1
    assert "--debug" in told.stderr
    assert "detail" not in told.output
    assert isinstance(CliRunner().invoke(app, ["--debug", "kpi", "open"]).exception, RuntimeError)


@pytest.mark.parametrize("arguments", [["nonsense"], ["kpi", "open", "--nonsense"], ["serve", "--port", "x"]])
def test_a_command_written_wrongly_ends_with_code_two(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPING_PORT", "many")
    told = CliRunner().invoke(app, ["kpi", "open"])
    assert told.exit_code == 1
    assert "port" in told.stderr
