from hypothesis import given
from hypothesis import strategies as st

from dashboard.display.classes import CLASSES, class_breaks, class_of, distinct_breaks, spread_classes, ticks

values = st.lists(st.integers(0, 10**6) | st.floats(0, 1), min_size=1, max_size=60)


@given(values)
def test_breaks_rise_and_leave_no_class_empty_at_the_ends(numbers: list[float]) -> None:
    breaks = class_breaks(numbers)
    assert len(breaks) < CLASSES
    assert list(breaks) == sorted(set(breaks))
    if breaks:
        classes = {class_of(number, breaks) for number in numbers}
        assert {0, len(breaks)} <= classes


def test_breaks_are_numbers_a_person_would_choose() -> None:
    assert class_breaks([12, 40, 55, 60, 80, 100, 340, 700, 720, 800, 900, 1200]) == (60, 80, 220, 700, 820)
    assert class_breaks([0.931, 0.94, 0.945, 0.96, 0.97, 0.92, 0.955]) == (0.932, 0.94, 0.944, 0.954, 0.96)


def test_whole_numbers_get_whole_breaks() -> None:
    assert class_breaks([1, 2, 1, 3, 1, 3]) == (2, 3)
    assert all(isinstance(cut, int) for cut in class_breaks([1, 2, 1, 3, 1]))


def test_equal_values_make_one_class() -> None:
    assert class_breaks([5, 5, 5]) == ()
    assert class_of(5, ()) == 0


def test_a_value_on_a_break_belongs_above_it() -> None:
    assert class_of(20, (10, 20, 30)) == 2


def test_few_classes_still_use_the_whole_ramp() -> None:
    assert spread_classes(6) == (0, 1, 2, 3, 4, 5)
    assert spread_classes(2) == (0, 5)


@given(st.integers(0, 10**9).map(lambda n: n / 1000), st.integers(0, 10**9).map(lambda n: n / 1000))
def test_ticks_cover_the_range_with_few_marks(one: float, other: float) -> None:
    low, high = sorted((one, other))
    marks = ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high - 1e-9 * max(1, high)
    assert 2 <= len(marks) <= 7


def test_a_legend_never_says_the_same_number_twice() -> None:
    def write(value: float) -> str:
        return f"{value:.1f}"

    assert distinct_breaks((0.311, 0.312, 0.313), 0.309, write) == ()
    assert distinct_breaks((0.31, 0.44, 0.449, 0.52), 0.2, write) == (0.31, 0.44, 0.52)
