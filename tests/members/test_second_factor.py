"""Where the chain demands a passkey of head office, one proof opens none of its powers: by no session, token, badge or desk."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from newretail.chain.models import Chain
from newretail.chain.queries import forget_chain
from newretail.kernel import recent
from newretail.members.issue_token import issue_token
from newretail.members.models import Member
from newretail.stores.api import grant_role
from newretail.stores.issue_badge import issue_badge
from newretail.stores.roles import Role
from newretail.stores.sign_in_by_badge import sign_in_by_badge
from tests.members.soft_passkey import SoftPasskey

pytestmark = pytest.mark.django_db
BOOKS = "/api/v1/insight/audit"
PASSWORD = "correct horse battery"

SignedIn = Callable[..., Client]


@pytest.fixture
def office(mina: Member) -> Member:
    grant_role(member_id=mina.id, role=Role.HEAD_OFFICE)
    mina.refresh_from_db()
    return mina


@pytest.fixture
def demanded(db: None) -> None:
    assert Chain.objects.update(demands_passkey=True) == 1
    forget_chain()


def told(client: Client) -> tuple[int, str]:
    answer = client.get(BOOKS)
    return answer.status_code, "" if answer.status_code == 200 else str(answer.json()["code"])


def by(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


def is_at_desk(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def test_without_the_demand_one_proof_opens_it(office: Member, signed_in: SignedIn):
    browser = signed_in(office)
    assert told(browser) == (200, "") and is_at_desk(browser)


@pytest.mark.usefixtures("demanded")
def test_one_proof_opens_nothing_of_head_offices(office: Member, signed_in: SignedIn, a_store_code: str):
    grant_role(member_id=office.id, role=Role.CASHIER, store_id=a_store_code)
    _, code = issue_badge(member_id=office.id)
    browser = signed_in(office)
    ways = [browser, by(issue_token(office, label="script")), by(sign_in_by_badge(code=code).token)]
    assert [told(each) for each in ways] == [(403, "second_factor_needed")] * 3
    assert not is_at_desk(browser)
    assert browser.get(f"/api/v1/stores/{a_store_code}/orders").status_code == 200, "other roles stay"


@pytest.mark.usefixtures("demanded")
def test_nor_does_it_open_a_superusers_desk():
    root = Member.objects.create_superuser("root@haru.example", PASSWORD)
    client = Client()
    client.post("/accounts/login/password/", {"login": root.email, "password": PASSWORD})
    assert client.get("/admin/")["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("demanded")
def test_with_the_passkey_beside_it_all_is_open(office: Member):
    office.set_password(PASSWORD)
    office.save()
    passkey = SoftPasskey(office)
    passkey.enrol()
    client = Client()
    asked = client.post("/accounts/login/password/", {"login": office.email, "password": PASSWORD})
    page = client.get(asked["Location"]).content.decode()
    found = re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page)
    assert found
    proof = json.dumps(passkey.answer(json.loads(found[1])["request_options"]))
    client.post(asked["Location"], {"credential": proof})
    assert told(client) == (200, "") and is_at_desk(client)


@pytest.mark.usefixtures("demanded")
def test_whoever_adds_a_passkey_has_proved_it_in_that_session_and_in_no_other(
    office: Member, signed_in: SignedIn, prove: Callable[[Client], None]
):
    here, elsewhere = signed_in(office), signed_in(office)
    assert told(here)[0] == told(elsewhere)[0] == 403
    prove(here)
    begun = here.get("/_allauth/browser/v1/account/authenticators/webauthn?passwordless").json()
    made = SoftPasskey(office).create(begun["data"]["creation_options"])
    added = here.post(
        "/_allauth/browser/v1/account/authenticators/webauthn",
        {"name": "phone", "credential": made},
        "application/json",
    )
    assert added.status_code == 200, added.content
    recent.forget_all()
    assert (told(here)[0], told(elsewhere)[0]) == (200, 403)
