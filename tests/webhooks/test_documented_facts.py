"""The names of facts are a contract: docs/webhooks.md lists each with its fields, and moving a file or a class changes none."""

import inspect
from dataclasses import fields
from pathlib import Path

import newretail.webhooks
from newretail.kernel import events
from newretail.kernel.events import Event
from newretail.webhooks.kinds import all_kinds

DOCUMENT = Path(newretail.webhooks.__file__).parents[2] / "docs" / "webhooks.md"
HANDLERS = {
    "fulfilment.miss_what_was_cut",
    "fulfilment.send_a_courier",
    "members.end_sessions",
    "ordering.deliver",
    "ordering.fail",
    "ordering.forget",
    "ordering.forget_the_erased",
    "ordering.give_up_unpaid",
    "ordering.hand_over",
    "ordering.pay",
    "ordering.receive_back",
    "ordering.release",
    "ordering.settle",
    "webhooks.plan_deliveries",
}
"""A renamed handler is unknown under its old name: what failed there waits for a person. So a name is changed only on purpose."""


def ours() -> list[str]:
    """Without those that other tests declare for themselves."""
    return [name for name in all_kinds() if Event.kinds[name].__module__.startswith("newretail.")]


def table() -> str:
    """Every kind that a receiver may have, as the document shows it."""
    rows = [f"| `{name}` | {_fields(Event.kinds[name])} | {_meaning(Event.kinds[name])} |" for name in ours()]
    return "\n".join(["| name | data | |", "|---|---|---|", *rows])


def _fields(kind: type[Event]) -> str:
    own = [each.name for each in fields(kind) if each.name not in ("store_id", "ref")]
    return ", ".join(f"`{name}`" for name in own)


def _meaning(kind: type[Event]) -> str:
    said = kind.__doc__ or ""
    return (
        ""
        if said.startswith(f"{kind.__name__}(")
        else " ".join(inspect.cleandoc(said).split()).replace("|", "\\|")
    )


def test_every_fact_is_documented_under_its_name_with_its_fields() -> None:
    assert table() in DOCUMENT.read_text(), f"docs/webhooks.md should have:\n\n{table()}\n"


def test_a_fact_that_was_renamed_by_accident_would_be_seen() -> None:
    known = DOCUMENT.read_text()
    assert all(f"| `{name}` |" in known for name in ours())
    assert "| `order.was_placed` |" not in known


def test_the_names_of_handlers_are_for_life() -> None:
    assert {
        name
        for name in set(events.who_hears_what()["handlers"])
        if not name.startswith(("hall.", "attic.", "tower.", "test."))
    } == HANDLERS
