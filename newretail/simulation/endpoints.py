"""HTTP: how a simulated city drives the clock of the store it shops in, and asks whether the books balance."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from newretail.insight import api as insight
from newretail.kernel import clock
from newretail.kernel.http import Body, Door, Out, Request
from newretail.kernel.who import ANYONE, Caller, Who
from newretail.simulation.advance_clock import Advance
from newretail.simulation.advance_clock import advance_clock as advance
from newretail.simulation.errors import ClockBusy, ClockIsReal, NotLater, TooFar
from newretail.simulation.set_speed import set_speed
from newretail.stores.api import Role

door = Door(tags=["simulation"])


def _drives(caller: Caller, _: str) -> bool:
    return caller.is_head_office or any(role == Role.DEVICE for role, _store in caller.roles)


CITY = Who("head_office_or_device", _drives)
Speed = Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)]


class ClockOut(Out):
    now: datetime
    mode: str = Field(description="system, running or stepped", examples=["running"])
    speed: float = Field(description="simulated seconds a second", examples=[5.0])


class SpeedIn(Body):
    example = {"speed": 60.0}

    speed: Speed = Field(examples=[60.0])


class AdvanceIn(Body):
    example = {"to": "2026-06-15T04:00:05Z"}

    to: AwareDatetime = Field(examples=["2026-06-15T04:00:05Z"])


class AdvanceOut(Out):
    now: datetime
    handled: int = Field(description="facts and rows that were dealt with on the way")
    idle: bool = Field(description="nothing waits at this instant any more")
    next_due: datetime | None = Field(description="when the next duty sweeps")


class AuditOut(Out):
    differences: list[str]
    oversold: int
    ledger_hash: str


@door.get(
    "/simulation/clock", who=ANYONE, response=ClockOut, summary="What time it is here, and how it passes"
)
def read_clock(request: Request) -> clock.Reading:
    return clock.reading()


@door.post(
    "/simulation/speed",
    who=CITY,
    response=ClockOut,
    errors=[ClockIsReal],
    summary="Let simulated time run or stand still",
)
def change_speed(request: Request, body: SpeedIn) -> clock.Reading:
    return set_speed(body.speed)


@door.post(
    "/simulation/advance",
    who=CITY,
    response=AdvanceOut,
    errors=[ClockIsReal, NotLater, TooFar, ClockBusy],
    summary="Move simulated time, and do what falls due on the way",
    description="Answers when nothing is waiting any more. Sending the same instant again changes nothing.",
)
def advance_clock(request: Request, body: AdvanceIn) -> Advance:
    return advance(body.to)


@door.get("/simulation/audit", who=CITY, response=AuditOut, summary="Do the books balance?")
def audit_simulation(request: Request) -> AuditOut:
    books = insight.audit_books()
    return AuditOut(
        differences=[
            " ".join(
                f"{each.book} {each.store_id} {each.about} {each.what} {each.expected} {each.found}".split()
            )
            for each in books.differences
        ],
        oversold=books.oversold,
        ledger_hash=books.ledger_hash,
    )
