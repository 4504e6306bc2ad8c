"""Promise 3: one idempotency key, one effect, one answer.

The cases are made from the routes: each request that does something once is sent without a key, twice in a row, with another
body under its key, and eight times at once to a live server; and the server is killed on the way. What is charged at a
payment gateway has its own file, `test_03_one_charge`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.db import connection, transaction

from newretail.insight import api as insight
from newretail.kernel import recent
from newretail.kernel.models import IdempotencyRecord
from newretail.ordering.models import Order
from newretail.payments.models import Payment
from tests.one_of_everything import World
from tests.promises.live_house import Answer, House, at_once, live_house, token_of
from tests.promises.once_acts import REFUSED_HERE, Act, a_world, acts, once_routes
from tests.sale_floor import cart_with, open_store, order_of, promise_for, shopper, with_drawer

SELLING = {
    "/stores/{store_id}/carts",
    "/carts/{cart_id}/promises",
    "/orders",
    "/orders/{order_id}/cancel",
    "/stores/{store_id}/orders/{order_id}/cash",
    "/stores/{store_id}/orders/{order_id}/payments",
    "/stores/{store_id}/orders/{order_id}/cancel",
    "/stores/{store_id}/orders/{order_id}/refunds",
    "/stores/{store_id}/exits",
    "/stores/{store_id}/receipts",
    "/stores/{store_id}/write-offs",
    "/stores/{store_id}/returns",
    "/stores/{store_id}/counts",
    "/stores/{store_id}/pick-jobs/{job_id}/picks",
    "/prices",
}
"""What must be among the cases, whatever routes come and go."""
AT_ONCE = 8


def send(act: Act, *, key: str | None, body: dict[str, Any] | None = None) -> Any:
    return act.person.http.generic(
        act.method,
        f"/api/v1{act.path}",
        orjson.dumps(act.body if body is None else body),
        content_type="application/json",
        headers={"Idempotency-Key": key} if key is not None else {},
    )


def sizes() -> dict[str, int]:
    """How many rows each table holds."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = [f"SELECT '{table}', count(*) FROM \"{table}\"" for table in sorted(tables)]
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def writes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
        )
        return int(cursor.fetchone()[0])


