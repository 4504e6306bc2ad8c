"""Who sees what of a fact: nothing that nobody has decided to show."""

from newretail.live.rules import Audience, seen

PICKED = {"line": "1", "sku_id": "HR-1", "lot": "L7", "quantity": 2, "swap_of": None, "amount": None}


def test_a_shopper_sees_what_was_picked_but_not_the_lot():
    view = seen(audience=Audience.SHOPPER, name="line.picked", body=PICKED)
    assert view == {"line": "1", "sku_id": "HR-1", "quantity": 2, "swap_of": None, "amount": None}


def test_a_shopper_never_sees_who_did_it_or_how_risky_they_look():
    stage = {"stage": "packed", "at": "t", "way": "deliver", "by": "picker 7"}
    assert "by" not in (seen(audience=Audience.SHOPPER, name="stage.reached", body=stage) or {})
    left = {"number": "A-1", "verdict": "audit", "risk": 0.7}
    assert seen(audience=Audience.SHOPPER, name="shopper.left", body=left) == {"number": "A-1"}


def test_the_floor_sees_goods_and_the_counter_money_too():
    paid = {"payment_id": "p", "tender": "cash", "amount": 5, "currency": "CNY", "at": "t"}
    assert seen(audience=Audience.FLOOR, name="payment.captured", body=paid) is None
    assert seen(audience=Audience.COUNTER, name="payment.captured", body=paid) == paid
    assert seen(audience=Audience.FLOOR, name="line.picked", body=PICKED) == PICKED


def test_an_unknown_fact_is_silent():
    for audience in Audience:
        assert seen(audience=audience, name="member.erased", body={"member_id": "x"}) is None
        assert seen(audience=audience, name="walkout.happened", body={}) is None
