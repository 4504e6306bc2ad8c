"""Sessions end: when they are signed out, when their time is over, when nobody uses them, and from elsewhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newretail.kernel import recent
from newretail.members.issue_token import issue_token
from newretail.members.jobs import remove_expired_sessions
from newretail.members.models import Member, Session, Token
from newretail.stores.api import grant_role
from newretail.stores.roles import Role
from tests.members.conftest import ON_PAGE, code_sent

pytestmark = pytest.mark.django_db
ME, SESSIONS = "/api/v1/me", "/api/v1/me/sessions"
JSON = "application/json"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604.1"
)

SignedIn = Callable[..., Client]


def stolen(browser: Client) -> Client:
    """Somebody else with the same cookie."""
    thief = Client()
    thief.cookies["sessionid"] = browser.cookies["sessionid"].value
    return thief


def after(hours: float) -> None:
    """So much later: what is remembered for seconds is forgotten, and the session's times lie further back."""
    recent.forget_all()
    for session in Session.objects.all():
        Session.objects.filter(pk=session.pk).update(
            expire_date=session.expire_date - timedelta(hours=hours),
            last_seen_at=session.last_seen_at - timedelta(hours=hours),
        )


def test_the_cookie_is_no_scripts_and_goes_to_no_other_site(mina: Member, signed_in: SignedIn):
    cookie = signed_in(mina).cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"


def test_signing_in_begins_a_session_of_another_name(mina: Member):
    client = Client()
    client.post(f"{ON_PAGE}/auth/code/request", {"email": mina.email}, JSON)
    fixed = client.cookies["sessionid"].value
    client.post(f"{ON_PAGE}/auth/code/confirm", {"code": code_sent()}, JSON)
    assert client.cookies["sessionid"].value != fixed
    assert not Session.objects.filter(session_key=fixed).exists()


def test_signing_out_kills_the_cookie_at_once(mina: Member, signed_in: SignedIn):
    browser = signed_in(mina)
    thief = stolen(browser)
    assert thief.get(ME).status_code == 200  # and remembered
    browser.delete(f"{ON_PAGE}/auth/session")
    assert thief.get(ME).status_code == 401


def test_sessions_are_listed_by_their_browsers(mina: Member, other: Member, signed_in: SignedIn):
    signed_in(other, agent=FIREFOX)
    signed_in(mina, agent=FIREFOX)
    phone = signed_in(mina, agent=PHONE)
    listed = phone.get(SESSIONS).json()
    assert [(each["browser"], each["is_this"]) for each in listed] == [
        ("Safari, iPhone", True),
        ("Firefox, Windows", False),
    ]
    assert phone.cookies["sessionid"].value not in str(listed)


def test_a_session_is_ended_from_another_browser(mina: Member, other: Member, signed_in: SignedIn):
    lost, here, stranger = signed_in(mina), signed_in(mina), signed_in(other)
    assert lost.get(ME).status_code == 200
    [theirs] = [each["id"] for each in here.get(SESSIONS).json() if not each["is_this"]]
    assert stranger.delete(f"{SESSIONS}/{theirs}").status_code == 404
    assert here.delete(f"{SESSIONS}/{theirs}").status_code == 204
    assert lost.get(ME).status_code == 401 and here.get(ME).status_code == 200


def test_signing_out_everywhere_ends_sessions_and_tokens(mina: Member, other: Member, signed_in: SignedIn):
    lost, here = signed_in(mina), signed_in(mina)
    token = Client(headers={"authorization": f"Bearer {issue_token(mina, label='tablet')}"})
    kept = issue_token(other, label="other")
    assert token.get(ME).status_code == 200
    assert here.delete(SESSIONS).status_code == 204
    assert {each.get(ME).status_code for each in (lost, here, token)} == {401}
    assert Client(headers={"authorization": f"Bearer {kept}"}).get(ME).status_code == 200
    assert not Token.objects.filter(member=mina).exists()


def test_head_office_signs_somebody_out(mina: Member, signed_in: SignedIn):
    browser, office = signed_in(mina), Client()
    root = Member.objects.create_superuser("root@haru.example", "correct horse battery")
    office.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(ME).status_code == 200
    office.post("/admin/members/member/", {"action": "sign_out", "_selected_action": [str(mina.id)]})
    assert browser.get(ME).status_code == 401 and office.get(ME).status_code == 200


def test_a_token_of_an_integration_lists_no_sessions(mina: Member):
    secret = issue_token(mina, label="narrow", scopes=["catalog"])
    client = Client(headers={"authorization": f"Bearer {secret}"})
    assert client.get(SESSIONS).status_code == client.delete(SESSIONS).status_code == 403


def test_a_shoppers_session_ends_after_a_fortnight_however_it_is_used(mina: Member, signed_in: SignedIn):
    browser = signed_in(mina)
    after(13 * 24)
    assert browser.get(ME).status_code == 200
    browser.get("/accounts/email/")
    after(2 * 24)
    assert browser.get(ME).status_code == 401


