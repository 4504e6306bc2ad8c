"""The security log: who came in, who was refused, whose rights changed. Records of `newretail.security`.

A record's message is the event's name; `newretail.kernel.logs` adds the request's id, the caller's address and id. Ids and codes of
kinds only: never a name, an e-mail address, a number, a code or a token. SECURITY.md lists the events.
"""

import logging
from typing import Any

_log = logging.getLogger("newretail.security")

EVENTS = frozenset(
    {
        "sign_in", "sign_in_step", "sign_in_failed", "proved_again", "sign_in_locked", "session_ended", "signed_out_everywhere",
        "token_issued", "token_revoked", "badge_used", "badge_issued", "badge_withdrawn", "role_granted", "role_revoked", "refused",
        "password_set", "member_erased",
    }
)  # fmt: skip
_GONE_WRONG = frozenset({"sign_in_failed", "sign_in_locked", "refused"})


def note(event: str, **facts: Any) -> None:
    """Write one record. facts: ids, roles, codes of refusals, counts."""
    assert event in EVENTS, event
    level = logging.WARNING if event in _GONE_WRONG else logging.INFO
    _log.log(level, event, extra={"event": event, **facts})
