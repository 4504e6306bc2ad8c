"""A time in a sentence for people is the time of the store they stand in: `14:03`, never an instant as programs write it.

What a refusal's words name is looked up where the refusal is raised. A day is a day everywhere and is called so (`expires_on`, `day`,
`last_day`); a moment goes through the clock of its store.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import newretail
from newretail.kernel.errors import Refusal

HOUSE = Path(newretail.__file__).parent
DAYS = re.compile(r"(_on|day)$")
BY_THE_STORES_CLOCK = re.compile(r"on_the_wall\(|time_of_day\(|astimezone\(")
AN_INSTANT = re.compile(
    r"isoformat\(|clock\.now\(\)|strftime\(|str\([\w.]*(_at|until|now)\)"
    r"|(^|\.)\w+(_at|_until)$|\.(at|until|now)$"
)


def spoken() -> dict[str, set[str]]:
    """The members that the words of each refusal name, by the name of its class."""
    return {
        refusal.__name__: {name for _, name, _, _ in Formatter().parse(refusal.text.en) if name}
        for refusal in Refusal.by_code.values()
    }


def raised(source: str, known: dict[str, set[str]]) -> Iterator[tuple[int, str, str, str]]:
    """Line, refusal, member and what it is filled with, of each member that is spoken."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for given in node.keywords:
            if given.arg in known.get(name, ()):
                yield node.lineno, name, str(given.arg), ast.unparse(given.value)


def wrong(source: str, known: dict[str, set[str]]) -> list[str]:
    return [
        f"line {line}: {refusal}({member}={value})"
        for line, refusal, member, value in raised(source, known)
        if not DAYS.search(member) and AN_INSTANT.search(value) and not BY_THE_STORES_CLOCK.search(value)
    ]


def test_no_sentence_names_an_instant() -> None:
    known = spoken()
    assert len(known) > 100, "the refusals of all rooms are loaded"
    found = {
        str(path.relative_to(HOUSE)): lines
        for path in sorted(HOUSE.rglob("*.py"))
        if (lines := wrong(path.read_text(), known))
    }
    assert found == {}


def test_this_rule_sees_what_it_is_for() -> None:
    known = {"Used": {"at", "until", "last_day"}}
    for bad in (
        "Used(at=x.at.isoformat())",
        "Used(until=job.ask_until)",
        "Used(at=clock.now())",
        "Used(at=str(x.sold_at))",
    ):
        assert wrong(bad, known), bad
    for good in (
        "Used(at=stores.on_the_wall(s, x.at))",
        "Used(last_day=day.isoformat())",
        "Used(other=x.at)",
    ):
        assert not wrong(good, known), good
