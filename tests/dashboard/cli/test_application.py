"""Every command explains itself, with examples, and no mistake ends in a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from dashboard.cli.application import app

COMMANDS = ("init", "load", "columns", "rebuild", "kpi", "cases", "check", "serve", "snap", "demo", "unseal", "forget")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(command: str) -> None:
    done = CliRunner().invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert f"yiping {command}" in done.stdout
    assert "Example" in done.stdout


def commands_of(app: typer.Typer, *above: str) -> list[tuple[str, ...]]:
    """All commands for people, those of groups by both words."""
    groups = [
        one
        for group in app.registered_groups
        if group.typer_instance
        for one in commands_of(group.typer_instance, *above, str(group.name))
    ]
    return groups + [(*above, str(one.name)) for one in app.registered_commands if not one.hidden]


@pytest.mark.parametrize("command", commands_of(app), ids=" ".join)
def test_every_command_says_its_exit_codes(command: tuple[str, ...]) -> None:
    """Of those that end by themselves also that of Ctrl-C."""
    said = " ".join(CliRunner().invoke(app, [*command, "--help"]).stdout.split())
    assert "Exit codes: 0 " in said
    assert " · 2 " in said
    assert "Ctrl-C" in said


def test_the_program_lists_its_commands_and_exit_codes() -> None:
    done = CliRunner().invoke(app, ["--help"]).stdout
    assert [command for command in COMMANDS if f"  {command} " not in done] == []
    assert "Exit codes" in done


def test_an_unexpected_error_is_one_sentence_unless_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("detail of the city")

    monkeypatch.setattr("dashboard.commands.city_folders.choose", fail)
    done = CliRunner().invoke(app, ["kpi", "open"])
    assert done.exit_code == 1
    assert "--debug" in done.stderr
    assert "detail" not in done.output
    assert isinstance(CliRunner().invoke(app, ["--debug", "kpi", "open"]).exception, RuntimeError)


@pytest.mark.parametrize("arguments", [["nonsense"], ["kpi", "open", "--nonsense"], ["serve", "--port", "x"]])
def test_a_command_written_wrongly_ends_with_code_two(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPING_PORT", "many")
    done = CliRunner().invoke(app, ["kpi", "open"])
    assert done.exit_code == 1
    assert "port" in done.stderr


def test_a_command_starts_without_the_libraries_that_only_a_city_needs() -> None:
    program = "import sys; import dashboard.cli.application; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {"pandas", "pyarrow", "duckdb", "dash", "geopandas", "numpy", "shapely"} & set(loaded) == set()


def test_the_process_that_keeps_a_server_running_loads_no_library_of_the_city(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text("")
    program = f"""
import sys
from pathlib import Path
from typer.testing import CliRunner
import dashboard.cli.serve as serve
serve.supervise = lambda children: print(*sys.modules) or 0
from dashboard.cli.application import app
done = CliRunner().invoke(app, ["serve", "--city", {str(tmp_path)!r}, "--port", "0"])
print(done.output, done.exit_code)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert loaded[-1] == "0", done.stdout[-500:]
    assert {"pandas", "pyarrow", "duckdb", "dash", "geopandas"} & set(loaded) == set()