def more(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {table: after[table] - before[table] for table in after if after[table] != before[table]}


class Undone:
    """What happens in the block is rolled back, and forgotten by this process."""

    def __enter__(self) -> None:
        self._transaction = transaction.atomic()
        self._transaction.__enter__()

    def __exit__(self, *trouble: Any) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(*trouble)
        recent.forget_all()


@pytest.mark.django_db
class TestEveryRoute:
    """In one process; each case is undone before the next."""

    @pytest.fixture
    def cases(self) -> list[Act]:
        return acts(a_world())

    def test_twice_in_a_row_with_another_body_and_without_a_key(self, cases: list[Act]) -> None:
        wrong = [f"{act.route}: {trouble}" for act in cases for trouble in troubles(act)]
        assert not wrong, "\n" + "\n".join(wrong)

    def test_the_cases_are_all_routes_and_what_sells_is_among_those_that_succeed(
        self, cases: list[Act]
    ) -> None:
        every = {route.path for route in once_routes()}
        assert {act.route for act in cases} == every and set(REFUSED_HERE) <= every
        assert {act.route for act in cases if act.succeeds} >= SELLING


def said(answer: Any) -> Any:
    """What was answered; a refusal, which is not kept, names the request in which it was said."""
    if answer.status_code < 400:
        return answer.content
    return {name: value for name, value in answer.json().items() if name != "request_id"}


def troubles(act: Act) -> Iterator[str]:
    """What is wrong with the ways in which the route keeps its word."""
    with Undone():
        before = writes()
        missing = send(act, key=None)
        if (missing.status_code, missing.json()["code"]) != (400, "idempotency_key_needed"):
            yield f"without a key: {missing.status_code} {missing.content!r}"
        if send(act, key="k" * 65).status_code != 400:
            yield "takes a key of 65 characters"
        if writes() != before:
            yield "wrote without a key"
    with Undone():
        key = str(uuid4())
        first = send(act, key=key)
        if act.succeeds != (first.status_code < 300):
            yield f"first: {first.status_code} {first.content!r}"
            return
        after_first = sizes()
        second = send(act, key=key)
        if (second.status_code, said(second)) != (first.status_code, said(first)):
            yield f"second: {second.status_code} {second.content!r} instead of {first.content!r}"
        other = send(act, key=key, body=act.other_body)
        if act.succeeds and (other.status_code, other.json()["code"]) != (422, "idempotency_key_reused"):
            yield f"another body: {other.status_code} {other.content!r}"
        if sizes() != after_first:
            yield f"changed something again: {more(after_first, sizes())}"
        if IdempotencyRecord.objects.filter(key=key).count() != act.succeeds:
            yield "keeps an answer of a refusal, or none of a success"


@pytest.mark.django_db(transaction=True)
@pytest.mark.races
class TestAtALiveServer:
    @pytest.fixture
    def world(self) -> World:
        return a_world()

    def test_eight_times_at_once_is_once(self, world: World, tmp_path: Path) -> None:
        """The rows that eight requests leave are those that one leaves, which was tried before and undone."""
        cases = [act for act in acts(world) if act.succeeds]
        wrong = []
        with live_house(tmp_path, workers=2) as house:
            for act in cases:
                wrong += [f"{act.route}: {trouble}" for trouble in eightfold_troubles(house, act)]
        assert not wrong, "\n" + "\n".join(wrong)
        assert insight.audit_books().differences == []


def eightfold_troubles(house: House, act: Act) -> Iterator[str]:
    before = sizes()
    with Undone():
        tried = send(act, key="tried")
        one = more(before, sizes())
    if tried.status_code >= 300:
        yield f"not ready: {tried.status_code} {tried.content!r}"
    key, token = str(uuid4()), token_of(act.person)

    def ask(_number: int) -> Answer:
        return house.send(act.method, act.path, act.body, token=token, key=key)

    answers = at_once(AT_ONCE, ask)
    if {(each.status, each.body) for each in answers} != {(tried.status_code, answers[0].body)}:
        yield f"answers differ: {[(each.status, each.body[:200]) for each in answers]}"
    if (later := ask(0)).body != answers[0].body:
        yield f"later: {later.status} {later.body!r}"
    if more(before, sizes()) != one:
        yield f"one leaves {one}, eight left {more(before, sizes())}"


@pytest.mark.django_db(transaction=True)
class TestKilledOnTheWay:
    """`kill -9` between two steps; the shopper's phone tries again with the same key at the server that came up."""

    @pytest.fixture(scope="class")
    def after(self, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
        """The server that lives."""
        with live_house(tmp_path_factory.mktemp("after")) as house:
            yield house

    @pytest.fixture
    def retry_after_kill(self, after: House, tmp_path: Path) -> Any:
        def retry_after_kill(path: str, body: dict[str, Any], *, token: str, at: str) -> Answer:
            """Ask a server that dies at this failpoint, then the one that lives, under one key: the second answer."""
            key = str(uuid4())
            with live_house(tmp_path, failpoint=at) as dying:
                assert dying.post(path, body, token=token, key=key).status == 0, f"{at} was not reached"
            left = sizes()
            again = after.post(path, body, token=token, key=key)
            again_left = sizes()
            assert after.post(path, body, token=token, key=key).body == again.body
            assert sizes() == again_left
            assert (left == again_left) == (at == "once.after_commit"), more(left, again_left)
            return again

        return retry_after_kill

    @pytest.mark.parametrize("at", ["place_order.held", "once.before_keeping", "once.after_commit"])
    def test_an_order_is_placed_once(self, retry_after_kill: Any, at: str) -> None:
        floor, person = open_store(), shopper()
        promise = promise_for(person, cart_with(person, floor, [(floor.bread, 3, "carry_out")]))
        wanted = {"promise_id": promise["id"]}
        answer = retry_after_kill("/orders", wanted, token=token_of(person), at=at)
        assert answer.status == 201, answer.body
        [order] = Order.objects.filter(store_id=floor.store)
        assert answer.json()["id"] == str(order.id)
        assert held(floor.bread) == 3
        assert insight.audit_books().differences == []

    def test_cash_is_taken_once(self, retry_after_kill: Any) -> None:
        floor, person = open_store(), shopper()
        cashier, order = with_drawer(floor), order_of(person, floor, [(floor.bread, 1, "carry_out")])
        cash = {"payment_id": str(uuid4()), "given": order["total"] + 100}
        path = f"/stores/{floor.store}/orders/{order['id']}/cash"
        answer = retry_after_kill(path, cash, token=token_of(cashier), at="once.before_keeping")
        assert (answer.status, answer.json()["change"]) == (201, 100), answer.body
        assert Payment.objects.get().amount == order["total"]
        assert insight.audit_books().differences == []


def held(sku_id: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(held) FROM inventory_stock WHERE sku_id = %s", [sku_id])
        return int(cursor.fetchone()[0])


def test_every_failpoint_is_tried_by_a_test() -> None:
    """A place to die that no test names proves nothing."""
    project = Path(__file__).resolve().parents[2]
    places = {
        name
        for source in (project / "newretail").rglob("*.py")
        for name in re.findall(r'\breach\("([a-z_.]+)"\)', source.read_text())
    }
    tried = "".join(source.read_text() for source in Path(__file__).parent.glob("test_*.py"))
    assert {name for name in places if f'"{name}"' not in tried} == set()
