"""What the house could not do by itself is mended from a screen of head office: a handler that failed, on a desktop and by keyboard."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from playwright.sync_api import expect

from tests.browser.crew import Goods, order
from tests.browser.house import House, eventually
from tests.browser.pages import Pages
from tests.browser.scene import MILK, STORE, Scene
from tests.browser.tour import come_in
from tests.fronts.words import Said

say = Said("hq", "en")
MOST_ATTEMPTS, LONGEST_WAIT_SECONDS = 12, 600.0


@contextmanager
def unable_to_release(house: House, ref: str) -> Iterator[None]:
    """While this lasts, the database takes nothing of this order's work: its handler fails for real, each time."""
    environment = os.environ | {"NEWRETAIL_DATA": str(house.stage.staff_file.parent)}
    told = subprocess.run(
        [sys.executable, "-m", "newretail", "db", "url"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    with psycopg.connect(told.stdout.strip(), autocommit=True) as database:
        database.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no room left on the device'; END $$"
        )
        database.execute(
            f"CREATE TRIGGER refuse BEFORE INSERT ON fulfilment_stage FOR EACH ROW WHEN (NEW.ref = '{ref}') "
            "EXECUTE FUNCTION refuse()"
        )
        try:
            yield
        finally:
            database.execute("DROP FUNCTION refuse CASCADE")


def until_given_up(house: House) -> None:
    """Each wait brings one try at least, however slowly the worker looks while time runs fast."""
    for _ in range(MOST_ATTEMPTS):
        house.let_pass(seconds=LONGEST_WAIT_SECONDS)
        if house.head_office.get("/health")["facts"]["given_up"]:
            return
    eventually(lambda: house.head_office.get("/health")["facts"]["given_up"], what="it was given up")


def test_a_handler_that_failed_is_tried_again_from_the_screen(
    pages: Pages, house: House, scene: Scene
) -> None:
    bought = order(house, STORE, [Goods(MILK, 2)])
    with unable_to_release(house, f"order:{bought.id}"):
        asked = {"payment_id": str(uuid4()), "tender": "alipay", "way": "qr"}
        payment = bought.shopper.post(f"/orders/{bought.id}/payments", asked)
        house.pay(payment["qr_code"])
        office = house.head_office
        eventually(lambda: office.get("/facts/retries"), what="the handler has failed")
        until_given_up(house)
    assert bought.now()["state"] == "paid", "paid, and nobody picks it"

    page = come_in(pages, scene, "hq", device="desktop", language="en").new_page()
    page.goto("/hq/")
    way = page.get_by_role("link", name=say("hq.ways.integrations"))
    expect(way).to_contain_text(say("hq.facts.waits", 1))
    way.click()
    page.get_by_role("link", name=say("hq.facts.title")).click()
    row = page.get_by_role("row").filter(has_text=say("hq.handler.ordering_release"))
    for said in (say("hq.event.order_paid"), say("hq.facts.state.givenUp"), "no room left on the device"):
        expect(row).to_contain_text(said)

    row.get_by_role("button", name=say("hq.facts.skip")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=say("hq.facts.skip"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    again = row.get_by_role("button", name=say("shared.retry"))
    again.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(say("hq.handler.ordering_release"))
    eventually(lambda: bought.now()["state"] == "released", what="the order went to the floor")
    expect(page.get_by_text(say("hq.facts.none"))).to_be_visible()
