"""The drop folder: whole files put into drop/SOURCE/ of the city's folder are loaded and removed."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock, Thread

from dashboard.errors import public_message
from dashboard.intake.dropped_file import DroppedFileRefused, refuse, take
from dashboard.intake.receiver import Receiver
from queries.city import City

DROP = "drop"
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".partial", ".swp", "~")
QUIET_LOOKS = 2
TRY_AGAIN_S = 30.0
STOP_PATIENCE_S = 30.0
log = logging.getLogger("yiping")
FileState = tuple[int, int, int]


class DropFolder:
    """Checked every second by a job. A file is complete when it has not changed for two looks, is not empty or hidden,
    and has no ending under which programs write what is not finished yet (.part, .tmp, .filepart, …)."""

    def __init__(self, city: City, reception: Receiver) -> None:
        self._city, self._reception = city, reception
        self._seen: dict[Path, tuple[FileState, int]] = {}
        self._again_at: dict[Path, float] = {}
        self._logged: set[str] = set()
        self._end, self._lock = Event(), Lock()
        self._beside: dict[Path, Thread] = {}  # folder of a source → what loads a large file of it

    def stop(self) -> None:
        """Begin no further file, and wait for a large one, half a minute at most; what was not taken is loaded after
        the next start."""
        self._end.set()
        until = time.monotonic() + STOP_PATIENCE_S
        for thread in list(self._beside.values()):
            thread.join(max(0.0, until - time.monotonic()))

    def look(self) -> None:
        """One look: files that were unchanged long enough are taken, in the order of their age. Raises OSError where
        the folder cannot be read."""
        files = dict(self._files())
        seen = {path: self._looks(path, state) for path, state in files.items()}
        with self._lock:
            self._seen = {path: (files[path], looks) for path, looks in seen.items()}
            self._again_at = {path: at for path, at in self._again_at.items() if path in files}
        whole = [path for path, looks in seen.items() if looks >= QUIET_LOOKS]
        for path in sorted(whole, key=lambda path: (files[path][1], path.name)):
            if self._end.is_set():
                return
            if path.parent in self._beside or self._again_at.get(path, 0.0) > time.monotonic():
                continue
            if self._is_large(path):
                self._take_beside(path, files[path])
            else:
                self._take(path, files[path])

    def _is_large(self, path: Path) -> bool:
        try:
            return self._reception.is_large(path)
        except OSError:  # gone meanwhile, or unreadable: it is said when it is taken
            return False

    def _looks(self, path: Path, state: FileState) -> int:
        before, looks = self._seen.get(path, (None, 0))
        return looks + 1 if before == state else 0

    def _files(self) -> Iterator[tuple[Path, FileState]]:
        folder = self._city.ground.folder / DROP
        for place in sorted(folder.iterdir()) if folder.is_dir() else ():
            if not place.is_dir() or place.name.startswith("."):
                continue
            if place.name not in self._city.profile.sources:
                self._log_once(f"drop/{place.name}: there is no source of this name; `yiping source add {place.name}`.")
                continue
            for path in place.iterdir():
                state = _file_state(path)
                if state and not path.name.startswith(".") and not path.name.lower().endswith(UNFINISHED):
                    yield path, state

    def _take_beside(self, path: Path, state: FileState) -> None:
        """Take a large file in a thread of its own; the other files of its source wait for it."""

        def work() -> None:
            try:
                self._take(path, state)
            finally:
                self._beside.pop(path.parent, None)

        thread = self._beside[path.parent] = Thread(target=work, name=f"drop {path.parent.name}", daemon=True)
        thread.start()

    def _take(self, path: Path, state: FileState) -> None:
        shown = f"drop/{path.parent.name}/{path.name}"
        try:
            done = take(self._city, self._reception, path)
        except DroppedFileRefused as refused:
            log.warning("%s was refused: %s", shown, refused)
            refuse(self._reception, path, str(refused))
        except Exception as error:
            with self._lock:
                self._again_at[path] = time.monotonic() + TRY_AGAIN_S
            self._log_once(f"{shown} waits: {public_message(error) or type(error).__name__}")
        else:
            log.info("%s: %s", shown, done)
            if _file_state(path) == state:
                path.unlink(missing_ok=True)
        with self._lock:
            self._seen.pop(path, None)

    def _log_once(self, sentence: str) -> None:
        """Logs a sentence, the same one only once."""
        if sentence not in self._logged:
            self._logged.add(sentence)
            log.warning("%s", sentence)


def _file_state(path: Path) -> FileState | None:
    """Size, time and inode, which change while a file is written; None for a link, a missing or an empty file."""
    try:
        found = path.lstat()
    except OSError:
        return None
    regular = path.is_file() and not path.is_symlink()
    return (found.st_size, found.st_mtime_ns, found.st_ino) if regular and found.st_size else None
