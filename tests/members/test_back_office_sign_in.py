"""The back office has no way in of its own: whoever has a passkey is asked for it, however they begin."""

import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from newretail.members.models import Member
from tests.members.soft_passkey import SoftPasskey

pytestmark = pytest.mark.django_db
OFFICE, PASSWORD = "root@haru.example", "correct horse battery"
PAGE = "/accounts/login/password/"
API = "/_allauth/browser/v1"
JSON = "application/json"


@pytest.fixture
def root(db: None) -> Member:
    return Member.objects.create_superuser(OFFICE, PASSWORD)


def by_password(client: Client, password: str = PASSWORD, **where: str):
    return client.post(
        PAGE + "?next=/admin/", {"login": OFFICE, "password": password, "next": "/admin/"}, **where
    )


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def options_in(page: str) -> dict[str, dict[str, str]]:
    found = re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page)
    assert found
    options: dict[str, dict[str, str]] = json.loads(found[1])
    return options["request_options"]


def test_the_back_office_sends_to_the_one_way_in(root: Member):
    client = Client()
    sent = client.get("/admin/catalog/", follow=True)
    assert sent.redirect_chain[-1][0].startswith(PAGE)
    assert "next=" in sent.redirect_chain[-1][0] and 'type="password"' in sent.content.decode()
    posted = client.post("/admin/login/", {"username": OFFICE, "password": PASSWORD})
    assert posted.status_code == 302 and not is_in(client)


def test_a_password_alone_does_not_open_the_desks_of_somebody_with_a_passkey(root: Member):
    passkey = SoftPasskey(root)
    passkey.enrol()
    client = Client()
    asked = by_password(client)
    assert asked["Location"].startswith("/accounts/2fa/authenticate/") and not is_in(client)
    page = client.get(asked["Location"]).content.decode()
    proof = json.dumps(passkey.answer(options_in(page)))
    client.post(asked["Location"], {"credential": proof})
    assert is_in(client)


def test_a_code_alone_does_not_either(root: Member):
    SoftPasskey(root).enrol()
    client = Client()
    client.post(f"{API}/auth/code/request", {"email": OFFICE}, JSON)
    code = re.search(r"[A-Z0-9]{3,4}-[A-Z0-9]{3,4}", str(mail.outbox[0].body))
    assert code
    answer = client.post(f"{API}/auth/code/confirm", {"code": code[0]}, JSON)
    pending = [flow["id"] for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]
    assert pending == ["mfa_authenticate"] and not is_in(client)


def test_nor_does_a_password_sent_by_a_script(root: Member):
    SoftPasskey(root).enrol()
    client = Client()
    answer = client.post(f"{API}/auth/login", {"email": OFFICE, "password": PASSWORD}, JSON)
    assert answer.status_code == 401 and not is_in(client)


def test_another_passkey_does_not_open_it(root: Member):
    SoftPasskey(root).enrol()
    client = Client()
    asked = by_password(client)
    page = client.get(asked["Location"]).content.decode()
    client.post(asked["Location"], {"credential": json.dumps(SoftPasskey(root).answer(options_in(page)))})
    assert not is_in(client)


def test_a_password_opens_the_desks_of_somebody_without_a_passkey(root: Member):
    client = Client()
    assert by_password(client)["Location"] == "/admin/"
    assert is_in(client)


def test_who_has_no_desk_is_told_so(mina: Member):
    client = Client()
    client.force_login(mina, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/login/").status_code == 403


def test_the_way_in_leads_to_no_other_site(root: Member):
    client = Client()
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/admin/"


def test_a_shopper_comes_in_by_no_password(mina: Member):
    mina.set_password(PASSWORD)
    mina.save()
    client = Client()
    client.post(PAGE, {"login": mina.email, "password": PASSWORD})
    client.post(f"{API}/auth/login", {"email": mina.email, "password": PASSWORD}, JSON)
    assert client.get("/api/v1/me").status_code == 401
