"""Orders of three lines placed over HTTP, beside the same statements driven by pgbench in the same run.

    python -m bench.orders [--orders 2400] [--clients 8] [--parts 3]

Measured is the placing itself (POST /orders: idempotency key, promise, prices, holds, order, outbox, kept answer); carts and
promises are prepared before. CPU is the processors' time of all server and all database processes; pgbench's own counts as the
server's, since it stands in its place. Oversold is asked of the books afterwards.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from queue import Empty, SimpleQueue

import psycopg

from bench.house import (
    STORE,
    CpuSeconds,
    House,
    call,
    cpu,
    free_port,
    port_of,
    running_house,
    wait_until_ready,
)
from bench.pgbench import HOT, SPREAD, PgbenchOrders
from bench.proxy import counting_proxy

FIRST, SKUS = 64, 386
"""An unbroken run of SKU codes that the large sample store lists."""
STOCK, RECEIPTS = 1_000_000, 3
"""Grams of each SKU, and how often they are received."""
ORDERS_EACH = 10
"""So many orders of one guest wait for payment at a time, by a store's usual terms."""
PGBENCH_TIMES = 5
"""So many orders by pgbench for one over HTTP: it connects and prepares anew in each part, which must not count."""

Skus = Callable[[int], list[str]]
"""The SKUs of an order by its number."""


@dataclass(slots=True, eq=False)
class Row:
    """One line of the table, added up over its parts. Times in seconds."""

    name: str
    placed: int = 0
    refused: int = 0
    wall: float = 0.0
    used: CpuSeconds = field(default_factory=CpuSeconds)
    latencies: list[float] = field(default_factory=list)
    parts: list[float] = field(default_factory=list)
    """Orders per CPU-second of each part."""

    def add(self, placed: int, wall: float, used: CpuSeconds) -> None:
        self.placed += placed
        self.wall += wall
        self.used += used
        self.parts.append(placed / (used.server + used.database))

    @property
    def per_cpu_second(self) -> float:
        return self.placed / (self.used.server + self.used.database)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.orders", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=2400, help="orders of each kind over HTTP")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument(
        "--parts", type=int, default=3, help="in how many parts they are placed, the kinds in turn"
    )
    chosen = parser.parse_args(arguments)
    with running_house() as house:
        make_ready(house)
        warm(house, chosen.clients)
        rows = measure(house, chosen)
        oversold = oversold_units(house)
    trips = round_trips()
    print_table(rows, oversold=oversold, trips=trips, chosen=chosen)
    return 0 if not oversold else 1


def measure(house: House, chosen: argparse.Namespace) -> list[Row]:
    """The kinds in turn, part by part, so that all of them meet the same machine: a shared one is not the same for two minutes."""
    each = chosen.orders // chosen.parts
    kinds = (("HTTP, spread over 386 SKUs", spread), ("HTTP, one hot SKU in every order", hot))
    over_http = {
        Row(name): [prepare(house, each, skus=skus, first=part * each) for part in range(chosen.parts)]
        for name, skus in kinds
    }
    by_pgbench = {
        Row("pgbench, spread"): PgbenchOrders(house, chosen.clients, first=SPREAD),
        Row("pgbench, hot"): PgbenchOrders(house, chosen.clients, first=HOT),
    }
    for reference in by_pgbench.values():
        reference.prepare(each * chosen.parts * PGBENCH_TIMES)
    for part in range(chosen.parts):
        settle(house)
        for row, promises in over_http.items():
            place(house, row, promises[part], clients=chosen.clients)
        for row, reference in by_pgbench.items():
            row.add(*reference.place(each * PGBENCH_TIMES))
    return [*over_http, *by_pgbench]


def settle(house: House) -> None:
    """What autovacuum does within a minute, so that plans fit the grown tables."""
    with psycopg.connect(house.url, autocommit=True) as database:
        database.execute("VACUUM ANALYZE")
        database.execute("CHECKPOINT")


def spread(number: int) -> list[str]:
    return [f"HR-{(number * 3 + each) % SKUS + FIRST:05d}" for each in range(3)]


