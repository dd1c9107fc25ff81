"""A progress bar on stderr, for people at a terminal only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


@contextmanager
def progress_bar(first_step: str) -> Iterator[Callable[[str, float], None]]:
    """Gives a function (step, done between 0 and 1) that moves the bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(first_step, total=1.0)

        def move(step: str, done: float) -> None:
            bar.update(task, description=step, completed=min(max(done, 0.0), 1.0))

        yield move
