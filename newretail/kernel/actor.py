"""Who did something: one word, spelt the same in every row, fact and log that has a `by`.

`member:<uuid>` for anybody with an account, be it a person, a guest or a device; `program:<name>` for a command or an import that
somebody ran; `system` for what the house does by itself.
"""

from uuid import UUID

SYSTEM = "system"

_MEMBER = "member:"
_PROGRAM = "program:"


def of_member(member_id: UUID) -> str:
    return f"{_MEMBER}{member_id}"


def of_program(name: str) -> str:
    return f"{_PROGRAM}{name}"


def member_of(by: str) -> UUID | None:
    """The member that `by` speaks of; None for a program, for the house itself and for nobody."""
    if not by.startswith(_MEMBER):
        return None
    return UUID(by.removeprefix(_MEMBER))
