"""Facts through the relay, from the outbox to their handlers, beside pgbench reading and acknowledging the same rows in the same run.

    python -m bench.relay [--facts 6000] [--parts 3]

Each handler is a room of its own that only notes what it heard; the house's own handler of every fact, which plans webhooks, is one
more. Of a hundred facts none or one fails at each handler at its first try: what comes later of its ref waits behind it in
that room. Waiting until the next try is due is not counted. Every handler must have heard every fact once, those of a ref in order.
pgbench's own processor time stands as the relay's.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

import psycopg

from bench.house import CpuSeconds, House, cpu, port_of, running_house
from bench.pgbench import run_script
from bench.proxy import counting_proxy

BATCH = 200
"""Facts that the relay reads at once."""
OPTIONS = "-c synchronous_commit=off -c plan_cache_mode=force_generic_plan"
"""As the relay's own connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """listeners: handlers beside the house's own. hard_each: each so-manieth fact fails at first; 0: none does."""

    listeners: int
    refs: int
    hard_each: int


@dataclass(slots=True)
class Row:
    """One line of the table, added up over its parts. Times in seconds; round trips of one small run of its own."""

    facts: int = 0
    seconds: float = 0.0
    used: CpuSeconds = field(default_factory=CpuSeconds)
    tried: int = 0
    trips: float = 0.0
    parts: list[float] = field(default_factory=list)
    """Facts per CPU-second of each part."""

    def add(self, facts: int, seconds: float, used: CpuSeconds) -> None:
        self.facts += facts
        self.seconds += seconds
        self.used += used
        self.parts.append(facts / (used.server + used.database))


KINDS = (
    Kind(listeners=0, refs=1000, hard_each=0),
    Kind(listeners=4, refs=1000, hard_each=0),
    Kind(listeners=4, refs=20, hard_each=0),
    Kind(listeners=4, refs=1000, hard_each=100),
    Kind(listeners=4, refs=20, hard_each=100),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.relay", description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, default=6000, help="facts of each kind (default: %(default)s)")
    parser.add_argument(
        "--parts", type=int, default=3, help="in how many parts they are carried, the kinds in turn"
    )
    chosen = parser.parse_args(arguments)
    each = chosen.facts // chosen.parts
    rows, reference = {kind: Row() for kind in KINDS}, Row()
    with running_house(workers=1) as house:
        for _ in range(chosen.parts):
            for kind, row in rows.items():
                carry(house, kind, row, facts=each)
            acknowledge(house, reference, facts=each)
        for kind, row in rows.items():
            row.trips = round_trips(house, kind)
    print_table(rows, reference)
    return 0


def carry(house: House, kind: Kind, row: Row, *, facts: int) -> None:
    told = relay_process(house, kind, facts=facts, url=house.url)
    row.add(facts, told["seconds"], CpuSeconds(server=told["relay_cpu"], database=told["database_cpu"]))
    row.tried += told["tried"]


def relay_process(house: House, kind: Kind, *, facts: int, url: str) -> dict[str, float]:
    """What `bench.relay_process` tells. Raises RuntimeError when it failed, or heard what it should not."""
    words = ["--facts", str(facts), "--listeners", str(kind.listeners), "--refs", str(kind.refs)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.relay_process", *words, "--hard-each", str(kind.hard_each)],
        env={
            **os.environ,
            "NEWRETAIL_DATA": str(house.folder),
            "DATABASE_URL": url,
            "NEWRETAIL_LOG_LEVEL": "CRITICAL",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"bench.relay_process: {done.stderr[-2000:]}")
    told: dict[str, float] = json.loads(done.stdout)
    if not told["in_order"]:
        raise RuntimeError(f"{kind}: a handler heard a fact twice, never, or out of its turn")
    return told


def acknowledge(house: House, row: Row, *, facts: int) -> None:
    """The same by pgbench: a batch is read, then each row of it gets its position in a transaction of its own."""
    known = f"{time.time_ns() // 1_000_000:012x}7000a000"
    script = house.folder / "acknowledge.sql"
    script.write_text(
        f"""\\set i :i + 1
\\if :i % {BATCH} = 1
SELECT event_id, number, name, store_id, ref, body, occurred_at, position
FROM kernel_event WHERE position IS NULL ORDER BY number LIMIT {BATCH};
\\endif
BEGIN;
UPDATE kernel_event SET position = nextval('kernel_event_position')
WHERE event_id = ('{known}' || lpad(to_hex(:i::bigint), 12, '0'))::uuid AND position IS NULL RETURNING position;
COMMIT;
"""
    )
    with psycopg.connect(house.url, autocommit=True) as database:
        database.execute(
            """
            INSERT INTO kernel_event (event_id, name, store_id, ref, body, occurred_at)
            SELECT (%s::text || lpad(to_hex(i), 12, '0'))::uuid, 'bell.rang', '', 'bell:' || i %% 1000,
                   jsonb_build_object('number', i, 'hard', false), now()
            FROM generate_series(1, %s) i
            """,
            [known, facts],
        )
        database.execute("VACUUM (ANALYZE) kernel_event")
    before, started = cpu(house), time.monotonic()
    own = run_script(house, script, clients=1, each=facts, after=0, options=OPTIONS)
    seconds = time.monotonic() - started
    row.add(facts, seconds, CpuSeconds(server=own, database=(cpu(house) - before).database))


def round_trips(house: House, kind: Kind) -> float:
    """Round trips to the database per fact, counted by a proxy: those of twice as many facts, less those of as many."""
    with counting_proxy(to_port=port_of(house.url)) as (port, turns):
        url = house.url.replace(f":{port_of(house.url)}/", f":{port}/")
        counts = []
        for facts in (2 * BATCH, 4 * BATCH):
            before = turns.count
            relay_process(house, kind, facts=facts, url=url)
            counts.append(turns.count - before)
    return (counts[1] - counts[0]) / (2 * BATCH)


def print_table(rows: dict[Kind, Row], reference: Row) -> None:
    print(f"{reference.facts} facts of each kind, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print(
        "| handlers | refs | failing at first | facts/s | relay CPU-ms | database CPU-ms | round trips a fact | a batch of 200 | tried again | facts/CPU-s | of pgbench's |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|"
    )
    for kind, row in rows.items():
        shares = [mine / theirs for mine, theirs in zip(row.parts, reference.parts, strict=True)]
        failing = f"1 of {kind.hard_each}" if kind.hard_each else "none"
        print(
            f"| {kind.listeners + 1} | {kind.refs} | {failing} | {costs(row)} | {row.trips:.1f} | {row.trips * BATCH:.0f} | {row.tried} "
            f"| {per_cpu_second(row):.0f} | {per_cpu_second(row) / per_cpu_second(reference):.2f} ({min(shares):.2f} to {max(shares):.2f}) |"
        )
    print(
        f"| pgbench: read, acknowledge | | | {costs(reference)} | | | | {per_cpu_second(reference):.0f} | 1 |"
    )


def costs(row: Row) -> str:
    return f"{row.facts / row.seconds:.0f} | {1000 * row.used.server / row.facts:.3f} | {1000 * row.used.database / row.facts:.3f}"


def per_cpu_second(row: Row) -> float:
    return row.facts / (row.used.server + row.used.database)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
