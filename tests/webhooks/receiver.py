"""A receiver of webhooks as another company would write it: it checks the signature as docs/webhooks.md says."""

import hashlib
import hmac
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson


def verified(*, secret: str, header: str, body: bytes, now: float, tolerance_seconds: int = 300) -> bool:
    parts = [part.split("=", 1) for part in header.split(",")]
    sent = int(dict(parts)["t"])
    expected = hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
    good = any(hmac.compare_digest(expected, value) for name, value in parts if name == "v1")
    return good and abs(now - sent) <= tolerance_seconds


class Receiver:
    """`answers`: what to say, one after the other; 200 when none are left. `heard`: what came, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: list[int] = []
        self.slow_seconds = 0.0
        self.heard: list[tuple[dict[str, str], bytes]] = []

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [orjson.loads(body) for _, body in self.heard]


@contextmanager
def listening() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append((dict(self.headers), body))
            time.sleep(receiver.slow_seconds)
            status = receiver.answers.pop(0) if receiver.answers else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", receiver.url + "/elsewhere")
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"noted\n")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
