"""The packages that estimators are made of: imported while something else is waited for, and held to one thread."""

from __future__ import annotations

import importlib
import threading
from typing import Any

from ..server import Session

_FOR = {
    "clusters": ("sklearn.decomposition", "sklearn.cluster", "sklearn.metrics"),
    "classes": ("sklearn.ensemble", "sklearn.linear_model", "sklearn.neighbors", "sklearn.svm", "skops.io"),
}


def preload(session: Session, *, estimators: str) -> None:
    """Import in the background what "clusters" or "classes" need; returns at once."""
    threading.Thread(target=_import, args=(_FOR[estimators],), daemon=True).start()


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)


def one_thread() -> Any:
    """Return a context that holds numerical libraries to one thread.

    scikit-learn's are loaded first: the threads of those that come later would not be limited.
    """
    import sklearn.cluster
    import sklearn.linear_model  # noqa: F401
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


CALLS = (preload,)
