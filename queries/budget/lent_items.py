"""Things of the database that are made for a key, lent to whoever needs them, and ended when there are too many."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


class LentItems(Generic[Key, Item]):
    """The items; none is ended while somebody uses it, so that there may be more of them for a while. Safe to use from
    many threads.

    are_too_many: of the items that are held; end: ends one, outside of any lock. One that cannot be ended stays, to be
    ended another time.
    """

    def __init__(self, are_too_many: Callable[[Collection[Item]], bool]) -> None:
        self._are_too_many = are_too_many
        self._changed = Condition()
        self._held: OrderedDict[Key, Item] = OrderedDict()
        self._users: Counter[Key] = Counter()
        self._ending: set[Key] = set()

    def held(self, key: Key) -> Item | None:
        """The item of a key; None where there is none."""
        with self._changed:
            return self._held.get(key)

    @contextmanager
    def lent(self, key: Key, make: Callable[[], Item]) -> Iterator[Item]:
        """Within the block the item of the key is there. make: makes it, one at a time of all."""
        with self._changed:
            self._changed.wait_for(lambda: key not in self._ending)
            if key not in self._held:
                self._held[key] = make()
            item = self._held[key]
            self._held.move_to_end(key)
            self._users[key] += 1
        try:
            yield item
        finally:
            with self._changed:
                self._users[key] -= 1
                if not self._users[key]:
                    del self._users[key]

    def end_unused(self, end: Callable[[Item], None]) -> None:
        """End what nobody uses, that of longest ago first, until there are not too many."""
        while (taken := self._taken()) is not None:
            key, item = taken
            try:
                end(item)
            except BaseException:
                with self._changed:
                    self._held[key] = item
                    self._held.move_to_end(key, last=False)
                raise
            finally:
                with self._changed:
                    self._ending.discard(key)
                    self._changed.notify_all()

    def _taken(self) -> tuple[Key, Item] | None:
        """The item that is to be ended next."""
        with self._changed:
            if not self._are_too_many(self._held.values()):
                return None
            key = next((key for key in self._held if key not in self._users), None)
            if key is None:
                return None
            self._ending.add(key)
            return key, self._held.pop(key)
