"""Download one file over https: resumed, retried, bounded in size, cancellable at any moment."""

from __future__ import annotations

import email.utils
import http.client
import ipaddress
import json
import os
import re
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import Cancelled, So2SatError
from ..progress import Progress

MAX_BYTES = 2 << 30  # no module of the catalogue is larger than 0.2 GB
TRIES = 6  # a connection that never came about is tried `_CONNECT_TRIES` times only: the user is offline
_CONNECT_TRIES = 2
_TIMEOUT = 30.0  # seconds without a byte
_LONGEST_PAUSE = 60.0
_CHUNK = 1 << 16
_VALIDATOR = r"[ -~]{0,300}"
_RETRIED = (408, 425, 429, 500, 502, 503, 504)


def download(
    address: str,
    target: Path,
    progress: Progress,
    proxy: str | None = None,
    max_bytes: int = MAX_BYTES,
    pause: float = 1.0,
) -> None:
    """Fetch `address` to `target`, going on from what an earlier try left in `target`.part.

    `proxy` is its address with user, password, host and port, "" for none, None for what the system says. Pauses
    between tries start with `pause` seconds and double. Raises So2SatError with the way to do without this download.
    """
    check_address(address)
    job = _Download(address, target, proxy, max_bytes, pause)
    thread = threading.Thread(target=job.run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
        progress.report(job.fraction())
        if progress.is_cancelled():
            job.stop.set()
            raise Cancelled
    if job.error is not None:
        raise job.error
    progress.report(1.0)


def check_address(address: str, came_from: str | None = None) -> None:
    """Raise So2SatError unless `address` is https, or http on this computer (reached by a redirect of its own only)."""
    try:
        parts = urllib.parse.urlsplit(address)
        local = _is_loopback(parts.hostname or "")
    except ValueError as error:
        raise So2SatError(f"{came_from or address} leads to no address: {error} ({address}). Check it.") from error
    if came_from is not None and local and not _is_loopback(urllib.parse.urlsplit(came_from).hostname or ""):
        raise So2SatError(f"{came_from} redirects to {address}, which is on this computer. It is not followed.")
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and local)):
        return
    how = f"{came_from} redirects to" if came_from else "The address is"
    raise So2SatError(f"{how} {address}, but modules are fetched over https only. Fetch it by hand if you trust it.")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _CheckedRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        check_address(newurl, req.full_url)
        fp.close()  # else urllib would read what comes with the redirect, however much
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Retry(Exception):
    """Worth another try; `after` is what the server asked to wait, in seconds."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class _NoConnection(_Retry):
    """Nothing answered."""


class _Download:
    """One file on its way. `run` is the body of a thread; the others read `fraction` and `error`, and set `stop`."""

    def __init__(self, address: str, target: Path, proxy: str | None, max_bytes: int, pause: float) -> None:
        self.stop = threading.Event()
        self.error: Exception | None = None
        self._address, self._target, self._max, self._pause = address, target, max_bytes, pause
        self._part = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + ".part.json")  # what the part belongs to: validator, length
        self._done, self._total = 0, 0
        proxies = None if proxy is None else ({"http": proxy, "https": proxy} if proxy else {})
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _CheckedRedirects())

    def fraction(self) -> float:
        """Return the share that is here, 0 to 1; 0 while the length is not known."""
        return min(self._done / self._total, 1.0) if self._total else 0.0

    def run(self) -> None:
        """Fetch; leave what went wrong in `error`."""
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._run()
        except So2SatError as error:
            self.error = error
        except (http.client.HTTPException, ValueError, OverflowError) as error:
            self.error = So2SatError(
                f"What the server of {self._address} answers cannot be understood ({error}). Fetch the file in a "
                "browser, and give its path as MODULE."
            )
        except OSError as error:
            self.error = So2SatError(f"{self._part} cannot be written: {error.strerror or error}. Make room there.")
        except Exception as error:
            self.error = error

    def _run(self) -> None:
        reason = ""
        tries, limit, furthest = 0, TRIES, 0
        while tries < limit and not self.stop.is_set():
            try:
                self._try_once()
                return
            except _Retry as error:
                reason = str(error)
                limit = _CONNECT_TRIES if isinstance(error, _NoConnection) and self._done == 0 else TRIES
                tries = tries + 1 if self._done <= furthest else 1  # a try that got further counts as the first
                furthest = max(furthest, self._done)
                if tries < limit:
                    self.stop.wait(min(max(error.after, self._pause * 2 ** (tries - 1)), _LONGEST_PAUSE))
        raise So2SatError(
            f"{self._address} could not be fetched: {reason} (tried {tries} times). Run it again to go on from what is "
            f"there; if this computer has no internet, fetch the address in a browser elsewhere, save the file, and "
            "give its path as MODULE."
        )

    def _try_once(self) -> None:
        request = urllib.request.Request(
            self._address, headers={"User-Agent": "so2sat-qgis", "Accept-Encoding": "identity"}
        )
        note = self._read_note()
        # Without a validator nothing tells whether the rest is of the same file.
        offset = self._part.stat().st_size if note.get("validator") and self._part.exists() else 0
        if offset:
            request.add_header("Range", f"bytes={offset}-")
            request.add_header("If-Range", note["validator"])
        with self._open(request) as response:
            offset = self._begin(response, offset, note)
            self._receive(response, offset)
        os.replace(self._part, self._target)
        self._note.unlink(missing_ok=True)

    def _open(self, request: urllib.request.Request) -> Any:
        host = urllib.parse.urlsplit(self._address).hostname
        try:
            return self._opener.open(request, timeout=_TIMEOUT)
        except urllib.error.HTTPError as error:
            raise self._answered(error) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise So2SatError(
                    f"{host} shows a certificate that is not valid: {error.reason.verify_message}."
                ) from error
            raise _NoConnection(f"no connection to {host}: {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise _Retry(f"{host} broke off: {error!r}") from error

    def _answered(self, error: urllib.error.HTTPError) -> Exception:
        if error.code == 416:  # the part is longer than the file: it belongs to another one
            self._forget_part()
            return _Retry("the file has changed")
        if error.code in _RETRIED:
            return _Retry(f"the server answers {error.code} {error.reason}", _retry_after(error.headers))
        return So2SatError(
            f"{error.url} answers {error.code} {error.reason}. Check the name of the module; fetch it by hand in a "
            f"browser ({self._address}) where it wants a login, and give the file as MODULE."
        )

    def _begin(self, response: Any, offset: int, note: dict[str, Any]) -> int:
        """Check the head of an answer; return the offset that its body starts at."""
        headers = response.headers
        if headers.get_content_type() in ("text/html", "application/xhtml+xml"):
            raise So2SatError(
                f"{response.url} answers with a web page, not with a module. Open it in a browser (it may want a login "
                "or your consent), save the .tar.gz, and give the file as MODULE."
            )
        self._total = _number(headers.get("Content-Length", ""))
        validator = _validator(headers)
        if response.status == 206:
            start, total = _content_range(headers.get("Content-Range", ""))
            other = validator not in ("", note.get("validator")) or (total and total != (note.get("length") or total))
            if start != offset or other:  # If-Range was not heeded, or not sent
                self._forget_part()
                raise _Retry("the file has changed")
            self._total = total or (self._total + offset if self._total else 0)
            validator = validator or note.get("validator", "")
        else:
            offset = 0
        if self._total > self._max:
            raise self._too_large(self._total)
        values = {"address": self._address, "validator": validator, "length": self._total}
        self._note.write_text(json.dumps(values), encoding="utf-8")
        return offset

    def _receive(self, response: Any, offset: int) -> None:
        self._done = offset
        with self._part.open("r+b" if offset else "wb") as file:
            file.truncate(offset)
            file.seek(offset)
            while True:
                try:
                    chunk = response.read1(_CHUNK)  # `read` would take a chunk of size −1 whole into memory
                except (OSError, http.client.HTTPException, ValueError) as error:
                    raise _Retry(f"the connection broke off after {self._done:,} bytes") from error
                if not chunk or self.stop.is_set():
                    break
                self._done += len(chunk)
                if self._done > self._max:
                    file.close()
                    self._forget_part()
                    raise self._too_large(self._done)
                file.write(chunk)
        if 0 < self._total < self._done:
            self._forget_part()
            raise _Retry(f"the server sent more than the {self._total:,} bytes that it announced")
        if self.stop.is_set():
            raise Cancelled
        if self._done < self._total:
            raise _Retry(f"the connection broke off after {self._done:,} of {self._total:,} bytes")

    def _too_large(self, size: int) -> So2SatError:
        return So2SatError(
            f"{self._address} has more than {size / 1e6:,.0f} MB; modules up to {self._max / 1e6:,.0f} MB are fetched. "
            "It is probably not a module."
        )

    def _read_note(self) -> dict[str, Any]:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            fits = note["address"] == self._address and re.fullmatch(_VALIDATOR, note["validator"])
            return dict(note) if fits else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _forget_part(self) -> None:
        self._done = 0
        for path in (self._part, self._note):
            with suppress(FileNotFoundError):
                path.unlink()


def _validator(headers: Any) -> str:
    """Return what tells this version of a file from another, "" where the server does not say."""
    found = str(headers.get("ETag") or headers.get("Last-Modified") or "")
    return "" if found.startswith("W/") or not re.fullmatch(_VALIDATOR, found) else found


def _number(text: str) -> int:
    """Return a number of bytes, 0 where it is none; a server may send thousands of digits."""
    return int(text[:18]) if text.isdecimal() else 0


def _content_range(text: str) -> tuple[int, int]:
    """Return (first byte, length of the whole file) of a Content-Range; −1 and 0 where it does not tell."""
    span, _, total = text.removeprefix("bytes ").partition("/")
    first = span.partition("-")[0]
    return (_number(first) if first.isdecimal() else -1), _number(total)


def _retry_after(headers: Any) -> float:
    text = headers.get("Retry-After", "") if headers else ""
    if text.isdecimal():
        return float(text)
    with suppress(TypeError, ValueError, OverflowError):
        return max(email.utils.parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    return 0.0
