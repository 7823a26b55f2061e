"""How QGIS's side fetches modules: QGIS's proxy settings, the profile's cache, a worker where one is needed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtNetwork import QNetworkProxy

from ..engine.errors import So2SatError
from ..engine.modules.catalogue import Module
from ..engine.modules.download import download
from ..engine.modules.keras_import import import_weights
from ..engine.modules.resolve import resolve
from ..engine.progress import Progress
from ..runtime.client import Worker
from .base import runtime_python


def resolve_module(text: str, home: Path, progress: Progress) -> Module:
    """Return the module that MODULE names, fetching it through QGIS's proxy where it is not cached."""
    return resolve(text, home, progress, fetch, partial(_build, home))


def fetch(address: str, target: Path, progress: Progress) -> None:
    """Download with QGIS's proxy."""
    progress.log(f"Fetching {address}")
    download(address, target, progress, proxy_for(address))


def _build(home: Path, file: Path, folder: Path, progress: Progress) -> None:
    with Worker(runtime_python(), home) as worker:
        import_weights(worker, file, folder, home, progress)


def proxy_for(address: str) -> str | None:
    """Return the proxy that QGIS's settings (Options > Network) name for `address`; None: the system's."""
    settings = QgsSettings()
    if not settings.value("proxy/proxyEnabled", False, type=bool):
        return None
    without = [*_list(settings, "proxy/noProxyUrls"), *_list(settings, "proxy/proxyExcludedUrls")]
    if any(prefix and address.startswith(prefix) for prefix in without):
        return ""
    kind = settings.value("proxy/proxyType", "DefaultProxy", type=str)
    if kind in ("DefaultProxy", "NoProxy", ""):
        return None if kind == "DefaultProxy" else ""
    if kind not in ("HttpProxy", "HttpCachingProxy"):
        raise So2SatError(
            f"QGIS is set to a proxy of type {kind}, and modules are fetched through HTTP proxies only. "
            f"Fetch {address} in a browser and give the file as MODULE."
        )
    host = settings.value("proxy/proxyHost", "", type=str)
    port = settings.value("proxy/proxyPort", "", type=str)
    user, password = _proxy_login(settings)
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    return f"http://{login}{host}:{port or 8080}"


def _list(settings: QgsSettings, key: str) -> list[str]:
    value: Any = settings.value(key, [])
    return [value] if isinstance(value, str) else list(value or [])


def _proxy_login(settings: QgsSettings) -> tuple[str, str]:
    config = settings.value("proxy/authcfg", "", type=str)
    if config:
        proxy = QNetworkProxy()
        done = QgsApplication.authManager().updateNetworkProxy(proxy, config)
        proxy = done[1] if isinstance(done, tuple) else proxy
        return proxy.user(), proxy.password()
    return settings.value("proxy/proxyUser", "", type=str), settings.value("proxy/proxyPassword", "", type=str)
