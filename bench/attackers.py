"""Hostile clients of a house on this machine, for `bench.attack`: a program of its own, so that its work is not the honest client's.

    python -m bench.attackers KIND --port PORT --seconds 20 --tokens TOKEN,... [--order ID]

It gives way to everybody else on the machine, as it would stand elsewhere, comes from another loopback address, and ends by itself.
"""

import argparse
import asyncio
import io
import json
import os
import random
import sys
import time
import uuid
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bench.house import STORE
from bench.load import Line
from bench.orders import spread

FROM = "127.0.0.2"
HOST = b"Host: 127.0.0.1\r\n"


@dataclass(slots=True)
class Attack:
    """Whom it is meant for, and what came of it: answers by status, and lines that the house closed."""

    port: int
    tokens: list[str]
    order: str
    got: Counter[str] = field(default_factory=Counter)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(FROM, 0))


Work = Callable[[Attack, int], Awaitable[None]]
"""What one of the connections does again and again, by its number."""


def answer_of(reader: asyncio.StreamReader) -> "asyncio.Task[bytes]":
    """All that comes back until the line closes; that it breaks is no accident here."""
    answer = asyncio.ensure_future(reader.read())
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())
    return answer


async def silent(attack: Attack, number: int) -> None:
    """Connect and say nothing until the house has had enough."""
    reader, writer = await attack.connect()
    await reader.read()
    attack.got["closed"] += 1
    writer.close()


async def unfinished(attack: Attack, number: int) -> None:
    """Announce 500 bytes, send one."""
    reader, writer = await attack.connect()
    writer.write(b"POST /api/v1/guests HTTP/1.1\r\n" + HOST + b"Content-Length: 500\r\n\r\n{")
    attack.got[(await reader.read())[9:12].decode() or "closed"] += 1
    writer.close()


async def slow(attack: Attack, number: int) -> None:
    """Announce 90 kB, send a byte a second."""
    reader, writer = await attack.connect()
    writer.write(b"POST /api/v1/guests HTTP/1.1\r\n" + HOST + b"Content-Length: 90000\r\n\r\n{")
    answer = answer_of(reader)
    while not (await asyncio.wait({answer}, timeout=1))[0]:
        writer.write(b" ")
    attack.got[(await answer)[9:12].decode() or "closed"] += 1
    writer.close()


async def streams(attack: Attack, number: int) -> None:
    """Follow an order of one's own, once more."""
    reader, writer = await attack.connect()
    path = f"/api/v1/live/orders/{attack.order}".encode()
    token = attack.tokens[0].encode()
    writer.write(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"Authorization: Bearer " + token + b"\r\n\r\n")
    status = (await reader.readline())[9:12].decode()
    attack.got[status or "closed"] += 1
    while status == "200" and await reader.read(65536):
        pass
    writer.close()
    await asyncio.sleep(1)


def bad_picture() -> bytes:
    """A PNG of eleven million pixels in 30 kB, right in everything but the last bytes of its data."""
    side = 3_400

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    rows = zlib.compress((b"\0" + bytes(3 * side)) * side)[:-200] + random.randbytes(200)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def photos(method: bytes) -> Work:
    picture = bad_picture()
    lines: dict[int, Line] = {}

    async def send(attack: Attack, number: int) -> None:
        """Send a picture that cannot be read, a little different each time."""
        body = io.BytesIO()
        body.write(b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n')
        body.write(picture + uuid.uuid4().bytes + b"\r\n--b--\r\n")
        token = attack.tokens[number % len(attack.tokens)].encode()
        head = method + b" /api/v1/photos HTTP/1.1\r\n" + HOST + b"Authorization: Bearer " + token + b"\r\n"
        head += b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n" % body.tell()
        line = lines.setdefault(number, Line(attack.port, from_address=FROM))
        attack.got[str((await line.send(head + body.getvalue())).status)] += 1

    return send


async def large(attack: Attack, number: int) -> None:
    """Announce 60 MB where whole tables are imported or at the back office's door, and send as much of it as is taken."""
    path = (b"/admin/login/", b"/admin/catalog/product/import/", b"/api/v1/catalog/imports")[number % 3]
    reader, writer = await attack.connect()
    writer.write(b"POST " + path + b" HTTP/1.1\r\n" + HOST + b"Content-Length: 60000000\r\n\r\n")
    answer = answer_of(reader)
    piece = bytes(65_536)
    for _ in range(900):
        if answer.done():
            break
        writer.write(piece)
        await writer.drain()
    attack.got[(await answer)[9:12].decode() or "closed"] += 1
    writer.close()


def greedy() -> Work:
    lines: dict[int, Line] = {}

    async def send(attack: Attack, number: int) -> None:
        """Fill one cart after another, with no pause."""
        wanted = [
            {"line": str(uuid.uuid4()), "sku_id": sku, "quantity": 100, "way": "carry_out"}
            for sku in spread(number)
        ]
        line = lines.setdefault(number, Line(attack.port, from_address=FROM))
        answer = await line.ask("POST", f"/stores/{STORE}/carts", {"lines": wanted}, token=attack.tokens[0])
        attack.got[str(answer.status)] += 1

    return send


def searches() -> Work:
    lines: dict[int, Line] = {}

    async def send(attack: Attack, number: int) -> None:
        """Search without an account, for another word each time."""
        line = lines.setdefault(number, Line(attack.port, from_address=FROM))
        path = f"/api/v1/stores/{STORE}/products?q={uuid.uuid4().hex[:4]}"
        answer = await line.send(b"GET " + path.encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        attack.got[str(answer.status)] += 1

    return send


KINDS: dict[str, tuple[str, int, Callable[[], Work]]] = {
    "silent": ("connections that say nothing", 3_000, lambda: silent),
    "unfinished": ("bodies announced and not sent", 300, lambda: unfinished),
    "slow": ("bodies sent byte by byte", 300, lambda: slow),
    "streams": ("streams of one guest", 300, lambda: streams),
    "photos": ("lines with pictures that cannot be read", 24, lambda: photos(b"POST")),
    "small-letters": ("the same by `post`", 24, lambda: photos(b"post")),
    "large": ("bodies of 60 MB by strangers", 12, lambda: large),
    "greedy": ("lines of one guest, carts without a pause", 24, greedy),
    "searches": ("lines of strangers, searches without a pause", 24, searches),
}
"""What each is called, how many connections it has, and what makes their work."""


async def attack_for(attack: Attack, kind: str, seconds: float) -> None:
    _, connections, make = KINDS[kind]
    work, until = make(), time.monotonic() + seconds

    async def again_and_again(number: int) -> None:
        while time.monotonic() < until:
            try:
                await work(attack, number)
            except (OSError, ValueError, asyncio.IncompleteReadError) as error:
                attack.got[type(error).__name__] += 1
                await asyncio.sleep(0.1)

    workers = [asyncio.ensure_future(again_and_again(number)) for number in range(connections)]
    await asyncio.wait(workers, timeout=seconds)
    for each in workers:
        each.cancel()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.attackers", description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--tokens", required=True)
    parser.add_argument("--order", default="")
    chosen = parser.parse_args(arguments)
    os.nice(19)
    attack = Attack(chosen.port, chosen.tokens.split(","), chosen.order)
    asyncio.run(attack_for(attack, chosen.kind, chosen.seconds))
    print(json.dumps(attack.got))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