def hot(number: int) -> list[str]:
    return [
        f"HR-{FIRST:05d}",
        *(f"HR-{(number * 2 + each) % (SKUS - 1) + FIRST + 1:05d}" for each in range(2)),
    ]


def make_ready(house: House) -> None:
    """Plenty of stock, and a plan with room: the work of the floor is not what is measured."""
    with psycopg.connect(house.url, autocommit=True) as database:
        database.execute("UPDATE stores_store SET hours = %s", [_always_open()])
        database.execute("UPDATE fulfilment_workterms SET picking_lines_per_minute = 30000")
        database.execute("UPDATE ordering_saleterms SET minimum_order = 0")
        database.execute(
            "UPDATE catalog_sku SET typical_grams = NULL"
        )  # all that is weighed is ordered by weight
        found = database.execute(
            "SELECT sku_id FROM inventory_stock WHERE store_id = %s AND sku_id BETWEEN %s AND %s",
            [STORE, f"HR-{FIRST:05d}", f"HR-{FIRST + SKUS - 1:05d}"],
        ).fetchall()
    for start in range(0, len(found), 100):
        lines = [{"sku_id": sku, "lot": "BENCH", "quantity": STOCK} for (sku,) in found[start : start + 100]]
        for _ in range(RECEIPTS):
            house.call("POST", f"/stores/{STORE}/receipts", {"lines": lines})
    with psycopg.connect(house.url, autocommit=True) as database:
        database.execute("UPDATE inventory_stock SET floor_guard = 0")
    settle(house)
    time.sleep(2.5)  # a worker remembers a store for two seconds: the one before it was always open


def warm(house: House, clients: int) -> None:
    """Every thread of every worker has its connection and its prepared statements."""
    run(house, prepare(house, 40 * clients, skus=spread), clients=clients)


def place(house: House, row: Row, promises: list[tuple[str, str]], *, clients: int) -> None:
    before, started = cpu(house), time.monotonic()
    latencies, refused = run(house, promises, clients=clients)
    row.add(len(latencies), time.monotonic() - started, cpu(house) - before)
    row.latencies += latencies
    row.refused += refused


def prepare(house: House, orders: int, *, skus: Skus, first: int = 0) -> list[tuple[str, str]]:
    """(token, promise) pairs of carts with three lines to be delivered nearby, no more of one guest than may wait for payment."""
    store = house.call("GET", f"/stores/{STORE}")
    address = {"text": "next door", "latitude": store["latitude"], "longitude": store["longitude"]}
    connection = HTTPConnection("127.0.0.1", house.port, timeout=30)
    pairs = []
    shopper = ""
    for number in range(first, first + orders):
        if (number - first) % ORDERS_EACH == 0:
            shopper = call(connection, "POST", "/guests", {}, token=house.token)["token"]
        lines = [
            {"line": str(uuid.uuid4()), "sku_id": sku, "quantity": 100, "way": "deliver"}
            for sku in skus(number)
        ]
        cart = call(connection, "POST", f"/stores/{STORE}/carts", {"lines": lines}, token=shopper)
        promise = call(
            connection, "POST", f"/carts/{cart['id']}/promises", {"address": address}, token=shopper
        )
        pairs.append((shopper, promise["id"]))
    return pairs


