import pytest

from dashboard.display.axis import axis


@pytest.mark.parametrize(
    ("values", "unit", "marks"),
    [
        ([8412, 120], "case", (0, 2000, 4000, 6000, 8000, 10000)),
        ([1.0, 0.02], "ratio", (0, 0.5, 1)),
        ([0.99, 0.81], "ratio", (0.8, 0.85, 0.9, 0.95, 1)),
        ([0.0052], "minute", (0, 0.1 / 60, 0.2 / 60, 0.3 / 60, 0.4 / 60)),
        ([0.1, 0.2], "day", (0, 2 / 24, 4 / 24, 6 / 24)),
        ([0, 0], "case", (0, 0.5, 1)),
        ([None, None], "case", (0, 1)),
    ],
)
def test_an_axis_covers_its_values_with_round_numbers(
    values: list[float | None], unit: str, marks: tuple[float, ...]
) -> None:
    found = axis(values, unit)
    assert found.marks == pytest.approx(marks)
    assert all(found.low <= value <= found.high for value in values if value is not None)
