import pytest
from django.test import Client

from newretail.members import guest_gate
from newretail.members.models import Member, Token

pytestmark = pytest.mark.django_db
GUESTS = "/api/v1/guests"


def post(client: Client, path: str, body: object = None, **headers: str):
    return client.post(path, body or {}, content_type="application/json", headers=headers)


def test_a_guest_gets_a_token_and_is_somebody(http: Client):
    answer = post(http, GUESTS, {"language": "ko"})
    assert answer.status_code == 201
    me = http.get("/api/v1/me", headers={"authorization": f"Bearer {answer.json()['token']}"}).json()
    assert me["kind"] == "guest" and me["language"] == "ko" and me["email"] is None


def test_only_a_digest_of_the_secret_is_kept(http: Client):
    secret = post(http, GUESTS).json()["token"]
    assert secret not in str(Token.objects.values())


def test_two_guests_are_two_people(http: Client):
    assert post(http, GUESTS).json()["member_id"] != post(http, GUESTS).json()["member_id"]


def test_a_flood_of_guests_from_one_network_is_stopped(http: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guest_gate, "GUESTS_PER_MINUTE", 2)
    guest_gate._counts.clear()
    codes = [post(http, GUESTS).status_code for _ in range(4)]
    assert 429 in codes[2:]
    assert Member.objects.count() <= 3
    guest_gate._counts.clear()


def test_guests_of_one_network_are_bounded_over_the_day_and_others_are_not(
    http: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guest_gate, "GUESTS_A_DAY", 2)
    assert [post(http, GUESTS).status_code for _ in range(2)] == [201, 201]
    guest_gate._counts.clear()  # as in another process, or a minute later
    refused = post(http, GUESTS)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_guests")
    assert int(refused["Retry-After"]) > 3600
    elsewhere = http.post(GUESTS, {}, content_type="application/json", REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 201
    assert Member.objects.count() == 3


def test_the_day_of_a_shopping_mall_is_within_its_bound():
    """Ten thousand visitors begin a cart by the mall's one address, each of them twice."""
    assert guest_gate.GUESTS_A_DAY >= 20_000


def test_a_guest_cannot_make_further_tokens(http: Client):
    secret = post(http, GUESTS).json()["token"]
    answer = post(http, "/api/v1/me/tokens", {"label": "x"}, authorization=f"Bearer {secret}")
    assert answer.status_code == 403


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YTpi", "nonsense"])
def test_a_token_that_is_not_good_is_refused_even_where_anyone_may_call(http: Client, header: str):
    answer = http.get("/api/v1/me", headers={"authorization": header})
    assert answer.status_code == 401 and answer.json()["code"] == "token_not_good"


def test_nobody_is_asked_to_sign_in_politely_in_their_language(http: Client):
    answer = http.get("/api/v1/me", headers={"accept-language": "ko"})
    assert answer.status_code == 401 and answer.json()["detail"] == "먼저 로그인해 주세요."
