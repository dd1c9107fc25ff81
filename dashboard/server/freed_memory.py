"""Memory that the server no longer needs goes back to the system: pages of mapped files, and gaps in the heaps."""

from __future__ import annotations

import ctypes

from queries.city import City


def free_memory(city: City) -> None:
    """Gives back what has been read of mapped files since the last time, and what is free in the heaps."""
    city.ground.placer.release_pages()
    city.tree.release_pages()
    trim_heaps()


def trim_heaps() -> None:
    """Gives free pages between pieces in use back. glibc itself gives back only the end of a heap: after an hour of
    deliveries and screens 100 MB lay free below it. Does nothing where the C library has no such function."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
