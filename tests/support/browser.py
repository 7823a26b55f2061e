"""A headless Chromium that takes pictures of pages and prints them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or shutil.which("pdftotext") is None, reason="needs chromium and pdftotext (poppler-utils)"
)
_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --no-pdf-header-footer"
).split()


def _run(profile: Path, *arguments: str) -> str:
    command = [str(CHROMIUM), *_OPTIONS, f"--user-data-dir={profile}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def picture(page: Path, target: Path, width: int = 1100, height: int = 3200) -> None:
    """Write what a window of `width` × `height` shows of `page` to `target` (PNG)."""
    _run(target.with_suffix(".profile"), f"--screenshot={target}", f"--window-size={width},{height}", page.as_uri())
    shutil.rmtree(target.with_suffix(".profile"), ignore_errors=True)


def print_pdf(page: Path, target: Path) -> None:
    """Print `page` to `target` (PDF)."""
    _run(target.with_suffix(".profile"), f"--print-to-pdf={target}", page.as_uri())
    shutil.rmtree(target.with_suffix(".profile"), ignore_errors=True)
