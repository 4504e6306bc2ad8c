"""What anybody may try is counted by who tries, at whom, and over the day; and nobody is locked out by somebody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from newretail.members import code_gate, limits
from newretail.members.jobs import forget_tries
from newretail.members.limits import Limit
from newretail.members.models import Member, Tally
from tests.members.conftest import ON_PAGE
from tests.members.soft_passkey import SoftPasskey

pytestmark = pytest.mark.django_db
CODE, LOGIN = f"{ON_PAGE}/auth/code/request", f"{ON_PAGE}/auth/login"
PASSKEY = f"{ON_PAGE}/auth/webauthn/login"
JSON = "application/json"
PASSWORD = "correct horse battery"


@pytest.fixture
def root(db: None) -> Member:
    return Member.objects.create_superuser("root@haru.example", PASSWORD)


def ask(number: int | str, *, of: str = "203.0.113.7") -> Any:
    to = {"phone": number} if isinstance(number, str) else {"email": f"m{number}@haru.example"}
    return Client(REMOTE_ADDR=of).post(CODE, to, JSON)


def by_password(password: str, *, of: str) -> int:
    body = {"email": "root@haru.example", "password": password}
    return Client(REMOTE_ADDR=of).post(LOGIN, body, JSON).status_code


def test_one_address_cannot_have_codes_sent_to_many_people():
    answers = [ask(number) for number in range(25)]
    assert [each.status_code for each in answers] == [401] * 20 + [429] * 5
    assert len(mail.outbox) == Member.objects.count() == 20
    assert 1 < int(answers[-1]["Retry-After"]) <= 60
    assert ask(100, of="203.0.113.8").status_code == 401


def test_nor_over_the_day(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(code_gate, "FROM", Limit("code from", 3, limits.DAY))
    answers = [ask(number) for number in range(4)]
    assert answers[-1].status_code == 429 and int(answers[-1]["Retry-After"]) > limits.HOUR


def test_addresses_of_one_ipv6_network_are_one():
    answers = [ask(number, of=f"2001:db8::{number:x}").status_code for number in range(21)]
    assert answers[-1] == 429


def test_one_person_is_not_pestered_from_many_addresses():
    answers = [ask(1, of=f"203.0.113.{number}").status_code for number in range(8)]
    assert answers[-1] == 429 and len(mail.outbox) == 5


def test_who_asks_again_and_again_leaves_the_person_their_codes(monkeypatch: pytest.MonkeyPatch):
    """The narrow limit ends it before the person's own day is used up."""
    monkeypatch.setattr(code_gate, "OF_ONE_MINUTE", Limit("code to", 1000, limits.MINUTE))
    for _ in range(19):
        ask(1, of="203.0.113.66")
    assert ask(1, of="203.0.113.7").status_code == 401


def test_texts_to_a_block_of_numbers_are_few():
    answers = [ask(f"+8613800{number:06}", of=f"198.51.100.{number}").status_code for number in range(32)]
    assert answers == [401] * 30 + [429] * 2
    assert ask("+8613911000001").status_code == 401, "another block"


def test_texts_abroad_are_few():
    numbers = [f"+4477{number:02}{number:06}" for number in range(31)]
    answers = [ask(number, of=f"198.51.100.{place}").status_code for place, number in enumerate(numbers)]
    assert answers[-1] == 429


def test_texts_are_bounded_in_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(code_gate.IN_ALL, "texts", Limit("texts in all", 2, limits.DAY))
    numbers = ["+8613800000001", "+8613911000002", "+8613722000003"]
    assert [ask(number).status_code for number in numbers] == [401, 401, 429]
    assert ask(1).status_code == 401, "letters go on"


def test_codes_sent_again_or_to_prove_oneself_count_too(mina: Member, signed_in: Any):
    browser = signed_in(mina)
    path = f"{ON_PAGE}/auth/reauthenticate/code/request"
    answers = [browser.post(path, {"email": mina.email}, JSON).status_code for _ in range(6)]
    assert answers[-1] == 429


def test_the_page_says_so_in_words():
    for _ in range(6):
        page = Client(headers={"accept-language": "en"}).post(
            "/accounts/login/", {"login": "mina@haru.example"}
        )
    assert page.status_code == 200 and b"Too many codes" in page.content


def test_wrong_passwords_lock_out_those_who_sent_them_only(root: Member):
    assert [by_password("wrong", of="203.0.113.66") for _ in range(5)] == [400] * 5
    assert by_password(PASSWORD, of="203.0.113.66") == 429
    assert by_password(PASSWORD, of="203.0.113.7") == 200


def test_whoever_is_locked_out_hears_for_how_long_on_the_page_and_by_script(root: Member):
    for _ in range(5):
        by_password("wrong", of="203.0.113.66")
    client = Client(REMOTE_ADDR="203.0.113.66")
    told = [
        client.post(LOGIN, {"email": root.email, "password": PASSWORD}, JSON),
        client.post("/accounts/login/password/", {"login": root.email, "password": PASSWORD}),
    ]
    assert [each.status_code for each in told] == [429, 429]
    assert all(1 < int(each["Retry-After"]) <= 300 for each in told), "five in five minutes"
    assert "Too many" in told[1].content.decode()


def test_a_passkey_passes_where_passwords_are_locked(root: Member):
    passkey = SoftPasskey(root)
    passkey.enrol()
    for _ in range(30):
        by_password("wrong", of="203.0.113.7")
    browser = Client(REMOTE_ADDR="203.0.113.7")
    options = browser.get(PASSKEY).json()["data"]["request_options"]
    browser.post(PASSKEY, {"credential": passkey.answer(options)}, JSON)
    assert browser.get("/api/v1/me").json()["id"] == str(root.id)


def test_guesses_at_many_accounts_from_one_address_end(root: Member):
    client = Client(REMOTE_ADDR="203.0.113.66")
    for number in range(20):
        client.post(LOGIN, {"email": f"m{number}@haru.example", "password": "wrong"}, JSON)
    assert by_password(PASSWORD, of="203.0.113.66") == 429


def test_a_window_begins_anew_when_it_is_over(monkeypatch: pytest.MonkeyPatch):
    limit, now = Limit("test", 1, 60), timezone.now()
    assert [limits.use((limit, "x")) > 0 for _ in range(2)] == [False, True]
    assert not limits.use((limit, "y"))
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=61))
    assert not limits.use((limit, "x"))
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=500))
    assert forget_tries() == 2 and not Tally.objects.exists()


def test_what_is_counted_names_nobody():
    ask("+8613800000001")
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in Tally.objects.values_list("key", flat=True))
