"""A receiver of webhooks as another company would write it: it checks messages with the standard's own library, and with the function that
docs/webhooks.md gives to whoever has none."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

DOCUMENT = Path(__file__).parents[2] / "docs" / "webhooks.md"


def _documented() -> Callable[..., bool]:
    blocks = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    [source] = [block for block in blocks if "def verified" in block]
    names: dict[str, Any] = {}
    exec(source, names)
    return names["verified"]


_by_hand = _documented()


def verified(*, secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether a message is ours and fresh: the library and the documented function must say the same."""
    try:
        Webhook(secret).verify(body, headers)
        good = True
    except WebhookVerificationError:
        good = False
    assert _by_hand(secret=secret, headers=headers, body=body) is good
    return good


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
