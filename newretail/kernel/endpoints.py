"""HTTP: is the store there? For whoever watches over it: a supervisor, a load balancer."""

from pydantic import Field

from newretail.kernel import sql
from newretail.kernel.errors import Unavailable
from newretail.kernel.http import Door, Out, Request
from newretail.kernel.who import ANYONE

door = Door(tags=["health"])


class HealthOut(Out):
    status: str = Field(description="always `ok`; a store that cannot sell answers 503", examples=["ok"])


@door.get(
    "/health",
    who=ANYONE,
    response=HealthOut,
    errors=[Unavailable],
    summary="Does the store answer, with its database?",
)
def tell_health(request: Request) -> HealthOut:
    sql.fetch("SELECT 1 AS there", {})
    return HealthOut(status="ok")
