"""The browser and the fonts that photographs need, and the sentences that say what to install."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from dashboard.errors import SnapRefused
from dashboard.settings import Settings

WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EXECUTABLES = ("chromium-headless-shell", *WITH_WINDOWS)
"""Debian's shell is the same engine without windows: a page takes it a fifth less processor time."""
# A switch that is given twice counts as it was given last, so what Playwright turns off stands here with ours.
_TURNED_OFF_BY_PLAYWRIGHT = (
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
_SUGGESTIONS_OF_THE_ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
WITHOUT_SUGGESTIONS = "--disable-features=" + ",".join((*_TURNED_OFF_BY_PLAYWRIGHT, *_SUGGESTIONS_OF_THE_ADDRESS_BAR))
"""Switch of Chromium: a new window does not load the suggestions of its address bar, a page of 400 files and a third of
the processor time (0.7 s) that a screen takes until it is drawn."""
INSTALL_BROWSER = "There is no Chromium on this machine; install it: apt-get install chromium fonts-noto-cjk"
INSTALL_FONT = "There is no Chinese font on this machine; install one: apt-get install fonts-noto-cjk"


def find_browser(settings: Settings, first: Sequence[str] = ()) -> Path:
    """The Chromium to start: YIPING_BROWSER, else the first on the PATH of `first` and EXECUTABLES. Raises
    SnapRefused."""
    if settings.browser is not None:
        found = shutil.which(settings.browser)
        if found is None:
            raise SnapRefused(f"YIPING_BROWSER is {settings.browser}, but there is no such program.")
        return Path(found)
    found = next(filter(None, map(shutil.which, (*first, *EXECUTABLES))), None)
    if found is None:
        raise SnapRefused(INSTALL_BROWSER)
    return Path(found)


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
