"""The demo's people: somebody to sign in as for every role, and tokens with which the simulated city works as the staff.

Passwords, badges and tokens are random and lie in one file of the demo's folder, 0600.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from newretail.embedded.cluster import write_private
from newretail.kernel import actor
from newretail.members import api as members
from newretail.members.models import Member
from newretail.stores import api as stores
from newretail.stores.models import StaffRole
from newretail.stores.roles import Role

CITY_LABEL = "simulated city"
COLLEAGUES = {
    Role.PICKER: "Ms Picker",
    Role.PACKER: "Mr Packer",
    Role.CASHIER: "Ms Cashier",
    Role.COURIER: "Mr Courier",
    Role.MANAGER: "Ms Manager",
}
"""Whoever tries the demo works as one of these: the simulated city has staff of its own and leaves their work alone."""
SHOPPER_ROLE = "shopper"
SHOPPER_NAME = "Ms Shopper"


def prepare_people(path: Path, *, chain: str, store_url: str) -> None:
    """Write or complete the instance file at `path`: {"url", "staff": [...], "sign_ins": [...]}."""
    known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    hire_colleagues(chain)
    emails = {email_of(role, chain) for role in COLLEAGUES}
    roles = list(StaffRole.objects.filter(revoked_at=None).select_related("member"))
    of_the_city = [role for role in roles if role.member.email not in emails]
    of_people = [role for role in roles if role.member.email in emails or role.role == Role.HEAD_OFFICE]
    write_private(
        path,
        json.dumps(
            {
                "url": store_url,
                "staff": with_tokens(of_the_city, known=known.get("staff", [])),
                "sign_ins": with_ways_in(of_people, chain=chain, known=known.get("sign_ins", [])),
            },
            indent=1,
        ),
    )


def hire_colleagues(chain: str) -> None:
    """One person for each role, at the store that comes first."""
    [store] = stores.find_stores(limit=1).stores
    for role, name in COLLEAGUES.items():
        member_id = members.open_person(name=name, email=email_of(role, chain), phone="")
        stores.grant_role(member_id=member_id, role=role, store_id=store.code, by=actor.of_program("demo"))


def email_of(role: str, chain: str) -> str:
    return f"{role}@{chain}.example"


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


def with_ways_in(roles: list[StaffRole], *, chain: str, known: list[dict[str, str]]) -> list[dict[str, str]]:
    """Head office, one person for each role of a store, and a shopper.

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
    shopper, _ = Member.objects.get_or_create(
        email=email_of(SHOPPER_ROLE, chain), defaults={"name": SHOPPER_NAME}
    )
    wanted.append((SHOPPER_ROLE, shopper, ""))
    had = {(entry["role"], entry["email"]): entry for entry in known}
    return [
        {
            "role": role,
            "store": store,
            "email": str(member.email),
            "password": before.get("password") or (give_password(member) if role == Role.HEAD_OFFICE else ""),
            "badge": badge_of(member, store=store, before=before.get("badge", ""))
            if role != SHOPPER_ROLE
            else "",
        }
        for role, member, store in wanted
        for before in [had.get((role, str(member.email)), {})]
    ]


def badge_of(member: Member, *, store: str, before: str) -> str:
    """The code of the badge that this person has from an earlier start, or of a new one."""
    if before and stores.is_good_badge(before):
        return before
    return stores.issue_badge(member_id=member.id, store_id=store, by=actor.of_program("demo"))[1]


def give_password(member: Member) -> str:
    """A new random password, with which the member runs the back office."""
    password = secrets.token_urlsafe(12)
    member.set_password(password)
    member.is_staff = member.is_superuser = True
    member.save(update_fields=["password", "is_staff", "is_superuser"])
    return password
