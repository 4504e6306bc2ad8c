"""What the person at the terminal reads when the demo is up."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from newretail.demo.folder import DemoFolder

if TYPE_CHECKING:
    from newretail.demo.run_demo import DemoPlan


def banner(folder: DemoFolder, *, plan: "DemoPlan", wallet_url: str, local: datetime) -> str:
    """Where to go, who to be, how time passes."""
    pace = (
        "at its own pace" if plan.speed == 1 else f"{plan.speed:g} times as fast (--speed 1 for its own pace)"
    )
    people = sign_ins(folder)
    office = next(person for person in people if person["password"])
    lines = [
        "",
        "  Haru 하루 每日 is open.",
        "",
        f"  shop         {plan.url}/",
        f"  back office  {plan.url}/admin/",
        f"               {office['email']}   password {office['password']}",
        f"  wallet       {wallet_url}/   pays what the shop asks",
        f"  API          {plan.url}/api/v1/docs",
        f"  sign in      {plan.url}/accounts/login/",
        "               any e-mail address or phone number; the code appears here",
        "",
        "  people of the sample chain",
        *(f"    {role_of(person):<12} {person['email']:<32} {person['store']}" for person in people),
        f"    tokens for the API: {folder.instance_file}",
        "",
        f"  It is {local:%A %H:%M} in Shanghai, and time passes {pace}.",
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


def role_of(person: dict[str, str]) -> str:
    return person["role"].replace("_", " ")
