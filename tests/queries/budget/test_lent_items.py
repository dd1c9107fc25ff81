"""What is lent is there until it is given back, and what cannot be ended is not forgotten."""

from __future__ import annotations

import threading

import pytest

from queries.budget.lent_items import LentItems


def lending_one() -> LentItems[str, list[str]]:
    return LentItems(lambda items: len(items) > 1)


def use(items: LentItems[str, list[str]], key: str) -> list[str]:
    with items.lent(key, lambda: [key]) as item:
        return item


def test_what_was_used_longest_ago_is_ended_but_nothing_that_is_in_use() -> None:
    items = lending_one()
    ended: list[list[str]] = []
    with items.lent("a", lambda: ["a"]) as first:
        use(items, "b")
        items.end_unused(ended.append)
        assert ended == [["b"]]
        with items.lent("c", lambda: ["c"]):
            items.end_unused(ended.append)
            assert len(ended) == 1, "both are in use, though they are too many"
        assert use(items, "a") is first
    items.end_unused(ended.append)
    assert ended == [["b"], ["c"]]
    assert items.held("a") is first
    assert items.held("b") is None


def test_what_could_not_be_ended_is_ended_another_time() -> None:
    items = lending_one()
    ended: list[list[str]] = []
    first = use(items, "a")
    use(items, "b")

    def fail(_: list[str]) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        items.end_unused(fail)
    assert items.held("a") is first
    items.end_unused(ended.append)
    assert ended == [first]


def test_whoever_needs_what_is_being_ended_waits_and_is_lent_a_new_one() -> None:
    items, ending, go_on, found = lending_one(), threading.Event(), threading.Event(), []
    first = use(items, "a")
    use(items, "b")

    def end(_: list[str]) -> None:
        ending.set()
        assert go_on.wait(10)

    dropper = threading.Thread(target=items.end_unused, args=(end,))
    dropper.start()
    assert ending.wait(10)
    asker = threading.Thread(target=lambda: found.append(use(items, "a")))
    asker.start()
    assert use(items, "b") == ["b"], "others wait for nothing"
    asker.join(0.05)
    assert asker.is_alive()
    go_on.set()
    asker.join(10)
    dropper.join(10)
    assert found == [["a"]]
    assert found[0] is not first
