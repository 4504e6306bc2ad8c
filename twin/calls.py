"""One call to the store or to the wallet gateway, and what came back."""

from dataclasses import dataclass, field
from typing import Any

from twin.engine import Command

STORE, WALLET = "store", "wallet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Command):
    """An HTTP request as somebody means it.

    what: short name for the report. photo: a picture instead of a body. key: its idempotency key, so that it may be repeated. may: refusals that belong to
    daily life; any other answer than 2xx is an error of the store.
    """

    what: str
    method: str
    path: str
    token: str = ""
    body: Any = None
    photo: bytes = b""
    key: str = ""
    may: frozenset[str] = frozenset()
    to: str = STORE

    @property
    def stirs(self) -> bool:
        """Looking something up leaves the store as it is."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `refused` is the refusal's code, empty when the thing was done."""

    status: int
    body: Any
    refused: str = ""


class Unexpected(Exception):
    """The store answered what nobody can deal with. It has been counted already."""


@dataclass
class CallTally:
    """How many calls of each kind were made, in how many real seconds, what was refused, what went wrong."""

    calls: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    error_count: int = 0

    MOST_KEPT = 50

    def note_call(self, call: Call, *, seconds: float) -> None:
        """Count a call and how long it took in real time, repeats and their pauses included."""
        self.calls += 1
        self.made[call.what] = self.made.get(call.what, 0) + 1
        self.seconds[call.what] = self.seconds.get(call.what, 0.0) + seconds

    def note_refusal(self, call: Call, code: str) -> None:
        """Count a refusal that belongs to daily life."""
        name = f"{call.what}: {code}"
        self.refused[name] = self.refused.get(name, 0) + 1

    def note_error(self, call: Call, problem: str) -> None:
        """Count an answer that should not have come; the first ones are kept in words."""
        self.error_count += 1
        if len(self.errors) < self.MOST_KEPT:
            self.errors.append(f"{call.what}: {call.method} {call.path}: {problem}")
