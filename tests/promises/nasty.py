"""The nastiest of each kind: values, bodies, content types, headers, paths and queries that no client library would send."""

import json
from typing import Any

NASTY: list[Any] = [
    "\x00",
    "a\x00b",
    "\ud800",
    "",
    " ",
    "x" * 5_000,
    "' OR 1=1 --",
    "../../etc/passwd",
    "%s%(x)s{0}",
    "\u202e\u0000\uffff",
    0,
    -1,
    2**31,
    2**63,
    -(2**63) - 1,
    10**400,
    1e308,
    0.1,
    True,
    None,
    [],
    {},
    [[]],
    "NaN",
    "9999-12-31T23:59:59.999999+14:00",
    "0001-01-01T00:00:00-23:59",
    "00000000-0000-0000-0000-000000000000",
    "١٢٣",
]
NASTY_WORDS = [each for each in NASTY if isinstance(each, (str, int, float)) and not isinstance(each, bool)]
DEEP = 10_000
BODIES = {
    "nothing": b"",
    "not JSON": b"{",
    "a word": b'"x"',
    "null": b"null",
    "a list": b"[]",
    "NaN": b'{"quantity": NaN, "amount": -Infinity, "lines": [{"quantity": Infinity}]}',
    "huge number": b'{"amount": ' + b"9" * 5_000 + b"}",
    "huge exponent": b'{"amount": 1e99999, "latitude": -1e99999}',
    "deep lists": b'{"lines": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "never closed": b"[" * DEEP,
    "NUL": b'{"text": "a\\u0000b", "code": "\\u0000"}',
    "bare NUL": b'{"text": "a\x00b"}',
    "lone surrogate": b'{"text": "\\ud800", "code": "\\udfff", "\\ud800": 1}',
    "broken UTF-8": b'{"text": "\xff\xfe\xc0\x80"}',
    "UTF-16": '{"text": "x"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "the same key twice": b'{"code": 1, "code": "x", "code": null}',
    "ten thousand keys": json.dumps({f"k{number}": number for number in range(10_000)}).encode(),
    "a long list": b'{"lines": [' + b"{}," * 20_000 + b"{}]}",
}


def _file(head: bytes, content: bytes = b"x", *, boundary: bytes = b"b") -> bytes:
    """A multipart body of one part."""
    return b"--" + boundary + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n--" + boundary + b"--\r\n"


