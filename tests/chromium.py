"""Where the browser that the tests drive is."""

import os
import shutil


def find() -> str | None:
    """Return the path of Chromium: $CHROMIUM if it is set, else the system's own, or None."""
    if path := os.environ.get("CHROMIUM"):
        return path
    return shutil.which("chromium") or shutil.which("chromium-browser")
