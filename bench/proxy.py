"""A proxy in front of the database that counts round trips: how often the client speaks after the database has answered."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Round trips seen on all connections."""

    def __init__(self) -> None:
        self.count = 0


@contextmanager
def counting_proxy(*, to_port: int) -> Iterator[tuple[int, Turns]]:
    """Listens on a free port and passes everything on to 127.0.0.1:`to_port`; gives its port and the count."""
    turns = Turns()
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(listener, to_port, turns), daemon=True).start()
    try:
        yield listener.getsockname()[1], turns
    finally:
        listener.close()


def _accept(listener: socket.socket, to_port: int, turns: Turns) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        server = socket.create_connection(("127.0.0.1", to_port))
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answered = threading.Event()
        answered.set()
        threading.Thread(target=_ask, args=(client, server, answered, turns), daemon=True).start()
        threading.Thread(target=_answer, args=(server, client, answered), daemon=True).start()


def _ask(client: socket.socket, server: socket.socket, answered: threading.Event, turns: Turns) -> None:
    while data := _receive(client):
        if answered.is_set():
            answered.clear()
            turns.count += 1
        server.sendall(data)
    _shut(server)


def _answer(server: socket.socket, client: socket.socket, answered: threading.Event) -> None:
    while data := _receive(server):
        answered.set()
        client.sendall(data)
    _shut(client)


def _receive(one: socket.socket) -> bytes:
    try:
        return one.recv(65536)
    except OSError:
        return b""


def _shut(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_WR)
    except OSError:
        return
