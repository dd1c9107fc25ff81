"""The band by hand, and the Thursday on which a screen was misleading."""

import pytest

from queries.kpis.normal.band import band_of


def test_the_band_of_a_hand_made_series() -> None:
    """Median 100; deviations 0 2 2 4 10, their median 2; quartiles 98 and 102."""
    band = band_of([100, 98, 104, 90, 102], noise=0)
    assert band is not None
    assert band.middle == 100
    deviation, quartiles = 1.4826 * 2, 0.7413 * (102 - 98)
    reach = 2.5 * max(deviation, quartiles) * (1 + 1 / 5) ** 0.5
    assert (band.low, band.high) == pytest.approx((100 - reach, 100 + reach))


def test_fewer_than_five_make_no_band() -> None:
    assert band_of([4, 5, 6, 7], noise=1) is None


def test_one_odd_week_does_not_move_the_band() -> None:
    ordinary, odd = (
        band_of([100, 98, 104, 96, 102, 101, 99], noise=3),
        band_of([100, 98, 104, 9600, 102, 101, 99], noise=3),
    )
    assert ordinary
    assert odd
    assert abs(odd.high - ordinary.high) < 5


def test_equal_values_leave_the_room_of_chance() -> None:
    band = band_of([25] * 8, noise=5)
    assert band is not None
    assert band.low == pytest.approx(25 - 2.5 * 5 * (9 / 8) ** 0.5)


def test_a_share_stays_between_nothing_and_all() -> None:
    band = band_of([0.99, 0.98, 1.0, 0.97, 0.99], noise=0.02, most=1.0)
    assert band is not None
    assert band.high == 1.0
    few = band_of([1, 0, 2, 0, 1], noise=1)
    assert few is not None
    assert few.low == 0


def test_a_thursday_is_judged_by_thursdays() -> None:
    """Overdue: 1.3 % less than yesterday and up every week for a month, which is outside. Handled per day: 6.4 % less
    than on Wednesday, 4.6 % more than a week before and the best of four, which is inside."""
    overdue = band_of([4452, 4248, 4010, 3905, 3880, 3890, 3875], noise=62)
    handled = band_of([8965, 9010, 9120, 9050, 8890, 9200], noise=95)
    assert overdue
    assert handled
    assert overdue.high < 4553
    assert handled.low < 9377 <= handled.high
