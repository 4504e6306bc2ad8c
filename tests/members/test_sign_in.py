import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from newretail.members.models import Member

pytestmark = pytest.mark.django_db
REQUEST = "/_allauth/browser/v1/auth/code/request"
CONFIRM = "/_allauth/browser/v1/auth/code/confirm"
JSON = "application/json"


def code_in(text: str) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.M) or re.search(
        r"([A-Z0-9]{3,4}-[A-Z0-9]{3,4})", text
    )
    assert found, text
    return found[1]


def test_a_code_by_email_lets_a_known_member_in(http: Client, mina: Member):
    assert http.post(REQUEST, {"email": "Mina@haru.example"}, JSON).status_code == 401
    answer = http.post(CONFIRM, {"code": code_in(str(mail.outbox[0].body))}, JSON)
    assert answer.status_code == 200
    assert http.get("/api/v1/me").json()["id"] == str(mina.id)


def test_a_code_is_good_once_and_only_where_it_was_asked_for(http: Client, mina: Member):
    http.post(REQUEST, {"email": mina.email}, JSON)
    code = code_in(str(mail.outbox[0].body))
    elsewhere = Client()
    elsewhere.post(REQUEST, {"email": mina.email}, JSON)
    assert elsewhere.post(CONFIRM, {"code": code}, JSON).status_code != 200
    assert http.post(CONFIRM, {"code": code}, JSON).status_code == 200
    http.delete("/_allauth/browser/v1/auth/session")
    assert http.post(CONFIRM, {"code": code}, JSON).status_code != 200
    assert elsewhere.get("/api/v1/me").status_code == http.get("/api/v1/me").status_code == 401


def test_somebody_new_is_welcomed_by_the_same_code(http: Client):
    assert http.post(REQUEST, {"email": "new@haru.example"}, JSON).status_code == 401
    assert http.post(CONFIRM, {"code": code_in(str(mail.outbox[0].body))}, JSON).status_code == 200
    assert EmailAddress.objects.get().verified
    assert http.get("/api/v1/me").json()["email"] == "new@haru.example"


def test_known_and_unknown_get_the_same_answer(http: Client, mina: Member):
    known = http.post(REQUEST, {"email": mina.email}, JSON)
    unknown = Client().post(REQUEST, {"email": "nobody@haru.example"}, JSON)
    assert known.status_code == unknown.status_code
    assert [flow["id"] for flow in known.json()["data"]["flows"]] == [
        flow["id"] for flow in unknown.json()["data"]["flows"]
    ]


def test_a_code_by_phone_lets_in_and_proves_the_number(http: Client, capsys: pytest.CaptureFixture[str]):
    assert http.post(REQUEST, {"phone": "138 0013 8000"}, JSON).status_code == 401
    printed = capsys.readouterr().out
    assert "+8613800138000" in printed
    assert http.post(CONFIRM, {"code": code_in(printed)}, JSON).status_code == 200
    member = Member.objects.get()
    assert member.phone == "+8613800138000" and member.phone_verified


def test_the_page_writes_a_phone_number_as_the_api_does(http: Client, capsys: pytest.CaptureFixture[str]):
    http.post("/accounts/login/", {"login": "138 0013 8000"})
    http.post("/accounts/login/code/confirm/", {"code": code_in(capsys.readouterr().out)})
    assert http.get("/api/v1/me").json()["phone"] == "+8613800138000"


