"""A real server in a process of its own, on the tests' database, and a reader of its streams."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import connection

PATIENCE_SECONDS = 30.0
"""For each answer of a stream, on a machine that is busy with other things."""


@contextmanager
def serving(folder: Path, **environment_of_server: str) -> Iterator[int]:
    """The port of a server with one worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "NEWRETAIL_DATA": str(folder),
        "NEWRETAIL_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        **environment_of_server,
    }
    words = [sys.executable, "-m", "newretail", "serve", "--port", str(port), "--workers", "1"]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(words, env=environment, stdout=output, stderr=output)
    try:
        wait_for(port, process, log)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


class Stream:
    """One open stream over a plain socket: HTTP/1.1, chunked."""

    def __init__(
        self, port: int, path: str, token: str, *, after: int | str | None = None, cookie: str = ""
    ) -> None:
        self._port, self._path, self._token, self._after, self._cookie = port, path, token, after, cookie
        self.status = 0
        self.headers = b""
        self.position: int | None = None
        self._text = b""

    async def open(self) -> "Stream":
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._open()

    async def _open(self) -> "Stream":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        lines = [f"GET {self._path} HTTP/1.1", "Host: localhost", "Accept: text/event-stream"]
        lines += [f"Authorization: Bearer {self._token}"] if self._token else []
        lines += [f"Cookie: {self._cookie}"] if self._cookie else []
        lines += [f"Last-Event-ID: {self._after}"] if self._after is not None else []
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.headers = await self._reader.readuntil(b"\r\n\r\n")
        self.status = int(self.headers.split()[1])
        return self

    async def blocks(self) -> Any:
        """Every block of the stream as its fields, until it ends."""
        while True:
            size = int((await self._reader.readuntil(b"\r\n")).strip(), 16)
            self._text += (await self._reader.readexactly(size + 2))[:-2]
            *whole, self._text = self._text.split(b"\n\n")
            for block in whole:
                if block.startswith(b": "):
                    continue
                fields = dict(line.split(b": ", 1) for line in block.split(b"\n"))
                if b"id" in fields:
                    self.position = int(fields[b"id"])
                yield fields
            if not size:
                return

    async def until_ready(self) -> "Stream":
        """Read until the stream has said where it is."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for fields in self.blocks():
                if fields.get(b"event") == b"position":
                    return self
        raise AssertionError("the stream ended before it began")

    async def facts(self, number: int) -> list[dict[str, Any]]:
        """The next so many facts."""
        found: list[dict[str, Any]] = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for fields in self.blocks():
                if b"data" in fields and b"event" not in fields:
                    found.append(orjson.loads(fields[b"data"]))
                if len(found) >= number:
                    return found
        raise AssertionError(f"the stream ended after {len(found)} of {number}")

    def close(self) -> None:
        self._writer.close()
