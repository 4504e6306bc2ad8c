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
    lines = [
        "",
        "  Haru 하루 每日 is open.",
        "",
        f"  shop        {plan.url}/",
        f"  back office {plan.url}/admin/",
        f"  API         {plan.url}/api/v1/docs",
        f"  wallet      {wallet_url}/   (pays what the shop asks)",
        "",
        "  sign in as",
        *sign_in_lines(folder),
        f"  (also in {folder.instance_file})",
        "",
        f"  It is {local:%A %H:%M} in Shanghai, and time passes {pace}.",
        "  The city shops, picks and rides by itself."
        if plan.city
        else "  The city sleeps; the store waits for you.",
        f"  logs: {folder.logs}   stop: Ctrl-C",
        "",
    ]
    return "\n".join(lines)


def sign_in_lines(folder: DemoFolder) -> list[str]:
    sign_ins = json.loads(folder.instance_file.read_text())["sign_ins"]
    return [
        f"    {entry['role'].replace('_', ' '):<12} {entry['email']:<32} {entry['password']}  {entry['store']}"
        for entry in sign_ins
    ]