@pytest.mark.parametrize(
    ("role", "unused_hours", "is_in"),
    [(Role.HEAD_OFFICE, 0.4, True), (Role.HEAD_OFFICE, 0.6, False), (Role.MANAGER, 3.5, True), (Role.MANAGER, 4.5, False)],
)  # fmt: skip
def test_an_unused_session_of_the_staff_ends(
    mina: Member, signed_in: SignedIn, a_store_code: str, role: Role, unused_hours: float, is_in: bool
):
    grant_role(member_id=mina.id, role=role, store_id="" if role == Role.HEAD_OFFICE else a_store_code)
    browser = signed_in(mina)
    after(unused_hours)
    assert (browser.get(ME).status_code == 200) is is_in


BY_THE_PAGE = {"unattended": "1"}
"""What a page asks by itself while nobody touches it."""


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(mina: Member, signed_in: SignedIn):
    grant_role(member_id=mina.id, role=Role.HEAD_OFFICE)
    browser = signed_in(mina)
    for _ in range(2):
        after(0.2)
        assert browser.get(ME, headers=BY_THE_PAGE).status_code == 200
    after(0.2)
    assert browser.get(ME, headers=BY_THE_PAGE).status_code == 401


def test_a_person_at_the_page_keeps_the_session_whatever_the_page_asks_beside(
    mina: Member, signed_in: SignedIn
):
    grant_role(member_id=mina.id, role=Role.HEAD_OFFICE)
    browser = signed_in(mina)
    for _ in range(4):
        after(0.3)
        assert browser.get(ME, headers=BY_THE_PAGE).status_code == 200  # and remembered
        assert browser.get(ME).status_code == 200


def test_what_is_done_to_a_session_from_elsewhere_is_not_use(
    mina: Member, signed_in: SignedIn, a_store_code: str
):
    grant_role(member_id=mina.id, role=Role.HEAD_OFFICE)
    browser = signed_in(mina)
    after(0.4)
    grant_role(member_id=mina.id, role=Role.MANAGER, store_id=a_store_code)
    after(0.2)
    assert browser.get(ME).status_code == 401


@pytest.mark.parametrize("role", [Role.HEAD_OFFICE, Role.PICKER])
def test_a_session_of_the_staff_ends_with_the_shift_however_it_is_used(
    mina: Member, signed_in: SignedIn, a_store_code: str, role: Role
):
    grant_role(member_id=mina.id, role=role, store_id="" if role == Role.HEAD_OFFICE else a_store_code)
    browser = signed_in(mina)
    for _ in range(30):
        after(0.39)
        assert browser.get(ME).status_code == 200
    after(0.39)
    assert browser.get(ME).status_code == 401


def test_a_shopper_who_is_hired_keeps_no_shoppers_session(mina: Member, signed_in: SignedIn):
    browser = signed_in(mina)
    grant_role(member_id=mina.id, role=Role.HEAD_OFFICE)
    assert browser.get(ME).status_code == 200
    [session] = Session.objects.filter(member=mina)
    assert session.expire_date < timezone.now() + timedelta(hours=13) and session.idle_seconds == 1800


def test_a_badge_left_lying_is_asked_for_again(
    mina: Member, a_store_code: str, monkeypatch: pytest.MonkeyPatch
):
    from newretail.kernel import clock
    from newretail.stores.issue_badge import issue_badge
    from newretail.stores.sign_in_by_badge import sign_in_by_badge

    grant_role(member_id=mina.id, role=Role.PICKER, store_id=a_store_code)
    _, code = issue_badge(member_id=mina.id, store_id=a_store_code)
    device = Client(headers={"authorization": f"Bearer {sign_in_by_badge(code=code).token}"})
    begun = clock.now()
    for hours, by, status in (
        (0, {}, 200),
        (3.9, {}, 200),
        (5, BY_THE_PAGE, 200),
        (7.5, {}, 200),
        (9, BY_THE_PAGE, 200),
        (11, BY_THE_PAGE, 200),
        (11.8, BY_THE_PAGE, 401),
    ):
        recent.forget_all()
        monkeypatch.setattr(clock, "now", lambda hours=hours: begun + timedelta(hours=hours))
        assert device.get(ME, headers=by).status_code == status, hours


def test_expired_sessions_are_swept(mina: Member, signed_in: SignedIn):
    signed_in(mina)
    after(15 * 24)
    remove_expired_sessions()
    assert not Session.objects.filter(member=mina).exists()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", f"{ON_PAGE}/account/email", {"email": "thief@haru.example"}),
        ("post", f"{ON_PAGE}/account/phone", {"phone": "+8613800138000"}),
        ("post", f"{ON_PAGE}/account/password/change", {"new_password": "correct horse battery"}),
        ("get", f"{ON_PAGE}/account/authenticators/webauthn?passwordless", {}),
        ("post", "/api/v1/me/tokens", {"label": "thief"}),
    ],
)  # fmt: skip
def test_a_session_alone_takes_no_account_over(
    mina: Member,
    signed_in: SignedIn,
    prove: Callable[[Client], None],
    method: str,
    path: str,
    body: dict[str, str],
):
    browser = signed_in(mina)
    refused = getattr(browser, method)(path, body, JSON)
    assert refused.status_code in (401, 403), refused.content
    assert refused.json().get("code") == "proof_needed" or "reauthenticate" in str(refused.json())
    prove(browser)
    allowed = getattr(browser, method)(path, body, JSON)
    if path.endswith("password/change"):  # shoppers have none
        assert allowed.status_code == 403
    else:
        assert allowed.status_code in (200, 201, 202, 401) and "reauthenticate" not in str(allowed.json())
