"""The demo's people: somebody to sign in as for every role, and tokens with which the simulated city works as the staff.

Passwords, badges and tokens are random and lie in one file of the demo's folder, 0600.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from newretail.kernel.postgres.cluster import write_private
from newretail.kernel.who import Role
from newretail.members import api as members
from newretail.members.models import Member
from newretail.stores import api as stores
from newretail.stores.models import StaffRole

CITY_LABEL = "simulated city"
WITH_BADGES = frozenset(Role) - {Role.DEVICE}
SHOPPER = {"email": "shopper@haru.example", "name": "Ms Shopper"}


def prepare_people(path: Path, *, store_url: str) -> None:
    """Write or complete the instance file at `path`: {"url", "staff": [...], "sign_ins": [...]}."""
    known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    roles = list(StaffRole.objects.filter(revoked_at=None).select_related("member"))
    write_private(
        path,
        json.dumps(
            {
                "url": store_url,
                "staff": with_tokens(roles, known=known.get("staff", [])),
                "sign_ins": with_ways_in(roles, known=known.get("sign_ins", [])),
            },
            indent=1,
        ),
    )


def with_tokens(roles: list[StaffRole], *, known: list[dict[str, str]]) -> list[dict[str, str]]:
    """A bearer token for each member of staff, one even where somebody has several roles."""
    tokens = {entry["member"]: entry["token"] for entry in known}
    staff = []
    for role in roles:
        member = str(role.member_id)
        if member not in tokens:
            tokens[member] = members.issue_token(member=role.member, label=CITY_LABEL)
        staff.append(
            {
                "member": member,
                "name": role.member.name,
                "role": role.role,
                "store": role.store_id or "",
                "token": tokens[member],
            }
        )
    return staff


def with_ways_in(roles: list[StaffRole], *, known: list[dict[str, str]]) -> list[dict[str, str]]:
    """Head office, one person for each other role at the store that comes first, and a shopper.

    Everybody signs in by code, the staff by badge too, and head office has a password for its desks. Badges and the
    password are kept where there are some already.
    """
    chosen: dict[str, StaffRole] = {}
    for role in roles:
        chosen.setdefault(role.role, role)
    order = [Role.HEAD_OFFICE, *(role for role in Role if role != Role.HEAD_OFFICE)]
    wanted = [
        (role.value, chosen[role].member, chosen[role].store_id or "") for role in order if role in chosen
    ]
    wanted.append(("shopper", Member.objects.get_or_create(email=SHOPPER["email"], defaults=SHOPPER)[0], ""))
    had = {(entry["role"], entry["email"]): entry for entry in known}
    return [
        {
            "role": role,
            "store": store,
            "email": str(member.email),
            "password": before.get("password") or (give_password(member) if role == Role.HEAD_OFFICE else ""),
            "badge": badge_of(member, store=store, before=before.get("badge", ""))
            if role in WITH_BADGES
            else "",
        }
        for role, member, store in wanted
        for before in [had.get((role, str(member.email)), {})]
    ]


def badge_of(member: Member, *, store: str, before: str) -> str:
    """The code of the badge that this person has from an earlier start, or of a new one."""
    if before and stores.is_good_badge(before):
        return before
    return stores.issue_badge(member_id=member.id, store_id=store, by="newretail demo")[1]


def give_password(member: Member) -> str:
    """A new random password, with which the member runs the back office."""
    password = secrets.token_urlsafe(12)
    member.set_password(password)
    member.is_staff = member.is_superuser = True
    member.save(update_fields=["password", "is_staff", "is_superuser"])
    return password
