"""A file opened safely: what it really is by its content, unpacked within limits, as lines of UTF-8."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from newretail.catalog.errors import FileTooLarge, UnreadableFile, WrongEncoding
from newretail.kernel.text import Text

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_MIB = 1 << 20

MOST_LINE_BYTES = 4 * _MIB
MOST_ZIP_PARTS = 2_000

EMPTY = Text(en="it is empty", ko="비어 있습니다", zh="文件为空")
BROKEN_PACK = Text(en="its compression is broken", ko="압축이 손상되었습니다", zh="压缩数据已损坏")
OTHER_PACK = Text(
    en="it is an archive; unpack it first", ko="압축 묶음입니다. 먼저 풀어 주세요", zh="这是压缩包，请先解压"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a file may be. `ratio`: unpacked over packed bytes, judged once more than `free` bytes are out."""

    packed: int
    unpacked: int
    ratio: int = 100
    free: int = 8 * _MIB


FROM_DISK = Limits(packed=64 << 30, unpacked=512 << 30)
UPLOADED = Limits(packed=32 * _MIB, unpacked=512 * _MIB)
EXCEL = Limits(packed=32 * _MIB, unpacked=256 * _MIB)


class Opened:
    """The lines of a text file, or the file of an Excel workbook."""

    def __init__(self, file: IO[bytes], *, size: int, limits: Limits) -> None:
        self._packed = file
        self._size = max(size, 1)
        self._limits = limits
        start = file.peek(4)[:4] if isinstance(file, io.BufferedReader) else b""
        if not start:
            raise UnreadableFile(problem=EMPTY)
        self.is_excel = start == _ZIP
        self._plain: IO[bytes] | gzip.GzipFile = gzip.GzipFile(fileobj=file) if start[:2] == _GZIP else file
        self._out = 0
        if self.is_excel:
            _refuse_zip_bomb(file)

    @property
    def binary(self) -> IO[bytes]:
        return self._packed

    @property
    def done(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(self._packed.tell() / self._size, 1.0)

    def lines(self) -> Iterator[tuple[int, str | None]]:
        """Each line's number and text without its end; None for a line longer than a product can be.

        Raises WrongEncoding, or FileTooLarge where the file unpacks to more than it may.
        """
        number = 0
        while raw := self._read_line():
            number += 1
            if number == 1:
                raw = _without_mark(raw)
            if len(raw) > MOST_LINE_BYTES:
                self._skip_rest_of_line()
                yield number, None
                continue
            try:
                yield number, raw.decode().rstrip("\r\n")
            except UnicodeDecodeError:
                raise WrongEncoding(line=number) from None

    def _read_line(self) -> bytes:
        try:
            raw = self._plain.readline(MOST_LINE_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise UnreadableFile(problem=BROKEN_PACK) from None
        self._out += len(raw)
        if self._out > self._limits.unpacked:
            raise FileTooLarge(limit=_shown(self._limits.unpacked))
        packed = self._plain is not self._packed and self._out > self._limits.free
        if packed and self._out > self._limits.ratio * self._packed.tell():
            raise FileTooLarge(limit=f"{self._limits.ratio}:1")
        return raw

    def _skip_rest_of_line(self) -> None:
        while (raw := self._read_line()) and not raw.endswith(b"\n"):
            pass


@contextmanager
def opened(path: Path, *, limits: Limits = FROM_DISK) -> Iterator[Opened]:
    """Open a product file. Raises UnreadableFile or FileTooLarge."""
    try:
        size = path.stat().st_size
        file = path.open("rb")
    except OSError as error:
        raise UnreadableFile(problem=error.strerror or "?") from None
    with file:
        if size > limits.packed:
            raise FileTooLarge(limit=_shown(limits.packed))
        yield Opened(file, size=size, limits=limits)


def _refuse_zip_bomb(file: IO[bytes]) -> None:
    """zipfile never hands out more of a part than its entry declares, so the declared sizes bound the damage."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise UnreadableFile(problem=BROKEN_PACK) from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFile(problem=OTHER_PACK)
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if packed > EXCEL.packed or unpacked > EXCEL.unpacked or len(parts) > MOST_ZIP_PARTS:
        raise FileTooLarge(limit=_shown(EXCEL.unpacked))
    if unpacked > EXCEL.free and unpacked > EXCEL.ratio * max(packed, 1):
        raise FileTooLarge(limit=f"{EXCEL.ratio}:1")
    file.seek(0)


def _without_mark(raw: bytes) -> bytes:
    if raw[:2] in _OTHER_ENCODINGS:
        raise WrongEncoding(line=1)
    return raw.removeprefix(b"\xef\xbb\xbf")


def _shown(size: int) -> str:
    return f"{size >> 30} GiB" if size >= 1 << 30 else f"{size >> 20} MiB"
