from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client

from newretail.kernel import clock
from newretail.kernel.models import Event
from newretail.members.errors import TooManyTokens
from newretail.members.identify import identify
from newretail.members.issue_token import MOST_TOKENS, issue_token
from newretail.members.jobs import remove_expired_tokens, remove_strangers
from newretail.members.models import Address, Consent, ConsentText, Member, Token

pytestmark = pytest.mark.django_db
AsMember = Callable[[Member], Client]
HOME = {"label": "home", "text": "Century Avenue 1", "latitude": 31.2336, "longitude": 121.5055}
JSON = "application/json"


def test_an_address_is_kept_changed_and_forgotten(mina: Member, as_member: AsMember):
    client = as_member(mina)
    made = client.post("/api/v1/me/addresses", HOME, JSON, headers={"idempotency-key": "k1"})
    assert made.status_code == 201
    again = client.post("/api/v1/me/addresses", HOME, JSON, headers={"idempotency-key": "k1"})
    assert again.json() == made.json() and Address.objects.count() == 1
    path = f"/api/v1/me/addresses/{made.json()['id']}"
    assert client.put(path, HOME | {"label": "office"}, JSON).json()["label"] == "office"
    assert [each["label"] for each in client.get("/api/v1/me/addresses").json()] == ["office"]
    assert client.delete(path).status_code == 204
    assert client.get(path).json()["code"] == "address_unknown"


def test_an_address_of_somebody_else_does_not_exist(mina: Member, other: Member, as_member: AsMember):
    theirs = Address.objects.create(member=other, text="secret", latitude=1, longitude=1)
    client, path = as_member(mina), f"/api/v1/me/addresses/{theirs.id}"
    assert client.get(path).status_code == 404
    assert client.put(path, HOME, JSON).status_code == 404
    assert client.delete(path).status_code == 404
    theirs.refresh_from_db()
    assert theirs.text == "secret"


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 91},
        {"longitude": -181},
        {"latitude": "NaN"},
        {"latitude": None},
        {"text": ""},
        {"text": "x" * 301},
        {"text": "a\x00b"},
        {"phone": "call me"},
        {"member_id": str(uuid4())},
    ],
)
def test_an_address_that_makes_no_sense_is_refused(
    mina: Member, as_member: AsMember, wrong: dict[str, object]
):
    answer = as_member(mina).put(f"/api/v1/me/addresses/{uuid4()}", HOME | wrong, JSON)
    assert answer.status_code == 422 and Address.objects.count() == 0


@pytest.mark.parametrize("typed", ["138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００"])
def test_a_number_is_kept_in_one_way_however_it_was_typed(mina: Member, as_member: AsMember, typed: str):
    kept = as_member(mina).put(f"/api/v1/me/addresses/{uuid4()}", HOME | {"phone": typed}, JSON)
    assert kept.json()["phone"] == "+8613800138000"


@pytest.mark.parametrize("typed", ["12345", "1234567890", "+8612345", "138 0013 800", "13800138000 ext. 5"])
def test_a_telephone_number_that_nobody_can_have_is_refused_in_words(
    mina: Member, as_member: AsMember, typed: str
):
    answer = as_member(mina).put(f"/api/v1/me/addresses/{uuid4()}", HOME | {"phone": typed}, JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "no_phone_number")
    assert "telephone number" in answer.json()["detail"] and not Address.objects.exists()


def test_consent_needs_the_current_text_and_is_as_easily_withdrawn(mina: Member, as_member: AsMember):
    client, path = as_member(mina), "/api/v1/me/consents/marketing"
    assert client.put(path, {"version": 7}, JSON).json()["current"] == 1
    assert client.put(path, {"version": 1}, JSON).status_code == 204
    assert client.put(path, {"version": 1}, JSON).status_code == 204
    assert Consent.objects.count() == 1
    line = {each["purpose"]: each for each in client.get("/api/v1/me/consents").json()}["marketing"]
    assert line["granted_version"] == 1
    assert client.delete(path).status_code == 204
    assert client.delete(path).json()["code"] == "consent_unknown"
    assert Consent.objects.get().withdrawn_at is not None
    names = list(Event.objects.values_list("name", flat=True))
    assert names == ["consent.granted", "consent.withdrawn"]


