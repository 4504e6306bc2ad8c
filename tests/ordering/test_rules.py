"""The arithmetic of a sale."""

from hypothesis import given
from hypothesis import strategies as st

from newretail.ordering import rules
from newretail.ordering.rules import Way

money = st.integers(0, 10**7)


def test_delivery_is_free_from_the_mark_and_bags_are_paid_where_staff_pack():
    store = {"delivery_fee": 600, "free_delivery_from": 9900, "bag_fee": 50}
    assert rules.fees(goods=9899, ways=[Way.DELIVER], **store) == rules.Fees(delivery=600, bag=50)
    assert rules.fees(goods=9900, ways=[Way.DELIVER, Way.PICK_UP], **store) == rules.Fees(delivery=0, bag=50)
    assert rules.fees(goods=10, ways=[Way.CARRY_OUT], **store) == rules.Fees(delivery=0, bag=0)


@given(amount=money, per=st.integers(1, 1000), asked=st.integers(1, 10**4), taken=st.integers(0, 2 * 10**4))
def test_a_line_never_costs_more_than_agreed(amount, per, asked, taken):
    agreed = rules.line_amount(amount=amount, per=per, quantity=asked)
    settled = rules.settled_amount(agreed=agreed, amount=amount, per=per, taken=taken)
    assert 0 <= settled <= agreed
    assert taken < asked or settled == agreed


@given(settled=money, portions=st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_returning_everything_in_any_portions_returns_every_unit_of_money(settled, portions):
    taken = sum(portions)
    refunded = returned = 0
    for portion in portions:
        share = rules.refund_share(
            settled=settled, refunded=refunded, taken=taken, returned_before=returned, returned_now=portion
        )
        assert share >= 0
        refunded += share
        returned += portion
        assert refunded <= settled
    assert refunded == settled


def test_numbers_for_people_come_round():
    assert rules.number_for_people(0) == "A-0000"
    assert rules.number_for_people(10_412) == "B-0412"
    assert rules.number_for_people(260_001) == rules.number_for_people(1)


def departure(**changes) -> rules.Departure:
    usual = {
        "order_id": "o",
        "total": 5000,
        "units": 6,
        "lines": 4,
        "age_limited": False,
        "earlier_orders": 30,
        "earlier_mismatches": 0,
        "is_guest": False,
    }
    return rules.Departure(**(usual | changes))


def test_a_trusted_shopper_is_audited_by_lot_alone():
    audits = sum(
        rules.departure_risk(departure(order_id=str(number)), secret=b"s")[0] >= rules.AUDIT_ABOVE
        for number in range(2000)
    )
    assert 60 <= audits <= 140, "about one in twenty"


def test_age_limits_and_an_earlier_mismatch_ask_for_an_audit():
    assert rules.departure_risk(departure(age_limited=True), secret=b"s")[0] == 1.0
    risk, reasons = rules.departure_risk(departure(earlier_mismatches=1, earlier_orders=1), secret=b"s")
    assert risk >= rules.AUDIT_ABOVE
    assert "earlier_mismatch" in reasons


def test_the_lot_depends_on_the_secret():
    lots = [
        {
            number
            for number in range(500)
            if "by_lot" in rules.departure_risk(departure(order_id=str(number)), secret=key)[1]
        }
        for key in (b"a", b"b")
    ]
    assert lots[0] != lots[1]


def test_an_audit_names_what_differs_both_ways():
    assert rules.differing(
        paid=[("milk", 2), ("egg", 1)], counted=[("milk", 2), ("egg", 2), ("wine", 1)]
    ) == [
        {"sku_id": "egg", "paid": 1, "counted": 2},
        {"sku_id": "wine", "paid": 0, "counted": 1},
    ]
