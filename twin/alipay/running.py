"""Run a gateway: in the foreground for people, or in a thread on a free loopback port for tests."""

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from twin.alipay import signing
from twin.alipay.gateway import Gateway

START_SECONDS = 10.0


@dataclass(frozen=True)
class RunningGateway:
    """Where a gateway answers. `gateway_url` is what a merchant's client calls."""

    url: str
    gateway_url: str
    public_key_pem: bytes
    seller_id: str


@contextlib.contextmanager
def gateway(
    *,
    apps: Mapping[str, RSAPublicKey | bytes],
    folder: Path | None = None,
    key: RSAPrivateKey | None = None,
    port: int = 0,
    **settings: Any,
) -> Iterator[RunningGateway]:
    """A gateway in a thread for as long as the block lasts; `settings` are those of `Gateway`.

    apps: public keys (or their PEM) by app id. folder None keeps everything in memory. Pass `key` to spare the
    making of one in every test.
    """
    keys = {app: signing.read_public_key(pem) if isinstance(pem, bytes) else pem for app, pem in apps.items()}
    listener = listen(host="127.0.0.1", port=port)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    built = Gateway(apps=keys, folder=folder, key=key, **{"public_url": url, **settings})
    server = Server(built)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="alipay", daemon=True)
    thread.start()
    try:
        if not server.ready.wait(START_SECONDS):
            raise RuntimeError("the gateway did not start")
        yield RunningGateway(url, f"{url}/gateway.do", signing.public_pem(built.key), built.till.seller_id)
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        listener.close()


def run_in_foreground(built: Gateway, *, listener: socket.socket, greeting: str) -> None:
    """Serve until SIGTERM or SIGINT; prints `greeting` when ready."""
    server = Server(built, greeting=greeting)

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.stop)
        await server.serve(sockets=[listener])

    asyncio.run(serve())


def listen(*, host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError if the port is taken."""
    listener = socket.create_server((host, port), backlog=512)
    listener.setblocking(False)
    # asyncio does this only for sockets that name their protocol; without it every answer waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


class Server(uvicorn.Server):
    """uvicorn that tells when it is ready and leaves signals to whoever runs it."""

    def __init__(self, built: Gateway, *, greeting: str = "") -> None:
        super().__init__(
            uvicorn.Config(
                built.app(),
                log_level="critical",
                access_log=False,
                lifespan="on",
                timeout_graceful_shutdown=2,
            )
        )
        self.ready = threading.Event()
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        self.ready.set()
        if self._greeting:
            print(self._greeting, flush=True)

    def stop(self) -> None:
        """Finish what is being answered, then end."""
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn would raise the signal again after its end, and the exit would not be clean."""
        yield