def run(house: House, promises: list[tuple[str, str]], *, clients: int) -> tuple[list[float], int]:
    """Place all of them with so many clients at once; returns the latencies and how many were refused."""
    waiting: SimpleQueue[tuple[str, str]] = SimpleQueue()
    for each in promises:
        waiting.put(each)
    latencies: list[float] = []
    refused: list[str] = []
    threads = [
        threading.Thread(target=_client, args=(house, waiting, latencies, refused), daemon=True)
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for reason in refused[:3]:
        print(f"refused: {reason}", file=sys.stderr)
    return latencies, len(refused)


def _client(
    house: House, waiting: SimpleQueue[tuple[str, str]], latencies: list[float], refused: list[str]
) -> None:
    connection = HTTPConnection("127.0.0.1", house.port, timeout=30)
    while True:
        try:
            token, promise = waiting.get_nowait()
        except Empty:
            return
        started = time.perf_counter()
        try:
            call(connection, "POST", "/orders", {"promise_id": promise}, token=token)
        except RuntimeError as error:
            refused.append(str(error))
        else:
            latencies.append(time.perf_counter() - started)


def oversold_units(house: House) -> int:
    """Units promised by hold rows beyond what their stock row counts as held, or has: a lost update would show here."""
    with psycopg.connect(house.url) as database:
        [(units,)] = database.execute(
            """
            SELECT coalesce(sum(greatest(hold.promised - least(stock.held, stock.on_hand), 0)), 0)::int
            FROM inventory_stock AS stock
            JOIN (SELECT store_id, sku_id, sum(quantity) AS promised FROM inventory_hold GROUP BY 1, 2) AS hold
                USING (store_id, sku_id)
            """
        ).fetchall()
    return int(units)


def round_trips() -> float:
    """Round trips to the database per placed order, counted by a proxy on a house of one worker and one client."""
    with running_house(workers=1) as plain:
        make_ready(plain)
        with counting_proxy(to_port=port_of(plain.url)) as (port, turns):
            promises = prepare(plain, 60, skus=spread)
            server = serve_through(plain, port)
            try:
                watched = House(plain.folder, server[1], plain.url, plain.token, server[0])
                wait_until_ready(watched)
                run(watched, promises[:40], clients=1)
                for token in {token for token, _ in promises[40:]}:
                    watched.call("GET", "/carts", token=token)  # who they are is remembered from here on
                before = turns.count
                run(watched, promises[40:], clients=1)
                return (turns.count - before) / 20
            finally:
                server[0].terminate()
                server[0].wait(20)


def serve_through(house: House, proxy_port: int) -> tuple[subprocess.Popen[bytes], int]:
    port = free_port()
    environment = {
        **os.environ,
        "NEWRETAIL_DATA": str(house.folder),
        "NEWRETAIL_LOG_LEVEL": "WARNING",
        "NEWRETAIL_THREADS": "1",
        "DATABASE_URL": house.url.replace(f":{port_of(house.url)}/", f":{proxy_port}/"),
    }
    words = [sys.executable, "-m", "newretail", "serve", "--port", str(port), "--workers", "1"]
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL), port


def print_table(rows: list[Row], *, oversold: int, trips: float, chosen: argparse.Namespace) -> None:
    print(
        f"orders of three lines, {chosen.clients} clients, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n"
    )
    print(
        "| run | placed | refused | orders/s | p50 ms | p99 ms | server CPU-ms | database CPU-ms | orders/CPU-s |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    for row in rows:
        p50, p99 = (_quantile(row.latencies, share) for share in (0.5, 0.99))
        print(
            f"| {row.name} | {row.placed} | {row.refused} | {row.placed / row.wall:.0f} | {p50} | {p99} "
            f"| {1000 * row.used.server / row.placed:.2f} | {1000 * row.used.database / row.placed:.2f} "
            f"| {row.per_cpu_second:.0f} |"
        )
    http_spread, http_hot, pg_spread = rows[0], rows[1], rows[2]
    shares = [http / pgbench for http, pgbench in zip(http_spread.parts, pg_spread.parts, strict=True)]
    print(
        f"\nof pgbench's orders per CPU-second: {http_spread.per_cpu_second / pg_spread.per_cpu_second:.2f} "
        f"({', '.join(f'{share:.2f}' for share in shares)} in each part)"
    )
    print(
        f"hot SKU, of the spread rate: {(http_hot.placed / http_hot.wall) / (http_spread.placed / http_spread.wall):.2f}"
    )
    print(f"SQL round trips per placed order: {trips:.1f}")
    print(f"units oversold: {oversold}")


def _quantile(values: Sequence[float], share: float) -> str:
    if not values:
        return "-"
    ordered = sorted(values)
    return f"{1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.1f}"


def _always_open() -> str:
    return json.dumps([[["00:00", "24:00"]] for _ in range(7)])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
