"""Webhooks over HTTP: for head office and for integrations, each with its own."""

import pytest

from newretail.kernel.events import publish
from newretail.members.models import Member
from newretail.webhooks.models import Endpoint
from tests.webhooks.test_deliveries import busy

pytestmark = pytest.mark.django_db
URL = "/api/v1/webhooks"


def opened(client, url="https://erp.example.com/hook", key="k1", **fields):
    return client.post(
        URL,
        {"label": "erp", "url": url, **fields},
        content_type="application/json",
        headers={"idempotency-key": key},
    )


def test_the_life_of_a_webhook(erp, receiver, as_integration, work):
    client = as_integration(erp)
    answer = opened(client, receiver.url, names=["store.state_changed"])
    assert answer.status_code == 201
    one = f"{URL}/{answer.json()['id']}"
    assert opened(client, receiver.url, names=["store.state_changed"]).json() == answer.json()
    assert Endpoint.objects.count() == 1
    assert client.get(f"{one}/secret").json()["secret"].startswith("whsec_")
    publish(busy())
    work()
    [delivery] = client.get(f"{one}/deliveries").json()
    assert (delivery["state"], delivery["name"]) == ("delivered", "store.state_changed")
    assert delivery["log"][0]["status"] == 200
    again = client.post(f"{one}/deliveries/{delivery['id']}/redeliver", headers={"idempotency-key": "k2"})
    assert again.status_code == 202
    assert client.post(f"{one}/test", headers={"idempotency-key": "k3"}).status_code == 202
    work(5)
    assert len(receiver.heard) == 3
    before = client.get(f"{one}/secret").json()["secret"]
    assert client.post(f"{one}/secret", headers={"idempotency-key": "k4"}).status_code == 200
    assert client.get(f"{one}/secret").json()["secret"] != before
    off = client.patch(one, {"active": False}, content_type="application/json").json()
    assert (off["active"], off["off_reason"]) == (False, "by_hand")
    assert (
        client.post(f"{one}/test", headers={"idempotency-key": "k5"}).json()["code"] == "webhook_switched_off"
    )
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404


def test_what_cannot_be_is_refused_with_words(erp, as_integration, monkeypatch):
    client = as_integration(erp)
    assert opened(client, names=["no.Such"]).json()["code"] == "webhook_kind_unknown"
    assert opened(client, store_id="nowhere").status_code == 404
    assert opened(client, secret="mine").status_code == 422
    monkeypatch.delenv("NEWRETAIL_WEBHOOKS_LOCAL")
    refused = opened(client, "http://10.0.0.1/", key="k2")
    assert refused.status_code == 422
    assert refused.json()["code"] == "webhook_address_refused"
    assert "NEWRETAIL_WEBHOOKS_LOCAL=1" in refused.json()["detail"]
    korean = client.post(
        URL,
        {"label": "erp", "url": "http://10.0.0.1/"},
        content_type="application/json",
        headers={"idempotency-key": "k3", "accept-language": "ko"},
    )
    assert "https" in korean.json()["detail"] and "주소" in korean.json()["detail"]
    assert not Endpoint.objects.exists()


def test_others_webhooks_do_not_exist_and_shoppers_have_none(erp, endpoint, as_integration, http):
    stranger = Member.objects.create_user("other@partner.example", name="Other")
    client = as_integration(stranger)
    assert client.get(f"{URL}/{endpoint.id}").status_code == 404
    assert client.get(f"{URL}/{endpoint.id}/secret").status_code == 404
    assert client.delete(f"{URL}/{endpoint.id}").status_code == 404
    assert client.get(URL).json() == []
    assert as_integration(stranger, "catalog").get(URL).status_code == 403
    assert http.get(URL).status_code == 401
    assert [row["id"] for row in as_integration(erp).get(URL).json()] == [str(endpoint.id)]
