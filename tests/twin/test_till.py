"""What the city pays with at a store: a phone's wallet where there is one, else a card at the counter; never out of a drawer."""

from newretail.samples import Samples, sample_chains
from twin.scenarios import scenarios
from twin.till import choose_tender

WALLET = {
    "code": "wallet",
    "ways": [{"way": "qr", "place": "app"}],
    "into_drawer": False,
    "typed": [],
    "typed_at_refund": [],
}
CARD = {
    "code": "card",
    "ways": [{"way": "counter", "place": "counter"}],
    "into_drawer": False,
    "typed": [{"code": "slip_no", "kind": "text", "pattern": "[0-9]+"}],
    "typed_at_refund": [{"code": "slip_no", "kind": "text", "pattern": "[0-9]+"}],
}
CASH = {"code": "cash", "ways": CARD["ways"], "into_drawer": True, "typed": [], "typed_at_refund": []}


def test_a_phone_pays_where_it_can() -> None:
    chosen = choose_tender([CASH, CARD, WALLET])
    assert chosen is not None and (chosen.code, chosen.by_phone) == ("wallet", True)


def test_without_a_wallet_a_card_is_read_at_the_counter() -> None:
    chosen = choose_tender([CASH, CARD])
    assert chosen is not None and (chosen.code, chosen.by_phone) == ("card", False)
    assert [each["code"] for each in chosen.typed] == ["slip_no"]


def test_a_store_that_takes_banknotes_only_is_left_out() -> None:
    assert choose_tender([CASH]) is None and choose_tender([]) is None


def test_every_scenario_is_a_sample_chain_with_that_store_and_that_clock() -> None:
    assert sorted(scenarios()) == sample_chains()
    for name, scenario in scenarios().items():
        samples = Samples(name)
        store = next(each for each in samples.stores if each["code"] == scenario.store)
        assert store["time_zone"] == scenario.zone.key == samples.chain["time_zone"]
