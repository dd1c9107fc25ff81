"""Verdicts on arrived versions, beside a model that takes one input after the other."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from queries.loading.versions.verdicts import NONE, STAYS, judge

Version = tuple[int, int]


@dataclass
class Model:
    """What is held after some inputs. current: case → (version, input that brought it); past: case and version → until
    which input it was current."""

    current: dict[str, tuple[Version, int]] = field(default_factory=dict)
    past: dict[tuple[str, Version], int] = field(default_factory=dict)

    def take(self, number: int, versions: list[tuple[str, Version]]) -> None:
        """Take one input as a whole: of each case the newest version may rise, every other new one is past at once."""
        for case in {case for case, _ in versions}:
            new = {version for one, version in versions if one == case}
            held = self.current.get(case)
            new -= {held[0]} if held else set()
            new = {version for version in new if (case, version) not in self.past}
            for version in new:
                self.past[case, version] = number
            if new and (held is None or max(new) > held[0]):
                if held:
                    self.past[case, held[0]] = number
                self.current[case] = (max(new), number)
                del self.past[case, max(new)]


@pytest.mark.parametrize("twenty", range(10))
def test_inputs_applied_together_end_as_one_after_the_other(twenty: int) -> None:
    for seed in range(twenty * 20, twenty * 20 + 20):
        judged_together(seed)


def judged_together(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    before, inputs = Model(), chance.randint(1, 4)

    def some() -> list[tuple[str, Version]]:
        return [
            (chance.choice("abc"), (chance.randint(1, 4), chance.choice((1, 2**63 + 5, 2**64 - 1))))
            for _ in range(chance.randint(0, 6))
        ]

    before.take(NONE, some())
    before.take(NONE, some())
    delivered = [(number, case, version) for number in range(inputs) for case, version in some()]
    after = Model(dict(before.current), dict(before.past))
    for number in range(inputs):
        after.take(number, [(case, version) for one, case, version in delivered if one == number])

    held = _table([(case, version) for case, (version, _) in sorted(before.current.items())])
    held = held.append_column("batch", pa.array(["before"] * held.num_rows, pa.string()))
    arrived = _table([(case, version) for _, case, version in delivered])
    arrived = arrived.append_column("row", pa.array(range(len(delivered)), pa.int64()))
    arrived = arrived.append_column("input_number", pa.array([number for number, _, _ in delivered], pa.int64()))

    def are_past(places: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.array([delivered[place][1:] in before.past for place in places.tolist()], dtype=bool)

    moments = np.arange(inputs, dtype=np.int64)
    found = judge(arrived, held, are_past, moments, [str(number) for number in range(inputs)])
    expected = {(case, version): STAYS for case, (version, number) in after.current.items() if number != NONE} | {
        key: number for key, number in after.past.items() if key not in before.past
    }
    replaced = {case for case, (version, _) in before.current.items() if after.current[case][0] != version}
    for case in replaced:
        del expected[case, before.current[case][0]]
    verdicts = {delivered[place][1:]: int(until) for place, until in zip(found.place, found.superseded_at, strict=True)}
    assert verdicts == expected
    assert sorted(held["source_id"][place].as_py() for place in found.held[found.held != NONE]) == sorted(replaced)
    assert not found.replaces_own_input.any()


def _table(versions: list[tuple[str, Version]]) -> pa.Table:
    return pa.table(
        {
            "source_id": pa.array([case for case, _ in versions], pa.string()),
            "version": pa.array([version for _, (version, _) in versions], pa.int64()),
            "row_hash": pa.array([row_hash for _, (_, row_hash) in versions], pa.uint64()),
        }
    )
