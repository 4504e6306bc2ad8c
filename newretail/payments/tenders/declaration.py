"""What must be known of a tender before any money moves: one declaration in each tender's folder."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from newretail.kernel.errors import Invalid
from newretail.kernel.text import Text
from newretail.payments.tenders.base import Notices, RemoteTender, Till

Place = Literal["app", "counter"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """Something that a person types in. kind: money (minor units, digits only) or text, as `pattern` wants it."""

    code: str
    label: Text
    kind: Literal["money", "text"] = "text"
    pattern: str = r"[!-~]{1,64}"

    def read(self, typed: Mapping[str, str]) -> str:
        """What was typed in for this field. Raises Invalid where it is missing or of another form."""
        value = typed.get(self.code, "")
        wanted = r"[0-9]{1,12}" if self.kind == "money" else self.pattern
        if re.fullmatch(wanted, value, re.ASCII) is None:
            raise Invalid(first=self.code)
        return value


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What must be known before a tender can be used. where: `environment` (one for all stores, `code` is the variable's name)
    or `store` (set at head office for each store, in the form of `pattern`)."""

    code: str
    label: Text
    where: Literal["environment", "store"]
    pattern: str = r".{1,200}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bills:
    """A tender that sends a bill of each day: the zone its days are counted in, and the hour by which it is there next day."""

    zone: tzinfo
    ready_at_hour: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tender:
    """A way to take money and to give it back.

    ways: how it is taken, and where. account: the kind of ledger account its money lies in. currencies: what it can take, None for
    any. refunds_by_hand: a person hands the money out; otherwise it is sent. into_drawer: the money lies in a cashier's
    drawer. on_at_first: a store takes it until somebody switches it off, as soon as nothing is missing.

    A counter tender has a `till` with its fields; one behind a network has `connect`, which answers None where it is not set up.
    """

    code: str
    name: Text
    ways: Mapping[str, Place]
    account: str
    refunds_by_hand: bool
    currencies: frozenset[str] | None = None
    on_at_first: bool = False
    into_drawer: bool = False
    settings: tuple[Setting, ...] = ()
    till: Till | None = None
    typed: tuple[Field, ...] = ()
    typed_at_refund: tuple[Field, ...] = ()
    connect: Callable[[], RemoteTender | None] | None = None
    notices: Notices | None = None
    bills: Bills | None = None

    def takes(self, currency: str) -> bool:
        """Can an amount in this currency be paid with it?"""
        return self.currencies is None or currency in self.currencies
