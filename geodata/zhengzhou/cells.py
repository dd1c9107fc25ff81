"""Cells: one Voronoi region for every centre, cut at the real borders, without gap or overlap between them.

Everything lies on whole micro-degrees. Inner cells are Voronoi regions as they come, with rounded corners; only the
band of cells along a real border is noded together with that border.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi, cKDTree

from geodata.errors import GeodataError
from geodata.placing.border_edges import edges_of, shared_edges
from geodata.zhengzhou.scatter import Centres
from geodata.zhengzhou.streets import NARROWING

Outlines = NDArray[np.object_]
_PLANE = np.array([NARROWING, 1.0])


def cut_cells(centres: Centres, hosts: Outlines) -> Outlines:
    """One valid outline (micro-degrees) for each centre; together they cover the hosts exactly."""
    regions = np.empty(len(centres.xy), dtype=object)
    for host in range(len(hosts)):
        rows = np.flatnonzero(centres.host == host)
        regions[rows] = _voronoi(centres.xy[rows])
    inner = shapely.is_valid(regions)
    for host, outline in enumerate(hosts):
        rows = np.flatnonzero(centres.host == host)
        shapely.prepare(outline)
        inner[rows] &= shapely.contains_properly(outline, regions[rows])
    while True:
        band = np.flatnonzero(~inner)
        faces, cell = _noded_band(regions, band, centres, hosts, inner)
        loose = _cells_that_do_not_fit(regions, inner, faces)
        if not len(loose):
            break
        inner[loose] = False
    regions[band] = None
    _put_together(regions, faces, cell)
    if shapely.is_missing(regions).any():
        raise GeodataError("With this seed a micro-grid is left without land; build the city with another seed.")
    return regions


def _voronoi(xy: NDArray[np.float64]) -> Outlines:
    """Voronoi regions with corners rounded to whole micro-degrees; those that collapse come out invalid."""
    plane = xy * _PLANE
    middle, reach = plane.mean(axis=0), 8 * np.ptp(plane, axis=0).max()
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    far = middle + reach * np.column_stack([np.cos(angles), np.sin(angles)])
    diagram = Voronoi(np.concatenate([plane, far]))
    corners = np.rint(diagram.vertices / _PLANE)
    regions = [diagram.regions[region] for region in diagram.point_region[: len(xy)]]
    sizes = np.array([len(region) for region in regions])
    ring = np.repeat(np.arange(len(xy)), sizes)
    points = corners[np.concatenate(regions)]
    follower = np.arange(len(ring)) + 1
    last = np.cumsum(sizes) - 1
    follower[last] = last - sizes + 1
    kept = (points != points[follower]).any(axis=1)
    return np.asarray(shapely.polygons(shapely.linearrings(points[kept], indices=ring[kept])))


def _noded_band(
    regions: Outlines, band: NDArray[np.int64], centres: Centres, hosts: Outlines, inner: NDArray[np.bool_]
) -> tuple[Outlines, NDArray[np.int64]]:
    """Faces of the band between inner cells and beyond borders, and the cell that each face belongs to."""
    lines: list[Outlines] = [np.asarray(shapely.boundary(hosts))]
    for host, outline in enumerate(hosts):
        rows = band[centres.host[band] == host]
        edges, owner = edges_of(regions[rows], rows.astype(np.int32))
        ends = shared_edges(edges, owner).ends
        lines.append(shapely.intersection(shapely.linestrings(ends.reshape(-1, 2, 2)), outline))
    noded = shapely.union_all(np.concatenate(lines), grid_size=1)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return _owned(faces, centres, hosts, inner)


def _owned(
    faces: Outlines, centres: Centres, hosts: Outlines, inner: NDArray[np.bool_]
) -> tuple[Outlines, NDArray[np.int64]]:
    """The faces that belong to band cells, and to which: the one whose centre lies inside, else by the longest edge."""
    inside = shapely.point_on_surface(faces)
    at = shapely.get_coordinates(inside)
    host_of, face_of = np.full(len(faces), -1), np.full(len(faces), -1)
    for host, outline in enumerate(hosts):
        within = np.flatnonzero(shapely.contains_xy(outline, at[:, 0], at[:, 1]))
        rows = np.flatnonzero(centres.host == host)
        _, nearest = cKDTree(centres.xy[rows] * _PLANE).query(at[within] * _PLANE)
        host_of[within], face_of[within] = host, rows[nearest]
    kept = (host_of >= 0) & ~inner[face_of]
    faces, nearest_cell, host_of = faces[kept], face_of[kept], host_of[kept]
    cell = np.full(len(faces), -1, dtype=np.int64)
    band = np.flatnonzero(~inner)
    centre, face = shapely.STRtree(faces).query(shapely.points(centres.xy[band]), predicate="intersects")
    same = centres.host[band[centre]] == host_of[face]
    cell[face[same]] = band[centre[same]]
    return faces, _with_neighbours(faces, cell, host_of, nearest_cell)


def _with_neighbours(
    faces: Outlines, cell: NDArray[np.int64], host_of: NDArray[np.int64], nearest_cell: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Cells of all faces: a face without a centre joins the neighbour in its host with the longest shared edge."""
    edges = shared_edges(*edges_of(faces, np.arange(1, len(faces) + 1, dtype=np.int32)))
    left, right = edges.left.astype(np.int64) - 1, edges.right.astype(np.int64) - 1
    beside = (left >= 0) & (right >= 0)
    beside &= host_of[left] == host_of[right]
    length = np.hypot(*((edges.ends[beside, 2:] - edges.ends[beside, :2]) * _PLANE).T)
    pairs = np.concatenate([np.column_stack([left, right])[beside], np.column_stack([right, left])[beside]])
    length = np.concatenate([length, length])
    while True:
        joins = (cell[pairs[:, 0]] < 0) & (cell[pairs[:, 1]] >= 0)
        if not joins.any():
            break
        loose, target, shared = pairs[joins, 0], cell[pairs[joins, 1]], length[joins]
        order = np.lexsort((target, loose))
        loose, target, shared = loose[order], target[order], shared[order]
        first = np.flatnonzero(np.r_[True, (loose[1:] != loose[:-1]) | (target[1:] != target[:-1])])
        total = np.add.reduceat(shared, first)
        loose, target = loose[first], target[first]
        best = np.lexsort((target, -total, loose))
        chosen, at = np.unique(loose[best], return_index=True)
        cell[chosen] = target[best][at]
    alone = cell < 0
    cell[alone] = nearest_cell[alone]
    return cell


def _cells_that_do_not_fit(regions: Outlines, inner: NDArray[np.bool_], faces: Outlines) -> NDArray[np.int64]:
    """Inner cells with an edge that neither another inner cell nor a face of the band has."""
    rows = np.flatnonzero(inner)
    everything = np.concatenate([regions[rows], faces])
    edges = shared_edges(*edges_of(everything, np.arange(1, len(everything) + 1, dtype=np.int32)))
    lonely = np.maximum(edges.left, edges.right)[(edges.left == 0) | (edges.right == 0)]
    lonely = np.unique(lonely[lonely <= len(rows)])
    return np.asarray(rows[lonely - 1], dtype=np.int64)


def _put_together(regions: Outlines, faces: Outlines, cell: NDArray[np.int64]) -> None:
    """Write the band cells into `regions`, each as the union of its faces."""
    order = np.argsort(cell, kind="stable")
    cells, first = np.unique(cell[order], return_index=True)
    for row, mine in zip(cells.tolist(), np.split(faces[order], first[1:]), strict=True):
        regions[row] = mine[0] if len(mine) == 1 else shapely.coverage_union_all(mine)
