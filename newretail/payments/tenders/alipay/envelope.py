"""An answer of the gateway: `{"<method>_response": {...}, "sign": "..."}`, signed over the raw bytes of the inner object.

The bytes are cut out of the answer as they came. Parsing and writing them again would lose escapes and order, and with
them the signature.
"""

import json
from dataclasses import dataclass

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


class Malformed(ValueError):
    """The answer is not an envelope."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """`signed` is what the signature covers; `sign` is empty where the gateway did not sign, `certificate` (the number of the one it was
    signed with) where keys were exchanged instead."""

    node: str
    fields: dict[str, object]
    signed: bytes
    sign: str
    certificate: str


def read(body: bytes, *, method: str) -> Envelope:
    """Cut an answer to `method` open. Raises Malformed; a name that comes twice is malformed too."""
    try:
        members = _members(body.decode("utf-8"))
    except (UnicodeDecodeError, IndexError, json.JSONDecodeError, RecursionError) as error:
        raise Malformed("the answer is not JSON") from error
    sign, _ = members.get("sign", ("", ""))
    certificate, _ = members.get("alipay_cert_sn", ("", ""))
    for node in (f"{method.replace('.', '_')}_response", "error_response"):
        if node in members:
            fields, raw = members[node]
            if not (isinstance(fields, dict) and isinstance(sign, str) and isinstance(certificate, str)):
                break
            return Envelope(node=node, fields=fields, signed=raw.encode(), sign=sign, certificate=certificate)
    raise Malformed("the answer holds no response")


def _members(text: str) -> dict[str, tuple[object, str]]:
    """The members of the outermost object, each with its value and its raw text."""
    members: dict[str, tuple[object, str]] = {}
    at = _expect("{", text, _skip(text, 0))
    while True:
        name, at = _DECODER.raw_decode(text, _skip(text, at))
        start = _skip(text, _expect(":", text, _skip(text, at)))
        value, at = _DECODER.raw_decode(text, start)
        if not isinstance(name, str) or name in members:
            raise Malformed("a name is missing or comes twice")
        members[name] = (value, text[start:at])
        at = _skip(text, at)
        if text[at] == "}":
            if _skip(text, at + 1) != len(text):
                raise Malformed("something follows the answer")
            return members
        at = _expect(",", text, at)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _expect(mark: str, text: str, at: int) -> int:
    if text[at] != mark:
        raise Malformed(f"{mark} expected")
    return at + 1
