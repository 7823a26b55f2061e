"""An HTTP server on loopback whose every answer a test writes."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Callable
from typing import Any

Answer = Callable[["Handler"], None]
BODY = bytes(range(256)) * 4000  # 1 MB


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        self.close_connection = True
        with contextlib.suppress(ConnectionError):  # the other side has seen enough
            self.server.answers[self.path.split("?")[0]](self)  # type: ignore[attr-defined]

    def log_message(self, *args: Any) -> None:
        pass

    def head(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def offset(self) -> int:
        return int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))


class Server:
    """A server on loopback; `answers` maps paths to what is done there."""

    def __init__(self) -> None:
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.answers, self._server.seen = {}, []  # type: ignore[attr-defined]
        self.answers: dict[str, Answer] = self._server.answers  # type: ignore[attr-defined]
        self.seen: list[tuple[str, dict[str, str]]] = self._server.seen  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def whole(handler: Handler, body: bytes = BODY) -> None:
    """Answer with all of `body`."""
    handler.head(200, Content_Length=len(body), Content_Type="application/gzip")
    handler.wfile.write(body)
