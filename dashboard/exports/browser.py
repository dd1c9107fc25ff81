"""The browser and the fonts that photographs need, and the sentences that say what to install."""

import shutil
import subprocess
from pathlib import Path

from dashboard.errors import SnapRefused
from dashboard.settings import Settings

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_BROWSER = "There is no Chromium on this machine; install it: apt-get install chromium fonts-noto-cjk"
INSTALL_FONT = "There is no Chinese font on this machine; install one: apt-get install fonts-noto-cjk"


def find_browser(settings: Settings) -> Path:
    """The Chromium to start: YIPING_BROWSER, else the first one on the PATH. Raises SnapRefused."""
    if settings.browser is not None:
        found = shutil.which(settings.browser)
        if found is None:
            raise SnapRefused(f"YIPING_BROWSER is {settings.browser}, but there is no such program.")
        return Path(found)
    for name in EXECUTABLES:
        found = shutil.which(name)
        if found:
            return Path(found)
    raise SnapRefused(INSTALL_BROWSER)


def chinese_fonts() -> list[str] | None:
    """Font families with Chinese, by fontconfig; None when fontconfig's `fc-list` is not installed."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    data = subprocess.run(  # noqa: S603
        [program, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=30, check=False
    )
    return sorted({line.split(",")[0].strip() for line in data.stdout.splitlines() if line.strip()})


def require_chinese_font() -> None:
    """Raises SnapRefused when fontconfig knows no Chinese font; the page is asked again before the photograph."""
    if chinese_fonts() == []:
        raise SnapRefused(INSTALL_FONT)
