"""What Prometheus reads: who may, what it holds, and that board and alerts ask for nothing that is not there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from django.test import Client

import newretail.live.streams  # noqa: F401  what the port counts is told whatever ran before
from newretail.kernel import jobs, recent, relay
from tests.promises.live_house import live_house
from tests.sale_floor import open_store, order_of, shopper

ROOT = Path(__file__).parents[2]
ASKED = re.compile(r"newretail_[a-z_]+")


def families(page: str) -> set[str]:
    return {line.split()[2] for line in page.splitlines() if line.startswith("# TYPE")}


def asked_in(text: str) -> set[str]:
    """The families that a board or a rule asks for."""
    names = set(ASKED.findall(text))
    return {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in names}


def page_of(http: Client) -> str:
    recent.forget_all()
    answer = http.get("/metrics")
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["deploy/grafana/newretail.json", "deploy/prometheus/alerts.yml"])
def test_board_and_alerts_ask_for_nothing_that_is_not_there(http: Client, file: str):
    text = (ROOT / file).read_text()
    expressions = (
        " ".join(target["expr"] for panel in json.loads(text)["panels"] for target in panel["targets"])
        if file.endswith("json")
        else " ".join(re.findall(r"expr: (.*)", text))
    )
    assert len(asked_in(expressions)) > 10
    assert asked_in(expressions) <= families(page_of(http))


@pytest.mark.django_db
def test_every_reading_can_be_made(http: Client):
    failed = [line for line in page_of(http).splitlines() if line.startswith("newretail_reading_failed{")]
    assert failed and all(line.endswith(" 0.0") for line in failed), failed


@pytest.mark.django_db
def test_figures_are_for_this_machine_or_for_whoever_has_the_token(http: Client, settings):
    assert http.get("/metrics").status_code == 200
    assert http.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    assert http.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    settings.METRICS_TOKEN = "long and random"
    assert http.get("/metrics").status_code == 403
    assert http.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 403
    assert http.get("/metrics", headers={"Authorization": "Bearer long and random"}).status_code == 200


@pytest.mark.django_db
def test_a_sale_is_counted_by_route_and_by_what_happened(http: Client, monkeypatch):
    floor, person = open_store(), shopper()
    order_of(person, floor, [(floor.milk, 1, "carry_out")])
    person.get("/orders/0193a1b2-7c00-7000-8000-00000000c0de")
    with relay.only_one():
        jobs.run_due()
    page = page_of(http)
    placed = 'newretail_request_seconds_count{method="POST",route="api/v1/orders",status="201"}'
    assert any(line.startswith(placed) for line in page.splitlines())
    assert 'newretail_facts_total{name="order.placed"} 1.0' in page
    assert re.search(r'newretail_refusals_total{code="\w*not_found",status="404"}', page)
    assert "0193a1b2" not in page, "routes, not what stands in them"


@pytest.mark.django_db(transaction=True)
def test_every_worker_tells_the_figures_of_all(tmp_path: Path):
    """The workers share the requests, and whichever answers knows of each."""
    with live_house(tmp_path, workers=2) as house:
        for _ in range(40):
            assert httpx.get(f"http://127.0.0.1:{house.port}/api/v1/chain").status_code == 200
        told = {_chain_requests(house.port) for _ in range(6)}
    assert told == {40}


def _chain_requests(port: int) -> int:
    page = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
    lines = [
        line
        for line in page.splitlines()
        if line.startswith("newretail_request_seconds_count{") and "/chain" in line
    ]
    return sum(int(float(line.split()[-1])) for line in lines)


def test_counting_a_request_costs_microseconds(tmp_path: Path):
    """In a process that shares its figures, as the workers do."""
    source = """
import time
from newretail.kernel import metrics
child = metrics.REQUESTS.labels("api/v1/orders", "POST", 201)
waiting = metrics.WAITING.labels("request")
best = 1.0
for _ in range(5):
    begun = time.process_time()
    for _ in range(2000):
        waiting.inc(); waiting.dec(); waiting.inc(); waiting.dec(); child.observe(0.01)
    best = min(best, (time.process_time() - begun) / 2000)
print(best)
"""
    environment = {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newretail.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 100e-6, "an order takes some thousand"