_PART = b'Content-Disposition: form-data; name="%b"; filename="a"'
_FORM = "multipart/form-data; boundary=b"
UPLOADS: dict[str, tuple[str, bytes]] = {
    "a long file name": (
        _FORM,
        _file(b'Content-Disposition: form-data; name="photo"; filename="' + b"x" * 1_001 + b'.jpg"'),
    ),
    "an endless file name": (
        _FORM,
        _file(b'Content-Disposition: form-data; name="photo"; filename="' + b"x" * 70_000 + b'"'),
    ),
    "a file name out of the house": (
        _FORM,
        _file(b'Content-Disposition: form-data; name="photo"; filename="../../etc/passwd\0.jpg"'),
    ),
    "a file name in no alphabet": (
        _FORM,
        _file(b"Content-Disposition: form-data; name=\"photo\"; filename*=klingon''%ff%fe"),
    ),
    "a field name of 70 kB": (_FORM, _file(_PART % (b"f" * 70_000))),
    "a part without a name": (_FORM, _file(b"Content-Disposition: form-data")),
    "a part without a head": (_FORM, _file(b"")),
    "no boundary": ("multipart/form-data", _file(_PART % b"photo")),
    "an empty boundary": ("multipart/form-data; boundary=", _file(_PART % b"photo", boundary=b"")),
    "a boundary of 1,000 bytes": (
        "multipart/form-data; boundary=" + "b" * 1_000,
        _file(_PART % b"photo", boundary=b"b" * 1_000),
    ),
    "a boundary in other letters": ("multipart/form-data; boundary=\xff\xfe", _file(_PART % b"photo")),
    "another boundary than was said": (_FORM, _file(_PART % b"photo", boundary=b"c")),
    "never ended": (_FORM, _file(_PART % b"photo")[:-6]),
    "base64 that is none": (
        _FORM,
        _file(_PART % b"photo" + b"\r\nContent-Transfer-Encoding: base64", b"!!!"),
    ),
    "a field in base64 that is none": (
        _FORM,
        _file(b'Content-Disposition: form-data; name="photo"\r\nContent-Transfer-Encoding: base64', b"!!!"),
    ),
    "a thousand parts": (
        _FORM,
        b"".join(_file(_PART % (b"f%d" % number))[:-5] for number in range(1_000)) + b"--b--\r\n",
    ),
    "three thousand fields": (
        _FORM,
        b"".join(
            _file(b'Content-Disposition: form-data; name="f%d"' % number)[:-5] for number in range(3_000)
        )
        + b"--b--\r\n",
    ),
    "a form in UTF-7": ("application/x-www-form-urlencoded; charset=utf-7", b"photo=+ADw-"),
    "a form in UTF-16": ("application/x-www-form-urlencoded; charset=utf-16", "photo=x".encode("utf-16")),
    "a form in klingon": ("application/x-www-form-urlencoded; charset=klingon", b"photo=x"),
    "a file in UTF-7": (_FORM + "; charset=utf-7", _file(_PART % b"photo")),
    "a part within a part": (
        _FORM,
        _file(_PART % b"photo" + b"\r\nContent-Type: multipart/mixed; boundary=c", _file(b"", boundary=b"c")),
    ),
    "three thousand fields of a form": (
        "application/x-www-form-urlencoded",
        b"&".join(b"f%d=1" % number for number in range(3_000)),
    ),
}
CONTENT_TYPES = [
    "application/json",
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 200,
    "application/json; charset=klingon",
    "application/json; charset=utf-16",
    "; ; =",
    "\xff\x00",
]
HEADERS: list[tuple[bytes, bytes]] = [
    *(
        (b"authorization", value)
        for value in (
            b"",
            b"Bearer",
            b"Bearer \x00",
            b"Bearer " + b"x" * 9_000,
            b"Basic eA==",
            b"Bearer \xff",
        )
    ),
    *(
        (b"accept-language", value)
        for value in (b"", b"\xff\xfe", b"zh;q=NaN, en;q=-1", b"x" * 9_000, b"*;q=1e999")
    ),
    *((b"accept", value) for value in (b"", b"application/xml", b"\xff", b"*/*;q=z")),
    *(
        (b"cookie", value)
        for value in (b"sessionid=\x00", b"sessionid=" + b"a" * 4_000, b"=;=;=", b"\xff=\xff")
    ),
    *((b"host", value) for value in (b"", b"evil.example", b"a b", b"[::1", b"\xff", b"x:99999999")),
    (b"idempotency-key", b""),
    (b"idempotency-key", b"\xff"),
    (b"idempotency-key", b"x" * 65),
    (b"content-length", b"-1"),
    (b"x-forwarded-for", b"', 1"),
    (b"last-event-id", b"9" * 400),
    (b"if-none-match", b'"'),
    (b"if-modified-since", b"yesterday"),
    (b"range", b"bytes=9-1"),
    (b"x-http-method-override", b"DELETE"),
]
PATHS = [
    "/api/v1/../../etc/passwd",
    "/api/v1/orders/../../admin/",
    "/api/v1//orders",
    "/api/v1/orders/",
    "/api/v1/orders/\x00",
    "/api/v1/carts/\u202e\ufffd",
    "/api/v1/skus/" + "x" * 5_000,
    "/api/v1/nothing",
    "/api/v1/",
    "/api/v2/orders",
    "/static/../newretail/settings.py",
    "/static/\x00",
    "/admin/members/member/\x00/change/",
    "/01/09520000000017",
    "/01/abc",
    "/page/01/abc",
    "/data/01/09520000000017/10/%00",
    "/page/414/9520100000010/254/%F0%9F",
    "/data/414/1",
    "/8003/x?01=1",
    "/" + "A" * 300,
    "/sitemap-products.xml?from=%00%F0%9F",
    "/01/" + "9" * 400,
    "/01/09520000000017/10/" + "%" * 30,
    "/01/09520000000017/10/\x00?17=999999&3103=abcdef",
    "/p/\ud7ff",
    "/" + "a/" * 2_000,
    "/\x00",
]
QUERIES = [
    "?",
    "?&&&=&",
    "?limit=",
    "?limit=NaN",
    "?limit=1&limit=2",
    "?limit[]=1",
    "?%00=%00",
    "?x=%ff%fe",
    "?lang=../..",
    "?" + "a=1&" * 1500,
]
