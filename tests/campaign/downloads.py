"""Downloads from a server on loopback that answers anything but what it should."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random

from so2sat_qgis_plugin.engine.modules.download import download
from so2sat_qgis_plugin.engine.progress import Progress
from tests.support.loopback import Handler, Server

BODY = bytes(range(256)) * 400
STATUSES = (200, 200, 200, 206, 206, 206, 204, 301, 302, 307, 404, 416, 429, 500, 503, 999)
LOCATIONS = (
    "/m", "/x", "", "http://[::1", "http://[::1]x/", "http://127.0.0.1:99999999/", "file:///etc/passwd", "//",
    "http://a b/", "https://", "http://127.0.0.1:1/m", "/" + "x" * 70_000, "\x7f", "http://0x7f.1/m", "ftp://127.0.0.1/m",
)  # fmt: skip
LENGTHS = ("", "0", "10", "-1", "9" * 18, "9" * 4000, "0x10", "1e3", "٣", str(len(BODY)))


class Impatient(Progress):
    """Cancels after three seconds: a server may ask to wait for a minute."""

    def __init__(self) -> None:
        self._end = time.monotonic() + 3.0

    def is_cancelled(self) -> bool:
        return time.monotonic() > self._end


def prepare(folder: Path) -> Server:
    """The server."""
    return Server()


def attempt(random: Random, base: Server, folder: Path) -> None:
    base.answers["/m"] = lambda handler: _answer(random, handler)
    base.answers["/x"] = lambda handler: _whole(handler)
    target = folder / "m"
    if random.random() < 0.3:
        (folder / "m.part").write_bytes(random.choice((b"", BODY[:1000], BODY * 2)))
        note = random.choice(
            ('{"address": "%s", "validator": "\\"v1\\"", "length": %d}', '{"address": "%s", "length": %d', "[]%.0s%.0d")
        )
        (folder / "m.part.json").write_text(note % (base.address("/m"), len(BODY)))
    try:
        download(base.address("/m"), target, Impatient(), proxy="", max_bytes=4 << 20, pause=0.005)
        assert set(os.listdir(folder)) == {"m"}, "a part stayed"
    except BaseException:
        assert not target.exists(), "a download that failed has its name"
        raise


def _whole(handler: Handler) -> None:
    handler.head(200, Content_Length=len(BODY), ETag='"v1"')
    handler.wfile.write(BODY)


def _answer(random: Random, handler: Handler) -> None:
    if random.random() < 0.25:
        return _whole(handler)
    if random.random() < 0.1:
        handler.wfile.write(
            random.choice(
                (b"", b"HTTP/1.1", b"\0" * 1000, random.randbytes(200), b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 300)
            )
        )
        return None
    start = handler.offset() if random.random() < 0.7 else random.randrange(3000)
    headers: dict[str, object] = {"ETag": random.choice(('"v1"', '"v2"', "W/x", "ä", "x" * 5000))}
    if random.random() < 0.8:
        headers["Content_Length"] = random.choice((*LENGTHS, max(len(BODY) - start, 0)))
    status = random.choice(STATUSES)
    if 300 < status < 400:
        headers["Location"] = random.choice(LOCATIONS)
    if status == 206:
        total = random.choice((len(BODY), 1, "*", "9" * 400, -1))
        headers["Content_Range"] = random.choice((f"bytes {start}-{len(BODY) - 1}/{total}", "bytes */5", "x", ""))
    if random.random() < 0.2:
        headers["Content_Type"] = random.choice(("text/html", "x" * 1000, ""))
    if random.random() < 0.3:
        headers["Retry_After"] = random.choice((0, -1, "9" * 4000, "x", "Wed, 31 Feb 9999 99:99:99 GMT"))
    body = random.choice((BODY[start:], BODY, b"", BODY[start : start + 500], BODY * 60))
    if random.random() < 0.2:
        headers = {"Transfer_Encoding": "chunked", "ETag": '"v1"'}
        size = random.choice((b"%x" % len(body), b"-1", b"-5", b"zz", b"f" * 40, b"", b"5;" + b"x" * 70_000))
        body = size + b"\r\n" + body + b"\r\n0\r\n\r\n"
    handler.head(status, **headers)
    handler.wfile.write(body)
    if random.random() < 0.05:
        time.sleep(0.5)
    return None
