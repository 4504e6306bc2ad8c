"""The door looks at what somebody carries out: taken and paid, less what was given back."""

from typing import Any
from uuid import uuid4

from newretail.ordering.models import Exit
from newretail.stores.api import Role
from tests.ordering.till import bring_back
from tests.sale_floor import Floor, Person, order_of, pay_in_cash, shopper, with_drawer, work_through, worker


def carried_out(floor: Floor, cashier: Person, quantity: int = 2) -> tuple[Person, dict[str, Any], str]:
    person = shopper()
    order = order_of(person, floor, [(floor.milk, quantity, "carry_out")])
    pay_in_cash(cashier, floor, order)
    return person, order, str(person.get(f"/orders/{order['id']}/exit-code").json()["code"])


def leave(cashier: Person, floor: Floor, code: str) -> Any:
    return cashier.post(f"/stores/{floor.store}/exits", {"code": code})


def audit(person: Person, floor: Floor, order: dict[str, Any], **counted: int) -> Any:
    body = {"counted": [{"sku_id": sku, "quantity": quantity} for sku, quantity in counted.items()]}
    return person.post(f"/stores/{floor.store}/exits/{order['id']}/audit", body)


def test_no_door_opens_for_goods_whose_money_went_back(floor: Floor) -> None:
    cashier = with_drawer(floor)
    person, order, code = carried_out(floor, cashier)
    assert bring_back(cashier, floor, order, 2).status_code == 201
    refused = leave(cashier, floor, code)
    assert (refused.status_code, refused.json()["code"]) == (422, "exit_code_bad")
    assert person.get(f"/orders/{order['id']}/exit-code").json()["code"] == "nothing_to_carry"
    assert "show_exit_code" not in person.get(f"/orders/{order['id']}").json()["can"]
    assert not Exit.objects.exists()


def test_an_audit_counts_without_what_was_brought_back(floor: Floor) -> None:
    cashier = with_drawer(floor)
    for in_basket, verdict in ((1, "clean"), (2, "mismatch")):
        _, order, code = carried_out(floor, cashier)
        assert bring_back(cashier, floor, order, 1).status_code == 201
        assert leave(cashier, floor, code).status_code == 201
        assert audit(cashier, floor, order, **{floor.milk: in_basket}).json()["verdict"] == verdict


def test_goods_that_the_shopper_may_keep_are_rightly_in_the_basket(floor: Floor) -> None:
    cashier = with_drawer(floor)
    _, order, code = carried_out(floor, cashier)
    back = {"refund_id": str(uuid4()), "reason": "soft", "lines": [{"line": 1, "quantity": 1, "kept": True}]}
    assert cashier.post(f"/stores/{floor.store}/orders/{order['id']}/refunds", back).status_code == 201
    assert leave(cashier, floor, code).status_code == 201
    assert audit(cashier, floor, order, **{floor.milk: 2}).json()["verdict"] == "clean"


def test_a_basket_is_counted_by_one_person(floor: Floor) -> None:
    cashier, colleague = with_drawer(floor), worker(Role.PACKER, floor.store)
    _, order, code = carried_out(floor, cashier)
    leave(cashier, floor, code)
    assert audit(cashier, floor, order, **{floor.milk: 2}).json()["verdict"] == "clean"
    told = audit(colleague, floor, order, **{floor.milk: 5})
    assert (told.status_code, told.json()["code"], told.json()["by"]) == (
        409,
        "already_audited",
        cashier.member.name,
    )


def test_when_a_code_was_used_is_told_by_the_clock_of_the_store(floor: Floor) -> None:
    cashier = with_drawer(floor)
    _, _, code = carried_out(floor, cashier)
    leave(cashier, floor, code)
    for language in ("en", "ko", "zh"):
        cashier.http.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        again = leave(cashier, floor, code).json()
        at = Exit.objects.get().at.astimezone(_zone(floor))
        assert (
            again["code"] == "exit_used" and again["at"] == f"{at:%H:%M}" and again["at"] in again["detail"]
        )


def _zone(floor: Floor) -> Any:
    from newretail.stores import api as stores

    return stores.store(floor.store).zone


def test_an_exit_code_is_read_however_it_was_typed(floor: Floor) -> None:
    cashier = with_drawer(floor)
    _, _, code = carried_out(floor, cashier)
    for wrong in (
        code + ".",
        code[:-1],
        code[:-1] + "ü",
        "NR1..",
        ".".join(code.split(".")[:2]),
        code + "\u3000x",
    ):
        assert leave(cashier, floor, wrong).json()["code"] == "exit_code_bad", wrong
    assert leave(cashier, floor, f" {code.lower()} ").status_code == 201


def test_a_parcel_that_was_called_off_leaves_by_no_code(floor: Floor) -> None:
    person, cashier, manager = shopper(), with_drawer(floor), worker(Role.MANAGER, floor.store)
    order = order_of(person, floor, [(floor.milk, 1, "pick_up")])
    pay_in_cash(cashier, floor, order)
    called_off = manager.post(f"/stores/{floor.store}/orders/{order['id']}/cancel", {"reason": "flooded"})
    assert called_off.status_code == 200
    work_through()
    seen = person.get(f"/orders/{order['id']}").json()
    assert (seen["state"], seen["codes"], seen["can"]) == ("cancelled", {}, ["reorder"])
    for parcel in manager.get(f"/stores/{floor.store}/parcels").json():
        answer = manager.post(f"/stores/{floor.store}/parcels/{parcel['id']}/collect", {"code": "000000"})
        assert answer.status_code >= 400
