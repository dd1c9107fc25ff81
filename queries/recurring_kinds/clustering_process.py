"""Texts clustered by a process of their own: the parts of SciPy that this takes stay out of a server that asks once an
hour, and so do their seconds of Python.

The texts go through a pipe, never over the disk. `python -m` of this file is that process: lists of texts as JSON on
its standard input, their clusters as JSON on its output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict

from queries.errors import ClusteringFailed
from queries.recurring_kinds.text_clusters import TellingWord, TextCluster, clusters_of

TIME_LIMIT_S = 100.0


def clusters_by_group(groups: Sequence[Sequence[str]]) -> list[list[TextCluster]]:
    """The clusters among the masked texts of each group, as `clusters_of` finds them. Raises ClusteringFailed."""
    if not groups:
        return []
    command = (sys.executable, "-P", "-m", __name__)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=json.dumps(groups).encode(), capture_output=True, timeout=TIME_LIMIT_S, check=False,
            env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ClusteringFailed(f"it took longer than {TIME_LIMIT_S:.0f} s") from None
    if done.returncode:
        raise ClusteringFailed(f"its process ended ({done.returncode})")
    return [[_cluster(**one) for one in found] for found in json.loads(done.stdout)]


def _cluster(*, telling: list[dict[str, object]], words: list[str], **numbers: int) -> TextCluster:
    told = tuple(TellingWord(**one) for one in telling)  # type: ignore[arg-type]
    return TextCluster(telling=told, words=tuple(words), **numbers)


def main() -> None:
    """One run."""
    groups: list[list[str]] = json.load(sys.stdin)
    json.dump([[asdict(one) for one in clusters_of(texts)] for texts in groups], sys.stdout)


if __name__ == "__main__":
    main()
