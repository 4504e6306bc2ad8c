"""What has happened to members. Facts carry ids, never names or numbers of people."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberErased(Event):
    """Whoever keeps anything personal about this member removes it now."""

    name = "member.erased"
    lasts = True

    member_id: str


@dataclass(frozen=True, kw_only=True)
class ConsentGranted(Event):
    name = "consent.granted"
    lasts = True

    member_id: str
    purpose: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    name = "consent.withdrawn"
    lasts = True

    member_id: str
    purpose: str
