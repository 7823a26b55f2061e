"""One set-up under way: its commands, the log that keeps all of it, and what of it is shown."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import TextIO

from ..engine.errors import So2SatError
from ..engine.progress import Progress
from . import process
from .client import clean_environment

# The package installers follow the user's own settings too, which the worker has no use for.
_KEPT = ("NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
_KEPT_PREFIXES = ("PIP_", "UV_", "XDG_")
_NOISE = ("Requirement already", "Ignoring ")


class Job:
    """Runs commands, cancellable; every line goes to `log`, words to `progress`.

    `proxy`: its address with user, password, host and port, "" for none, None for what the system says; never shown
    or logged.
    """

    def __init__(self, progress: Progress, log: TextIO, proxy: str | None) -> None:
        self.progress, self.proxy = progress, proxy
        self._log = log

    def say(self, message: str) -> None:
        """Tell the user, and the log."""
        self.progress.log(message)
        self.write(message)

    def write(self, message: str) -> None:
        """Tell the log alone."""
        self._log.write(message + "\n")
        self._log.flush()

    def run(
        self,
        command: list[str],
        what: str,
        extra: dict[str, str] | None = None,
        watch: Callable[[str], None] = lambda line: None,
        tick: Callable[[], None] = lambda: None,
    ) -> None:
        """Run a command; raises So2SatError with the end of its output where it fails, Cancelled on cancel."""

        def take(line: str) -> None:
            line = without_password(line, self.proxy)
            self.write(line)
            if line and not line.startswith(_NOISE):
                self.progress.detail(line)
            watch(line)

        self.write(f"\n$ {' '.join(command)}")
        try:
            given = {**environment(self.proxy), **(extra or {})}
            code, tail = process.run(command, given, self.progress, take, tick)
        except OSError as error:
            raise So2SatError(f"{what} could not start: {error}.") from error
        if code != 0:
            raise CommandFailed(f"{what} failed (exit code {code}).", without_password(tail, self.proxy))


class CommandFailed(So2SatError):
    """A command that ended with an error; `tail` is the end of what it wrote."""

    def __init__(self, message: str, tail: str) -> None:
        super().__init__(f"{message}\n{tail}")
        self.tail = tail

    def advised(self, advice: str) -> So2SatError:
        """Return the error with advice after its first sentence."""
        first, _, rest = str(self).partition("\n")
        return So2SatError(f"{first}{advice}\n{rest}") if advice else self


def environment(proxy: str | None) -> dict[str, str]:
    """Return the environment for pip and uv: clean, with the user's settings for them and `proxy`.

    A certificate that SSL_CERT_FILE names counts beside those that the system trusts (pip knows it as PIP_CERT).
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _KEPT or name.upper().startswith(_KEPT_PREFIXES)
    }
    if proxy is not None:
        kept = {name: value for name, value in kept.items() if not name.upper().endswith("_PROXY")}
        kept.update({"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy} if proxy else {"NO_PROXY": "*"})
    if kept.get("SSL_CERT_FILE"):
        kept.setdefault("PIP_CERT", kept["SSL_CERT_FILE"])
    return {
        **clean_environment(os.environ),
        "UV_SYSTEM_CERTS": "1",
        "UV_NATIVE_TLS": "1",  # its name in older releases
        **kept,
        "PYTHONUTF8": "1",
        "PIP_NO_INPUT": "1",
    }


def without_password(line: str, proxy: str | None) -> str:
    """Return `line` without the proxy's user and password."""
    found = re.match(r"\w+://([^@/]+)@", proxy or "")
    return line.replace(found.group(1), "…") if found else line