def test_a_new_text_asks_again_and_an_old_text_never_changes(mina: Member, as_member: AsMember):
    client, path = as_member(mina), "/api/v1/me/consents/terms"
    client.put(path, {"version": 1}, JSON)
    ConsentText.objects.create(purpose="terms", version=2, texts={"en": "new", "ko": "새", "zh": "新"})
    assert client.put(path, {"version": 1}, JSON).status_code == 409
    assert client.put(path, {"version": 2}, JSON).status_code == 204
    assert Consent.objects.filter(withdrawn_at=None).get().version == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentText.objects.filter(version=1).update(texts={"en": "other"})


def test_erasure_leaves_a_pseudonym_and_nothing_else(mina: Member, as_member: AsMember):
    EmailAddress.objects.create(user=mina, email=mina.email, primary=True, verified=True)
    client = as_member(mina)
    client.put(f"/api/v1/me/addresses/{uuid4()}", HOME, JSON)
    client.put("/api/v1/me/consents/terms", {"version": 1}, JSON)
    assert client.post("/api/v1/me/erase").status_code == 204
    mina.refresh_from_db()
    assert (mina.kind, mina.email, mina.name, mina.is_active) == ("erased", None, "", False)
    assert not Address.objects.exists() and not Token.objects.exists() and not Consent.objects.exists()
    assert not EmailAddress.objects.exists()
    [erased] = Event.objects.filter(name="member.erased")
    assert erased.body == {"member_id": str(mina.id)}


def test_an_erased_members_token_is_worthless(mina: Member, django_capture_on_commit_callbacks):
    secret = issue_token(mina, label="phone")
    assert identify(secret) is not None
    client = Client(headers={"authorization": f"Bearer {secret}"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/api/v1/me/erase")
    assert client.get("/api/v1/me").status_code == 401


def test_an_erased_member_cannot_be_somebody_again(mina: Member, as_member: AsMember):
    as_member(mina).post("/api/v1/me/erase")
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(id=mina.id).update(name="Mina")


def test_tokens_are_listed_and_withdrawn(
    mina: Member, other: Member, as_member: AsMember, signed_in: Any, prove: Any
):
    client = signed_in(mina)
    prove(client)
    made = client.post("/api/v1/me/tokens", {"label": "kitchen tablet"}, JSON)
    assert made.status_code == 201
    tablet = Client(headers={"authorization": f"Bearer {made.json()['token']}"})
    assert tablet.get("/api/v1/me").json()["name"] == "Mina"
    listed = {each["label"]: each["id"] for each in client.get("/api/v1/me/tokens").json()}
    path = f"/api/v1/me/tokens/{listed['kitchen tablet']}"
    assert as_member(other).delete(path).status_code == 404
    assert client.delete(path).status_code == 204
    assert tablet.get("/api/v1/me").status_code == 401


def test_tokens_have_a_limit(mina: Member):
    for number in range(MOST_TOKENS):
        issue_token(mina, label=str(number))
    with pytest.raises(TooManyTokens):
        issue_token(mina, label="one more")


def test_a_token_ends_on_its_day(mina: Member):
    secret = issue_token(mina, label="short", expires_at=clock.now() - timedelta(seconds=1))
    assert identify(secret) is None
    assert remove_expired_tokens() == 1 and not Token.objects.exists()


def test_accounts_that_nobody_entered_are_swept_and_others_stay(mina: Member):
    before = clock.now() - timedelta(days=3)
    stranger = Member.objects.create_user("typo@haru.example", date_joined=before)
    EmailAddress.objects.create(user=stranger, email=stranger.email, primary=True, verified=False)
    Member.objects.filter(id=mina.id).update(date_joined=before)
    assert remove_strangers() == 1
    assert list(Member.objects.all()) == [mina]


def test_profile_changes_name_and_language_only(mina: Member, as_member: AsMember):
    client = as_member(mina)
    assert client.patch("/api/v1/me", {"name": "민아", "language": "zh"}, JSON).json()["name"] == "민아"
    assert client.patch("/api/v1/me", {"email": "x@y.zz"}, JSON).status_code == 422
    assert client.patch("/api/v1/me", {"language": "fr"}, JSON).status_code == 422


def test_two_members_never_share_an_address_in_other_letters(mina: Member):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.bulk_create([Member(email="MINA@haru.example")])
