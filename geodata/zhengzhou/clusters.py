"""Clusters: cells of a parent divided among a number of children, each child in one piece."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geodata.placing.border_edges import edges_of, shared_edges
from geodata.zhengzhou.streets import NARROWING

Rows = NDArray[np.int64]
_PLANE = np.array([NARROWING, 1.0])
_ROUNDS = 4
_APART = 1e9
"""Distance put between parents, so that the nearest seed is always one of the same parent."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Pairs of cells that share an edge (each pair once), and the length they share, in micro-degrees of latitude."""

    first: Rows
    second: Rows
    shared: NDArray[np.float64]


def neighbours_of(cells: NDArray[np.object_]) -> Neighbours:
    """The pairs of cells that share an edge."""
    edges = shared_edges(*edges_of(cells, np.arange(1, len(cells) + 1, dtype=np.int32)))
    beside = (edges.left > 0) & (edges.right > 0)
    pair = np.sort(np.column_stack([edges.left, edges.right])[beside].astype(np.int64) - 1, axis=1)
    length = np.hypot(*((edges.ends[beside, 2:] - edges.ends[beside, :2]) * _PLANE).T)
    key = pair[:, 0] * len(cells) + pair[:, 1]
    unique, at = np.unique(key, return_inverse=True)
    shared = np.bincount(at, weights=length).astype(np.float64)
    return Neighbours(unique // len(cells), unique % len(cells), shared)


def clusters(xy: NDArray[np.float64], parent: Rows, counts: Rows, rng: Generator) -> Rows:
    """Cluster of each cell: parent p's cells are divided among `counts[p]` clusters, numbered parent after parent.

    Seeds are cells drawn at random, moved to the middle cell of their cluster a few times; no cluster is ever empty.
    Every parent needs at least as many cells as clusters.
    """
    place = np.column_stack([xy * _PLANE, parent * _APART])
    order = np.lexsort((rng.random(len(xy)), parent))
    start = np.searchsorted(parent[order], np.arange(len(counts)))
    rank = np.arange(len(order)) - start[parent[order]]
    seeds = order[rank < counts[parent[order]]]
    for _ in range(_ROUNDS):
        seeds = _middles(place, _nearest(place, seeds), len(seeds))
    return _nearest(place, seeds)


def _nearest(place: NDArray[np.float64], seeds: Rows) -> Rows:
    _, cluster = cKDTree(place[seeds]).query(place)
    cluster[seeds] = np.arange(len(seeds))
    return np.asarray(cluster, dtype=np.int64)


def _middles(place: NDArray[np.float64], cluster: Rows, count: int) -> Rows:
    """The cell of each cluster that lies nearest to its mean."""
    size = np.bincount(cluster, minlength=count)
    mean = np.column_stack([np.bincount(cluster, weights=axis, minlength=count) / size for axis in place.T])
    away = ((place - mean[cluster]) ** 2).sum(axis=1)
    order = np.lexsort((away, cluster))
    _, first = np.unique(cluster[order], return_index=True)
    return order[first]


def reunited(cluster: Rows, parent: Rows, neighbours: Neighbours) -> Rows:
    """The same clusters with every detached piece given to the neighbour of its parent with the longest shared edge.

    `parent` is the parent of each cell. A piece that borders on nothing of its parent stays where it is.
    """
    cluster = cluster.copy()
    within = parent[neighbours.first] == parent[neighbours.second]
    first, second, shared = neighbours.first[within], neighbours.second[within], neighbours.shared[within]
    for _ in range(50):
        piece, main = _pieces(cluster, first, second)
        loose = ~main[piece]
        out = np.concatenate([np.column_stack([first, second]), np.column_stack([second, first])])
        length = np.concatenate([shared, shared])
        joins = loose[out[:, 0]] & main[piece[out[:, 1]]] & (cluster[out[:, 0]] != cluster[out[:, 1]])
        if not joins.any():
            break
        giver, taker = piece[out[joins, 0]], cluster[out[joins, 1]]
        pairs, at = np.unique(np.column_stack([giver, taker]), axis=0, return_inverse=True)
        total = np.bincount(at, weights=length[joins])
        order = np.lexsort((pairs[:, 1], -total, pairs[:, 0]))
        givers, best = np.unique(pairs[order, 0], return_index=True)
        new = np.full(len(main), -1, dtype=np.int64)
        new[givers] = pairs[order, 1][best]
        moved = new[piece] >= 0
        cluster[moved] = new[piece[moved]]
    return cluster


def _pieces(cluster: Rows, first: Rows, second: Rows) -> tuple[Rows, NDArray[np.bool_]]:
    """The connected piece of each cell, and whether a piece is the main one (most cells) of its cluster."""
    same = cluster[first] == cluster[second]
    links = coo_array((np.ones(int(same.sum()), dtype=np.int8), (first[same], second[same])), shape=(len(cluster),) * 2)
    count, piece = connected_components(links, directed=False)
    piece = piece.astype(np.int64)
    size = np.bincount(piece)
    _, cell_of = np.unique(piece, return_index=True)
    owner = cluster[cell_of]
    order = np.lexsort((np.arange(count), -size, owner))
    _, best = np.unique(owner[order], return_index=True)
    main = np.zeros(count, dtype=bool)
    main[order[best]] = True
    return piece, main
