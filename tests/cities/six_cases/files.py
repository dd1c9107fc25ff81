"""Its files for tests that found and load it by commands, and further cases in the same form."""

from pathlib import Path

FOLDER = Path(__file__).parent
CASE_FILE = FOLDER / "cases.csv"
HEADER, *ROWS = CASE_FILE.read_text(encoding="utf-8").splitlines()
AREA_OPTIONS = [part for level in ("district", "street") for part in ("--areas", f"{level}={FOLDER / level}.geojson")]


def write_cases(file: Path, *rows: str) -> Path:
    """A file of cases with the header of the city's own."""
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return file
