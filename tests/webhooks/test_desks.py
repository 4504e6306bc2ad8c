"""Head office sees webhooks and their log at its desks, and cannot break them there."""

import pytest
from django.test import Client

from newretail.kernel.events import publish
from newretail.members.models import Member
from newretail.webhooks.models import Delivery, Endpoint
from tests.webhooks.test_deliveries import busy

pytestmark = pytest.mark.django_db
DESK = "/admin/webhooks"


@pytest.fixture
def desk(db) -> Client:
    client = Client()
    client.force_login(
        Member.objects.create_superuser("office@haru.example"), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_desks_open(desk, endpoint, receiver, work):
    publish(busy())
    work()
    assert desk.get(f"{DESK}/endpoint/").status_code == 200
    assert desk.get(f"{DESK}/endpoint/{endpoint.id}/change/").status_code == 200
    log = desk.get(f"{DESK}/delivery/")
    assert "store.state_changed" in log.content.decode()
    assert desk.get(f"{DESK}/delivery/{Delivery.objects.get().id}/change/").status_code == 200
    assert desk.get(f"{DESK}/delivery/add/").status_code == 403


def test_a_webhook_opened_at_the_desk_belongs_to_its_maker_and_leads_outside(desk, monkeypatch):
    monkeypatch.delenv("NEWRETAIL_WEBHOOKS_LOCAL")
    form = {"label": "erp", "url": "https://10.0.0.1/", "names": "", "active": "on"}
    refused = desk.post(f"{DESK}/endpoint/add/", form)
    assert refused.status_code == 200
    assert "public https address" in refused.content.decode()
    desk.post(f"{DESK}/endpoint/add/", {**form, "url": "https://erp.example.com/hook"})
    assert Endpoint.objects.get().owner.email == "office@haru.example"


def test_actions_send_a_test_and_send_again(desk, endpoint, receiver, work):
    desk.post(f"{DESK}/endpoint/", {"action": "send_test", "_selected_action": [str(endpoint.id)]})
    work()
    assert len(receiver.heard) == 1
    delivery = Delivery.objects.get()
    desk.post(f"{DESK}/delivery/", {"action": "send_again", "_selected_action": [str(delivery.id)]})
    work(5)
    assert len(receiver.heard) == 2
