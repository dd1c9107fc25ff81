"""The tokens of the look, read from the style sheet itself."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[3] / "assets"
STYLES = (ASSETS / "styles" / "tokens.css").read_text(encoding="utf-8")
SHEETS = tuple((ASSETS / "styles").glob("*.css"))
ON_PANELS = ("text", "quiet", "accent", "good", "warn", "alarm")


def tokens(theme: str) -> dict[str, str]:
    block = re.search(rf':root\[data-theme="{theme}"\] {{(.*?)}}', STYLES, re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("ground", ["ground", "panel", "hover"])
@pytest.mark.parametrize("colour", ON_PANELS)
def test_text_stands_out_from_its_ground(theme: str, ground: str, colour: str) -> None:
    found = tokens(theme)
    assert contrast(found[colour], found[ground]) >= 4.5


@pytest.mark.parametrize(("theme", "order"), [("dark", 1), ("light", -1)])
def test_the_ramp_of_the_map_is_even_and_little_is_near_the_ground(theme: str, order: int) -> None:
    found = tokens(theme)
    steps = [luminance(found[f"shade-{step}"]) ** (1 / 3) for step in range(6)]
    widths = [(after - before) * order for before, after in pairwise(steps)]
    assert min(widths) > 0
    assert max(widths) < 2.2 * min(widths)
    assert abs(steps[0] - luminance(found["ground"]) ** (1 / 3)) < abs(steps[5] - luminance(found["ground"]) ** (1 / 3))


@pytest.mark.parametrize(("theme", "dark_text"), [("dark", (3, 4, 5)), ("light", (0, 1, 2))])
def test_names_can_be_read_on_every_shade(theme: str, dark_text: tuple[int, ...]) -> None:
    found = tokens(theme)
    dark = {"dark": "#07131f", "light": "#10202e"}[theme]
    for step in range(6):
        assert contrast(dark if step in dark_text else "#ffffff", found[f"shade-{step}"]) >= 4.5, step


def test_there_are_four_sizes_of_type() -> None:
    sizes = {size for sheet in SHEETS for size in re.findall(r"font-size: ([^;]+);", sheet.read_text("utf-8"))}
    named = {size for size in sizes if size.startswith("var(--size")}
    roots = {size for size in sizes if "vh" in size or "vw" in size}
    assert len(named) == 4
    assert sizes == named | roots


def test_nothing_is_fetched_from_elsewhere() -> None:
    for sheet in SHEETS:
        assert "http" not in sheet.read_text("utf-8")
        assert "@import" not in sheet.read_text("utf-8")
    for script in (ASSETS / "modules").rglob("*.js"):
        assert set(re.findall(r"https?://[\w./]+", script.read_text("utf-8"))) <= {"http://www.w3.org/2000/svg"}


def test_lines_of_names_in_figures_do_not_look_like_drawn_lines() -> None:
    """Plotly calls each line of a text of several lines `tspan.line`."""
    selectors = [one for sheet in SHEETS for one in re.findall(r"([^{}]*)\{", sheet.read_text(encoding="utf-8"))]
    assert [one.strip() for one in selectors if re.search(r"(?<![\w-])\.line(?![\w-])", one)] == []
