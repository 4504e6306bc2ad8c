"""Every movement that the ledger knows has a meaning in the vocabulary of business, as docs/epcis.md tells it."""

import pytest

from newretail.inventory.rules import Place
from newretail.stores.api import Way
from newretail.traceability.rules import meaning
from tests.traceability.epcis_schema import DISPOSITIONS, STEPS


@pytest.mark.parametrize(
    ("source", "target", "cause", "said"),
    [
        ("supplier", "stock", "receipt", ("receiving", "OBSERVE", "sellable_accessible")),
        ("customer", "stock", "refund", ("receiving", "OBSERVE", "sellable_accessible")),
        ("customer", "expired", "refund", ("receiving", "OBSERVE", "expired")),
        ("stock", "stock", "move", ("storing", "OBSERVE", "sellable_accessible")),
        ("bag", "stock", "put_back", ("storing", "OBSERVE", "sellable_accessible")),
        ("stock", "expired", "expired", ("holding", "OBSERVE", "expired")),
        ("stock", "blocked", "blocked", ("holding", "OBSERVE", "non_sellable_other")),
        ("stock", "bag", "pick", ("picking", "OBSERVE", "in_progress")),
        ("stock", "customer", "sale", ("retail_selling", "OBSERVE", "retail_sold")),
        ("bag", "customer", "hand_over", ("retail_selling", "OBSERVE", "retail_sold")),
        ("expired", "waste", "expired", ("destroying", "DELETE", "destroyed")),
        ("stock", "waste", "stolen", ("stock_taking", "DELETE", "stolen")),
        ("blocked", "return_vendor", "recall", ("shipping", "OBSERVE", "returned")),
        ("count", "stock", "count", ("stock_taking", "ADD", "sellable_accessible")),
        ("stock", "count", "count", ("stock_taking", "DELETE", "unknown")),
        ("stock", "supplier", "reversal", ("stock_taking", "DELETE", "unknown")),
        ("waste", "stock", "reversal", ("stock_taking", "ADD", "sellable_accessible")),
    ],
)
def test_a_movement_is_called_what_it_is(source: str, target: str, cause: str, said: tuple[str, str, str]):
    meant = meaning(source=source, target=target, cause=cause)
    assert (meant.step, meant.action, meant.disposition) == said


@pytest.mark.parametrize("way", list(Way))
def test_only_what_is_brought_to_the_door_is_shipped_and_nothing_sold_stays_at_the_store(way: Way):
    for source in ("stock", "bag"):
        meant = meaning(source=source, target="customer", cause="hand_over", way=way)
        assert meant.step == ("shipping" if way is Way.DELIVER else "retail_selling")
        assert meant.disposition == "retail_sold" and meant.leaves


def test_no_movement_is_without_a_word_of_the_standard():
    for source in Place:
        for target in Place:
            meant = meaning(source=source, target=target, cause="other")
            assert meant.step in STEPS and meant.disposition in DISPOSITIONS
