"""Who did something is spelt in one way (`kernel.actor`): nobody writes or takes apart a `by` by hand."""

import re
from pathlib import Path
from uuid import UUID, uuid4

from newretail.kernel import actor

HOUSE = Path(__file__).parents[2] / "newretail"
BY_HAND = re.compile(
    r"""by=str\(|by=f"|_by=str\(|by=["'](?!["'])|f"member:\{(?!member\.id\}", member_id)|removeprefix\("member:"\)"""
)
"""A `by` that is a bare id, words of somebody's own, or a prefix put on or taken off. (A ref of a fact may name a member.)"""


def test_nobody_spells_an_actor_by_hand():
    found = {
        str(path.relative_to(HOUSE)): said
        for path in sorted(HOUSE.rglob("*.py"))
        if path.parent.name != "migrations" and path != HOUSE / "kernel" / "actor.py"
        if (said := BY_HAND.findall(path.read_text()))
    }
    assert not found


def test_an_actor_by_hand_would_be_seen():
    for text in ("by=str(member_id)", 'f"member:{who}"', 'by="duty"', 'by.removeprefix("member:")'):
        assert BY_HAND.search(text), text
    for text in ('by=""', "by=actor.SYSTEM", "by=request.caller.actor"):
        assert not BY_HAND.search(text), text


def test_an_actor_says_which_member_it_is():
    member: UUID = uuid4()
    assert actor.member_of(actor.of_member(member)) == member
    assert [actor.member_of(by) for by in ("", actor.SYSTEM, actor.of_program("labels"), str(member))] == [
        None
    ] * 4
