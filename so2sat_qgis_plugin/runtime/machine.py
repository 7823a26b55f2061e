"""What this computer has for a runtime: room on the disk, and a GPU that TensorFlow drives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .client import clean_environment

DRIVER = 525  # the oldest NVIDIA driver that CUDA 12 runs with (its release notes, minor-version compatibility)


def free_gb(folder: Path) -> float:
    """Return the free room of the disk that `folder` is or will be on, in GB (10⁹ bytes)."""
    there = next((path for path in [folder, *folder.parents] if path.exists()), Path.cwd())
    return shutil.disk_usage(there).free / 1e9


def nvidia_gpus() -> list[str]:
    """Return name and driver of each NVIDIA GPU that TensorFlow can drive here: on Linux, by what nvidia-smi says."""
    program = shutil.which("nvidia-smi") if sys.platform == "linux" else None
    if program is None:
        return []
    try:
        done = subprocess.run(
            [program, "--query-gpu=name,driver_version", "--format=csv,noheader"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=10,
            env=clean_environment(os.environ),
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return parse_nvidia_smi(done.stdout) if done.returncode == 0 else []


def parse_nvidia_smi(listing: str) -> list[str]:
    """Return the GPUs of nvidia-smi's rows "name, driver" whose driver is new enough."""
    rows = [re.fullmatch(r"\s*(.+?),\s*(\d+)[\d.]*\s*", row) for row in listing.splitlines()]
    return [f"{row[1]} (driver {row[2]})" for row in rows if row and int(row[2]) >= DRIVER]
