"""What the person at the terminal reads when the demo is up."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from newretail.demo.folder import DemoFolder
from newretail.stores.roles import Role
from newretail.stores.rules import badge_front

if TYPE_CHECKING:
    from newretail.demo.run_demo import DemoPlan

ON_BADGES = (Role.PICKER, Role.PACKER, Role.CASHIER, Role.MANAGER, Role.COURIER, Role.HEAD_OFFICE)


def banner(folder: DemoFolder, *, plan: "DemoPlan", wallet_url: str, local: datetime) -> str:
    """Where to go, who to be, how time passes."""
    pace = (
        "at its own pace" if plan.speed == 1 else f"{plan.speed:g} times as fast (--speed 1 for its own pace)"
    )
    people = sign_ins(folder)
    office = next(person for person in people if person["password"])
    store = next((person["store"] for person in people if person["store"]), "")
    lines = [
        "",
        f"  {plan.chain_name} is open.",
        "",
        f"  shop         {plan.url}/shop/",
        f"  wallet       {wallet_url}/   pays what the shop asks"
        if wallet_url
        else "  paying       at the counter, by card or in cash",
        "",
        f"  the staff of {store}, each link signs straight in",
        *(f"    {role_of(person):<12} {badge_link(person, url=plan.url)}" for person in with_badges(people)),
        "",
        f"  back office  {plan.url}/admin/   {office['email']}   password {office['password']}",
        f"  sign in      {plan.url}/accounts/login/   any e-mail or phone; the code appears here",
        f"  API          {plan.url}/api/v1/docs   tokens: {folder.instance_file}",
        "",
        f"  It is {local:%A %H:%M} in {local.tzinfo}, and time passes {pace}.",
        "  The city shops, picks and rides by itself."
        if plan.city
        else "  The city sleeps; the store waits for you.",
        f"  logs: {folder.logs}   stop: Ctrl-C",
        "",
    ]
    return "\n".join(lines)


def sign_ins(folder: DemoFolder) -> list[dict[str, str]]:
    people: list[dict[str, str]] = json.loads(folder.instance_file.read_text())["sign_ins"]
    return people


def with_badges(people: list[dict[str, str]]) -> list[dict[str, str]]:
    """Whoever has a badge, from the shelf to the office."""
    by_role = {person["role"]: person for person in people if person.get("badge")}
    return [by_role[role] for role in ON_BADGES if role in by_role]


def badge_link(person: dict[str, str], *, url: str) -> str:
    return f"{url}/{badge_front(frozenset({person['role']}))}/#badge={person['badge']}"


def role_of(person: dict[str, str]) -> str:
    return person["role"].replace("_", " ")