def test_the_page_asks_for_one_thing(http: Client):
    page = http.get("/accounts/login/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert page.count('type="text"') == 1 and "password" not in page and "signup" not in page
    assert 'lang="zh-hans"' in page


def test_a_code_is_written_about_in_the_language_of_whoever_asks(http: Client):
    http.post(REQUEST, {"email": "new@haru.example"}, JSON, headers={"Accept-Language": "ko-KR"})
    message = mail.outbox[0]
    assert "인증번호" in str(message.subject) and code_in(str(message.body)) in str(message.subject)


def test_a_wrong_code_lets_nobody_in_and_three_end_it(http: Client, mina: Member):
    http.post(REQUEST, {"email": mina.email}, JSON)
    answers = [http.post(CONFIRM, {"code": "WRONG1"}, JSON).status_code for _ in range(4)]
    assert answers[0] == 400 and answers[-1] != 400
    assert http.post(CONFIRM, {"code": code_in(str(mail.outbox[0].body))}, JSON).status_code != 200
    assert http.get("/api/v1/me").status_code == 401


def test_codes_cannot_be_asked_for_without_end(http: Client, mina: Member):
    answers = [Client().post(REQUEST, {"email": mina.email}, JSON).status_code for _ in range(7)]
    assert answers[-1] == 429
    assert len(mail.outbox) == 5


def test_an_address_that_was_not_proved_opens_no_other_door(http: Client, mina: Member):
    EmailAddress.objects.create(user=mina, email="victim@haru.example", verified=False, primary=False)
    http.post(REQUEST, {"email": "victim@haru.example"}, JSON)
    http.post(CONFIRM, {"code": code_in(str(mail.outbox[0].body))}, JSON)
    assert http.get("/api/v1/me").json()["id"] != str(mina.id)


def test_a_closed_account_gets_no_code(http: Client, mina: Member):
    Member.objects.filter(id=mina.id).update(is_active=False)
    http.post(REQUEST, {"email": mina.email}, JSON)
    assert Member.objects.count() == 1
    assert http.post(CONFIRM, {"code": "ABC123"}, JSON).status_code != 200


@pytest.mark.parametrize(
    "body", [{}, {"email": "x"}, {"phone": "12"}, {"email": "a@b.cc", "phone": "+8613800138000"}]
)
def test_a_request_without_one_good_way_to_reach_is_refused(http: Client, body: dict[str, str]):
    assert http.post(REQUEST, body, JSON).status_code == 400
    assert not Member.objects.exists()


def test_the_pages_work_without_a_script(http: Client, mina: Member):
    page = http.get("/accounts/login/")
    assert page.status_code == 200 and b"password" not in page.content.lower().split(b"</form>")[0]
    sent = http.post("/accounts/login/", {"login": mina.email})
    assert sent.status_code == 302 and sent["Location"].startswith("/accounts/login/code/confirm/")
    assert http.get(sent["Location"]).status_code == 200
    done = http.post(sent["Location"], {"code": code_in(str(mail.outbox[0].body))})
    assert done.status_code == 302
    assert http.get("/api/v1/me").json()["id"] == str(mina.id)


def test_passkeys_are_offered_for_sign_in_and_for_adding(
    http: Client, mina: Member, signed_in: Any, prove: Any
):
    options = http.get("/_allauth/browser/v1/auth/webauthn/login")
    assert options.status_code == 200 and "challenge" in str(options.json())
    http = signed_in(mina)
    prove(http)
    adding = http.get("/_allauth/browser/v1/account/authenticators/webauthn?passwordless")
    assert adding.status_code == 200 and "challenge" in str(adding.json())


def test_nobody_signs_up_by_a_form_that_proves_nothing(http: Client):
    assert http.post("/_allauth/browser/v1/auth/signup", {"email": "x@haru.example"}, JSON).status_code == 403


@pytest.mark.parametrize(
    "path", ["/accounts/password/reset/", "/accounts/signup/", "/_allauth/browser/v1/auth/password/request"]
)
def test_no_letter_opens_an_account_by_itself(http: Client, mina: Member, path: str):
    assert http.post(path, {"email": mina.email}, JSON).status_code == 404 and not mail.outbox


def test_a_session_must_carry_a_csrf_token_to_change_anything(mina: Member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mina, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.get("/api/v1/me").status_code == 200
    refused = strict.patch("/api/v1/me", {"name": "Eve"}, JSON)
    assert refused.status_code == 403
    mina.refresh_from_db()
    assert mina.name == "Mina"


def test_a_session_can_get_a_bearer_token(mina: Member, signed_in: Any, prove: Any):
    http = signed_in(mina)
    prove(http)
    secret = http.post("/api/v1/me/tokens", {"label": "phone"}, JSON).json()["token"]
    assert Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/me").json()["id"] == str(
        mina.id
    )
