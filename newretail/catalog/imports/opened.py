"""A file opened safely: what it really is by its content, unpacked within limits, as lines of text."""

import codecs
import gzip
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from newretail.catalog.errors import FileTooLarge, UnreadableFile, WrongEncoding
from newretail.catalog.imports.signatures import OTHER_PACK, refuse_other_kinds, what_is_packed
from newretail.kernel.encodings import UTF_8, Encoding, encoding_of
from newretail.kernel.text import Text

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_MIB = 1 << 20

MOST_LINE_BYTES = 4 * _MIB
MOST_ZIP_PARTS = 2_000
_SAMPLE = 256 << 10
_CHUNK = 64 << 10

EMPTY = Text(en="it is empty", ko="비어 있습니다", zh="文件为空")
BROKEN_PACK = Text(en="its compression is broken", ko="압축이 손상되었습니다", zh="压缩数据已损坏")


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
        start = file.peek(8)[:8] if isinstance(file, io.BufferedReader) else b""
        if not start:
            raise UnreadableFile(problem=EMPTY)
        self.is_excel = start[:4] == _ZIP
        self.encoding = UTF_8
        self._plain: IO[bytes] | gzip.GzipFile = gzip.GzipFile(fileobj=file) if start[:2] == _GZIP else file
        self._is_packed = self._plain is not file
        self._out = 0
        if self.is_excel:
            _refuse_zip_bomb(file)
        else:
            self._look_inside()

    @property
    def binary(self) -> IO[bytes]:
        return self._packed

    @property
    def done(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(self._packed.tell() / self._size, 1.0)

    @property
    def is_rewritten(self) -> bool:
        """A spreadsheet wrote it in its own way, so that its cells may stand in quotes."""
        return self.encoding != UTF_8

    def lines(self) -> Iterator[tuple[int, str | None]]:
        """Each line's number and text without its end; None for a line longer than a product can be.

        Raises WrongEncoding, or FileTooLarge where the file unpacks to more than it may.
        """
        number = 0
        while raw := self._read_line():
            number += 1
            if number == 1:
                raw = raw.removeprefix(codecs.BOM_UTF8)
            if len(raw) > MOST_LINE_BYTES:
                self._skip_rest_of_line()
                yield number, None
                continue
            try:
                yield number, raw.decode().rstrip("\r\n")
            except UnicodeDecodeError:
                raise WrongEncoding(line=number, seems=_seems(encoding_of(raw, is_whole=True))) from None

    def whole(self, *, most: int) -> bytes:
        """All of a document that is no row of lines, of so many bytes at most. Raises FileTooLarge."""
        parts, size = [], 0
        while raw := self._read_line():
            size += len(raw)
            if size > most:
                raise FileTooLarge(limit=_shown(most))
            parts.append(raw)
        return b"".join(parts).removeprefix(codecs.BOM_UTF8)

    def begins_like(self, pattern: re.Pattern[bytes]) -> bool:
        return bool(pattern.match(self._sample))

    def _look_inside(self) -> None:
        """Find out the encoding; what is no UTF-8 in lines is turned into it, aside."""
        self._sample = self._read(_SAMPLE)
        is_whole = len(self._sample) < _SAMPLE
        self._plain.seek(0)
        refuse_other_kinds(self._sample)
        self.encoding = encoding_of(self._sample, is_whole=is_whole)
        if not self.encoding.codec:
            raise WrongEncoding(line=self._first_odd_line(), seems=_seems(self.encoding))
        has_old_ends = b"\r" in self._sample and b"\n" not in self._sample
        if self.encoding != UTF_8 or has_old_ends:
            self._plain = self._turned()
            self._sample = self._plain.read(_SAMPLE)
            self._plain.seek(0)
        self._sample = self._sample.removeprefix(codecs.BOM_UTF8)

    def _first_odd_line(self) -> int:
        try:
            self._sample.decode()
        except UnicodeDecodeError as error:
            return self._sample.count(b"\n", 0, error.start) + 1
        return 1

    def _turned(self) -> IO[bytes]:
        """The same text as UTF-8 with a line feed at the end of each line, in a file that vanishes when it is closed."""
        turned = tempfile.TemporaryFile()  # noqa: SIM115  # closed with this object
        decoder = io.IncrementalNewlineDecoder(
            codecs.getincrementaldecoder(self.encoding.codec)(errors="strict"), translate=True
        )
        lines = 1
        try:
            while raw := self._read(_CHUNK):
                self._count(len(raw))
                text = decoder.decode(raw)
                lines += text.count("\n")
                turned.write(text.encode())
            turned.write(decoder.decode(b"", final=True).encode())
        except UnicodeError:
            turned.close()
            raise WrongEncoding(line=lines, seems=_seems(self.encoding)) from None
        turned.seek(0)
        self._out = 0
        self._is_packed = False
        return turned

    def _read(self, size: int) -> bytes:
        try:
            return self._plain.read(size)
        except (OSError, EOFError, zlib.error):
            raise UnreadableFile(problem=BROKEN_PACK) from None

    def _read_line(self) -> bytes:
        try:
            raw = self._plain.readline(MOST_LINE_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise UnreadableFile(problem=BROKEN_PACK) from None
        self._count(len(raw))
        return raw

    def _count(self, size: int) -> None:
        self._out += size
        if self._out > self._limits.unpacked:
            raise FileTooLarge(limit=_shown(self._limits.unpacked))
        is_suspect = self._is_packed and self._out > self._limits.free
        if is_suspect and self._out > self._limits.ratio * self._packed.tell():
            raise FileTooLarge(limit=f"{self._limits.ratio}:1")

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
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(problem=what_is_packed(names) or OTHER_PACK)
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if packed > EXCEL.packed or unpacked > EXCEL.unpacked or len(parts) > MOST_ZIP_PARTS:
        raise FileTooLarge(limit=_shown(EXCEL.unpacked))
    if unpacked > EXCEL.free and unpacked > EXCEL.ratio * max(packed, 1):
        raise FileTooLarge(limit=f"{EXCEL.ratio}:1")
    file.seek(0)


def _seems(encoding: Encoding) -> str:
    return f" ({encoding.seems}?)" if encoding.seems and encoding != UTF_8 else ""


def _shown(size: int) -> str:
    return f"{size >> 30} GiB" if size >= 1 << 30 else f"{size >> 20} MiB"
