"""Who calls, and who may call what. Every route declares one of these; the server does not start without."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from newretail.kernel import actor, clock

RUNS_ALL = "head_office"
"""The role that may do everything everywhere; the place of such a role is empty."""
RUNS_A_PLACE = "manager"
"""The role that may do everything at one place. All other roles are the rooms' own words, compared and never read here."""


@dataclass(frozen=True, slots=True)
class End:
    """The moment at which a proof of who somebody is ends by itself.

    by_real_time: as a browser counts its session, whatever time it is in the store; else on the store's clock.
    """

    at: datetime
    by_real_time: bool = False

    def is_past(self) -> bool:
        return (timezone.now() if self.by_real_time else clock.now()) >= self.at

    def seconds_left(self) -> float:
        """Real seconds until then, below 0 afterwards; without end on a clock that stands."""
        if self.by_real_time:
            return (self.at - timezone.now()).total_seconds()
        speed = clock.reading().speed
        return (self.at - clock.now()).total_seconds() / speed if speed else math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The one who makes a request, as far as it has been proved.

    kind: anonymous | guest | member | token | badge. roles: (role, store_id) pairs, store_id "" for the whole chain.
    scopes: what a token of an integration may do. A badge opens somebody's work, never what is their own.
    until: when what proves them ends by itself if nobody uses it any more; None where it does not. is_half_proved: they run all, but
    the chain demands a second factor for that, and they have not proved one: the role is left out of `roles`.
    """

    member_id: UUID | None = None
    kind: str = "anonymous"
    roles: frozenset[tuple[str, str]] = frozenset()
    scopes: frozenset[str] = frozenset()
    language: str = "en"
    label: str = ""
    until: End | None = None
    is_half_proved: bool = False

    @property
    def known_id(self) -> UUID:
        """`member_id`, behind a route that lets in only people who are known."""
        assert self.member_id is not None
        return self.member_id

    @property
    def actor(self) -> str:
        """The `by` of what this caller does."""
        return actor.of_member(self.known_id)

    def has(self, role: str, store_id: str = "") -> bool:
        return (role, store_id) in self.roles

    @property
    def is_head_office(self) -> bool:
        return (RUNS_ALL, "") in self.roles

    def manages(self, store_id: str) -> bool:
        return self.is_head_office or (RUNS_A_PLACE, store_id) in self.roles


ANONYMOUS = Caller()


@dataclass(frozen=True, slots=True)
class Who:
    """A permission. `needs_store`: the rule reads the path's `store_id`."""

    name: str
    allows: Callable[[Caller, str], bool]
    needs_store: bool = False


ANYONE = Who("anyone", lambda caller, _: True)
KNOWN = Who("known", lambda caller, _: caller.member_id is not None)
SIGNED_IN = Who("signed_in", lambda caller, _: caller.member_id is not None and caller.kind != "badge")
MEMBER = Who(
    "member", lambda caller, _: caller.member_id is not None and caller.kind not in ("guest", "badge")
)
PERSON = Who("person", lambda caller, _: caller.kind == "member")
HEAD_OFFICE = Who("head_office", lambda caller, _: caller.is_head_office)
ANY_STAFF = Who("any_staff", lambda caller, _: bool(caller.roles))


def staff(*roles: str) -> Who:
    """One of the roles at the store in the path; its manager and head office always pass."""
    wanted = frozenset(roles)

    def allows(caller: Caller, store_id: str) -> bool:
        return caller.manages(store_id) or any((role, store_id) in caller.roles for role in wanted)

    return Who("staff:" + ",".join(sorted(wanted)), allows, needs_store=True)


MANAGER = staff()


def integration(scope: str) -> Who:
    """A token that carries the scope, or head office."""
    return Who(f"integration:{scope}", lambda caller, _: caller.is_head_office or scope in caller.scopes)
