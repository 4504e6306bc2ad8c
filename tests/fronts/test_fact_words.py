"""Head office reads what happened in words: every fact and every handler of the house is said in all languages."""

import pytest

from newretail.kernel import events
from newretail.kernel.events import Event
from tests.fronts.words import LANGUAGES, words


def our_facts() -> list[str]:
    """Without those that other tests declare for themselves."""
    return sorted(name for name, kind in Event.kinds.items() if kind.__module__.startswith("newretail."))


def our_handlers() -> list[str]:
    return sorted(
        name
        for fact in our_facts()
        for name in events.handlers_of(fact)
        if not name.startswith(("hall.", "attic.", "tower.", "test."))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_and_every_handler_has_words(language: str) -> None:
    said = words("hq", language)
    wanted = {f"hq.event.{name.replace('.', '_')}" for name in our_facts()}
    wanted |= {f"hq.handler.{name.replace('.', '_')}" for name in our_handlers()}
    assert len(wanted) > 80, "the house is loaded"
    assert wanted <= set(said), f"no words in {language} for {sorted(wanted - set(said))}"


def test_no_words_are_kept_for_what_the_house_does_not_have() -> None:
    there = {name.replace(".", "_") for name in (*our_facts(), *our_handlers())}
    kept = {
        key.rpartition(".")[2] for key in words("hq", "en") if key.startswith(("hq.event.", "hq.handler."))
    }
    assert kept <= there, sorted(kept - there)
