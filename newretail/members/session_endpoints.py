"""HTTP: where one is signed in, and signing out there or everywhere."""

from typing import Annotated

from django.contrib.auth import logout
from pydantic import StringConstraints

from newretail.kernel.http import Door, Request
from newretail.kernel.who import PERSON
from newretail.members import queries
from newretail.members.end_sessions import end_session, sign_out_everywhere
from newretail.members.errors import SessionUnknown

door = Door(tags=["members"])

SessionId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


@door.get(
    "/me/sessions",
    who=PERSON,
    response=list[queries.SessionLine],
    summary="Where I am signed in",
    description="Browsers with a session, the one used last first. Tokens are at `GET /api/v1/me/tokens`.",
)
def list_sessions(request: Request) -> list[queries.SessionLine]:
    return queries.sessions(request.caller.known_id, current=_current(request))


@door.delete(
    "/me/sessions/{browser_session_id}",
    who=PERSON,
    response={204: None},
    summary="Sign out there",
    errors=[SessionUnknown],
)
def end_my_session(request: Request, browser_session_id: SessionId) -> tuple[int, None]:
    end_session(member_id=request.caller.known_id, session_id=browser_session_id)
    return 204, None


@door.delete(
    "/me/sessions",
    who=PERSON,
    response={204: None},
    summary="Sign out everywhere",
    description="Ends every session, this one too, and every token of mine, those of badges included.",
)
def end_my_sessions(request: Request) -> tuple[int, None]:
    sign_out_everywhere(member_id=request.caller.known_id)
    if _current(request):
        logout(request)
    return 204, None


def _current(request: Request) -> str:
    """The key of the session that this request comes by; "" for a token."""
    session = getattr(request, "session", None)
    return session.session_key or "" if session is not None else ""
