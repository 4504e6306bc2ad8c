"""Did a person ask for this? A page asks for much by itself, and what it asks while nobody touches it keeps nobody signed in.

Only the page knows, so it says so in a header. Whoever leaves it out, as programs and plain pages do, counts as a person: to say it
falsely would only sign oneself out sooner or keep one's own screen open.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions import middleware
from django.http import HttpRequest

HEADER = "Unattended"
"""Sent as `Unattended: 1` with what a page asks by itself while nobody touches it."""
IN_META = "HTTP_UNATTENDED"


def is_attended(meta: Mapping[str, Any]) -> bool:
    """Whether a request, by its WSGI environment, is a person's doing."""
    return not meta.get(IN_META)


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's; the session is told whether somebody is there."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.session.is_attended = is_attended(request.META)  # type: ignore[attr-defined]
