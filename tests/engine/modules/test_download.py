"""Downloads against a real server on loopback that does all a server can do wrong."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from so2sat_qgis_plugin.engine.errors import Cancelled, So2SatError
from so2sat_qgis_plugin.engine.modules.download import check_address, download
from so2sat_qgis_plugin.engine.progress import Progress
from tests.support.loopback import BODY, Answer, Handler, Server, whole
from tests.support.progress import Log
from tests.support.waiting import LONG


def get(server: Server, path: str, target: Path, progress: Progress | None = None, **options: Any) -> bytes:
    download(server.address(path), target, progress or Progress(), proxy="", pause=0.01, **options)
    return target.read_bytes()


def ranged(cut: int | None = None, body: bytes = BODY) -> Answer:
    """Answer ranges; break off after `cut` bytes of each answer."""

    def answer(handler: Handler) -> None:
        start = handler.offset()
        status = 206 if "Range" in handler.headers else 200
        span = {"Content_Range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if status == 206 else {}
        handler.head(status, Content_Length=len(body) - start, ETag='"v1"', **span)
        handler.wfile.write(body[start : None if cut is None else start + cut])

    return answer


def test_plain(server: Server, tmp_path: Path) -> None:
    server.answers["/m"] = whole
    assert get(server, "/m", tmp_path / "m") == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_redirects_are_followed(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = lambda handler: handler.head(302, Location="/b", Content_Length=0)
    server.answers["/b"] = lambda handler: handler.head(307, Location=server.address("/c"), Content_Length=0)
    server.answers["/c"] = whole
    assert get(server, "/a", tmp_path / "m") == BODY


@pytest.mark.parametrize("location", ["http://example.org/m", "ftp://example.org/m", "file:///etc/passwd"])
def test_redirect_away_from_https(server: Server, tmp_path: Path, location: str) -> None:
    server.answers["/a"] = lambda handler: handler.head(302, Location=location, Content_Length=0)
    with pytest.raises(So2SatError, match=r"https only|Redirection"):
        get(server, "/a", tmp_path / "m")
    assert len(server.seen) == 1 and not (tmp_path / "m").exists()


def test_redirect_loop(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = lambda handler: handler.head(302, Location="/a", Content_Length=0)
    with pytest.raises(So2SatError, match="302"):
        get(server, "/a", tmp_path / "m")


@pytest.mark.parametrize(
    "address",
    ["http://example.org/m", "ftp://example.org/m", "file:///etc/passwd", "https:///m", "http://127.0.0.1.x/m"],
)
def test_addresses_that_are_not_fetched(tmp_path: Path, address: str) -> None:
    with pytest.raises(So2SatError, match="over https only"):
        download(address, tmp_path / "m", Progress(), proxy="")


def test_redirect_into_this_computer() -> None:
    with pytest.raises(So2SatError, match="not followed"):
        check_address("http://127.0.0.1/m", came_from="https://example.org/m")
    check_address("http://127.0.0.1/m", came_from="http://localhost:8000/m")
    check_address("http://[::1]/m")


def test_broken_off_midway_is_resumed(server: Server, tmp_path: Path) -> None:
    server.answers["/m"] = ranged(cut=300_000)
    assert get(server, "/m", tmp_path / "m") == BODY
    assert [headers.get("Range") for _, headers in server.seen] == [
        None,
        "bytes=300000-",
        "bytes=600000-",
        "bytes=900000-",
    ]
    assert server.seen[1][1]["If-Range"] == '"v1"'


def test_resumed_in_a_later_run(server: Server, tmp_path: Path) -> None:
    served: list[int] = []

    def once(handler: Handler) -> None:
        served.append(handler.offset())
        if len(served) == 1:
            ranged(cut=400_000)(handler)
        else:
            handler.head(503, Content_Length=0)

    server.answers["/m"] = once
    with pytest.raises(So2SatError, match="503"):
        get(server, "/m", tmp_path / "m")
    assert not (tmp_path / "m").exists() and (tmp_path / "m.part").stat().st_size == 400_000
    server.answers["/m"] = ranged()
    server.seen.clear()
    assert get(server, "/m", tmp_path / "m") == BODY
    assert [headers.get("Range") for _, headers in server.seen] == ["bytes=400000-"]


def test_server_without_ranges_starts_over(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=len(BODY))
        handler.wfile.write(BODY if len(server.seen) > 2 else BODY[:1000])

    server.answers["/m"] = answer
    assert get(server, "/m", tmp_path / "m") == BODY


def test_file_that_changed_meanwhile(server: Server, tmp_path: Path) -> None:
    other = b"other" * 100_000

    def answer(handler: Handler) -> None:
        first = len(server.seen) == 1
        ranged(cut=1000)(handler) if first else ranged(body=other)(handler)

    server.answers["/m"] = answer
    assert get(server, "/m", tmp_path / "m") == other


@pytest.mark.parametrize("etag", ['"v2"', None])
def test_rest_of_another_file_is_not_taken(server: Server, tmp_path: Path, etag: str | None) -> None:
    """A server that does not heed If-Range: the file is of the same length, and another."""
    other = bytes(reversed(BODY))

    def answer(handler: Handler) -> None:
        start, first = handler.offset(), len(server.seen) == 1
        tag = {"ETag": '"v1"' if first else etag} if first or etag else {}
        if start:
            span = f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"
            handler.head(206, Content_Length=len(BODY) - start, Content_Range=span, **tag)
        else:
            handler.head(200, Content_Length=len(BODY), **tag)
        handler.wfile.write(BODY[:1000] if first else (other if etag else BODY)[start:])

    server.answers["/m"] = answer
    assert get(server, "/m", tmp_path / "m") == (other if etag else BODY)


def test_without_a_validator_it_starts_over(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=len(BODY))
        handler.wfile.write(BODY[:1000] if len(server.seen) == 1 else BODY)

    server.answers["/m"] = answer
    assert get(server, "/m", tmp_path / "m") == BODY
    assert [headers.get("Range") for _, headers in server.seen] == [None, None]


def test_a_rest_that_nobody_asked_for(server: Server, tmp_path: Path) -> None:
    span = {"Content_Range": f"bytes 0-{len(BODY) - 1}/{len(BODY)}"}

    def answer(handler: Handler) -> None:
        handler.head(206, Content_Length=len(BODY), **span)
        handler.wfile.write(BODY)

    server.answers["/m"] = answer
    assert get(server, "/m", tmp_path / "m") == BODY


def test_what_comes_with_a_redirect_is_not_read(server: Server, tmp_path: Path) -> None:
    """urllib would take it whole into memory."""
    server.answers["/a"] = lambda handler: handler.head(302, Location="/m", Content_Length=1 << 50)
    server.answers["/m"] = whole
    assert get(server, "/a", tmp_path / "m") == BODY


def test_more_than_announced(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        start = handler.offset()
        if not start:
            ranged(cut=1000)(handler)
            return
        handler.head(206, Content_Range=f"bytes {start}-{len(BODY) - 1}/{len(BODY)}", ETag='"v1"')
        handler.wfile.write(BODY[start:] + b"more")

    server.answers["/m"] = answer
    with pytest.raises(So2SatError, match="sent more than the 1,024,000 bytes"):
        get(server, "/m", tmp_path / "m")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [b"-5", b"-1", b"zz", b"f" * 30])
def test_chunks_of_no_size(server: Server, tmp_path: Path, size: bytes) -> None:
    def answer(handler: Handler) -> None:
        handler.head(200, Transfer_Encoding="chunked")
        handler.wfile.write(size + b"\r\n" + BODY + b"\r\n0\r\n\r\n")

    server.answers["/m"] = answer
    with pytest.raises(So2SatError, match="could not be fetched"):
        get(server, "/m", tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_a_length_of_thousands_of_digits(server: Server, tmp_path: Path) -> None:
    server.answers["/m"] = lambda handler: handler.head(200, Content_Length="9" * 4000)
    with pytest.raises(So2SatError, match="modules up to"):
        get(server, "/m", tmp_path / "m")


@pytest.mark.parametrize("location", ["http://[::1", "http://[::1]x/", "http://127.0.0.1:99999999/", "http://a b"])
def test_redirects_that_lead_to_no_address(server: Server, tmp_path: Path, location: str) -> None:
    server.answers["/a"] = lambda handler: handler.head(302, Location=location, Content_Length=0)
    with pytest.raises(So2SatError):
        get(server, "/a", tmp_path / "m")


@pytest.mark.parametrize("note", ['{"validator": "a\\r\\nHost: x"', '{"validator": 5', '{"validator": null', "[", "{"])
def test_a_note_that_is_none(server: Server, tmp_path: Path, note: str) -> None:
    server.answers["/m"] = whole
    (tmp_path / "m.part").write_bytes(b"part")
    (tmp_path / "m.part.json").write_text(f'{note}, "address": "{server.address("/m")}", "length": 9}}')
    assert get(server, "/m", tmp_path / "m") == BODY


def test_part_longer_than_the_file(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        if "Range" in handler.headers:
            handler.head(416, Content_Length=0)
        elif len(server.seen) == 1:
            ranged(cut=1000)(handler)
        else:
            whole(handler, b"short")

    server.answers["/m"] = answer
    assert get(server, "/m", tmp_path / "m") == b"short"


def test_length_that_is_a_lie(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        start = handler.offset()
        if start >= 500:
            handler.head(416, Content_Length=0)
            return
        handler.head(200, Content_Length=100_000)
        handler.wfile.write(BODY[:500])

    server.answers["/m"] = answer
    with pytest.raises(So2SatError, match="could not be fetched"):
        get(server, "/m", tmp_path / "m")
    assert not (tmp_path / "m").exists()


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_refusal_is_final(server: Server, tmp_path: Path, status: int) -> None:
    server.answers["/m"] = lambda handler: handler.head(status, Content_Length=0)
    with pytest.raises(So2SatError, match=f"answers {status}.*give the file as MODULE"):
        get(server, "/m", tmp_path / "m")
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_trouble_passes(server: Server, tmp_path: Path, status: int) -> None:
    def answer(handler: Handler) -> None:
        if len(server.seen) < 3:
            handler.head(status, Content_Length=0, Retry_After=0)
        else:
            whole(handler)

    server.answers["/m"] = answer
    assert get(server, "/m", tmp_path / "m") == BODY


def test_trouble_that_stays(server: Server, tmp_path: Path) -> None:
    server.answers["/m"] = lambda handler: handler.head(500, Content_Length=0)
    with pytest.raises(So2SatError, match=r"answers 500.*tried 6 times.*give its path as MODULE"):
        get(server, "/m", tmp_path / "m")
    assert len(server.seen) == 6


def test_web_page(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.head(200, Content_Type="text/html; charset=utf-8", Content_Length=20)
        handler.wfile.write(b"<html>Sign in</html>")

    server.answers["/m"] = answer
    with pytest.raises(So2SatError, match=r"web page.*browser"):
        get(server, "/m", tmp_path / "m")


def test_too_large_by_its_own_word(server: Server, tmp_path: Path) -> None:
    server.answers["/m"] = whole
    with pytest.raises(So2SatError, match="modules up to"):
        get(server, "/m", tmp_path / "m", max_bytes=1000)
    assert not (tmp_path / "m").exists()


def test_too_large_without_saying(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.head(200)
        handler.wfile.write(BODY)

    server.answers["/m"] = answer
    with pytest.raises(So2SatError, match="modules up to"):
        get(server, "/m", tmp_path / "m", max_bytes=100_000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sends", [0, 500_000])
def test_cancel_while_the_server_hangs(server: Server, tmp_path: Path, sends: int) -> None:
    hang = threading.Event()

    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=len(BODY))
        handler.wfile.write(BODY[:sends])
        handler.wfile.flush()
        hang.wait(LONG)

    server.answers["/m"] = answer
    log = Log()
    log.at_check = lambda: setattr(log, "cancelled", bool(log.fractions) and log.fractions[-1] >= sends / len(BODY) / 2)
    with pytest.raises(Cancelled):
        get(server, "/m", tmp_path / "m", log)
    assert not hang.is_set() and not (tmp_path / "m").exists()
    hang.set()


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(So2SatError, match=r"no connection to 127\.0\.0\.1.*no internet.*MODULE"):
        download(f"http://127.0.0.1:{port}/m", tmp_path / "m", Progress(), proxy="", pause=0.01)


def test_proxy_is_asked(server: Server, tmp_path: Path) -> None:
    """The server takes the proxy's place: it gets the whole address as the request's path."""
    server.answers["http://127.0.0.1:9/m"] = whole
    download("http://127.0.0.1:9/m", tmp_path / "m", Progress(), proxy=server.address(""), pause=0.01)
    assert (tmp_path / "m").read_bytes() == BODY
