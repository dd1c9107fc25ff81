"""Which program a server runs, so that a page that was loaded from another one can tell."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from dashboard.web.page.modules import Modules
from dashboard.web.page.styles import Styles

RELEASE = "yiping_release"
"""Where a Flask application keeps it."""


def release_of(modules: Modules, styles: Styles) -> str:
    """Twelve hexadecimal digits, another one for another version of yiping, other modules or other style sheets."""
    return hashlib.sha256(f"{version('yiping')} {modules.version} {styles.version}".encode()).hexdigest()[:12]
