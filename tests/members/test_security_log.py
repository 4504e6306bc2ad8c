"""The security log tells who came in and who was refused, by ids; and nothing that could be used or that names anybody."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from newretail.kernel import security_log
from newretail.members.models import Member
from newretail.stores.api import grant_role, issue_badge
from newretail.stores.revoke_role import revoke_role
from newretail.stores.roles import Role
from newretail.stores.sign_in_by_badge import sign_in_by_badge
from tests.members.conftest import ON_PAGE

pytestmark = pytest.mark.django_db
JSON = "application/json"
SECURITY = Path(__file__).resolve().parents[2] / "SECURITY.md"

Told = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    caplog.set_level("INFO", logger="newretail.security")

    def records() -> list[dict[str, Any]]:
        return [record.__dict__ for record in caplog.records if record.name == "newretail.security"]

    return records


def events(records: list[dict[str, Any]]) -> list[str]:
    return [record["event"] for record in records]


def test_a_sign_in_its_proofs_and_its_end(mina: Member, signed_in: Any, prove: Any, told: Told):
    browser = signed_in(mina)
    prove(browser)
    browser.post("/api/v1/me/tokens", {"label": "tablet"}, JSON)
    browser.delete("/api/v1/me/sessions")
    assert {"sign_in_step", "sign_in", "proved_again", "token_issued", "signed_out_everywhere"} <= set(
        events(told())
    )
    assert {str(each["member_id"]) for each in told() if "member_id" in each} == {str(mina.id)}
    written = " ".join(str(record) for record in told())
    codes = [
        found[0]
        for each in mail.outbox
        if (found := re.search(r"[A-Z0-9]{3,4}-[A-Z0-9]{3,4}", str(each.body)))
    ]
    assert codes and not any(secret in written for secret in (*codes, str(mina.email), "Mina", "nr_"))


def test_what_was_refused(mina: Member, told: Told):
    Client().post(f"{ON_PAGE}/auth/login", {"email": mina.email, "password": "wrong"}, JSON)
    Client().get("/api/v1/me")
    Client(headers={"authorization": "Bearer nr_x"}).get("/api/v1/me")
    Client().post("/api/v1/badge-sign-ins", {"code": "HARU-AAAA"}, JSON)
    assert [(each["event"], each.get("code")) for each in told()] == [
        ("sign_in_failed", None),
        ("refused", "sign_in_needed"),
        ("refused", "token_not_good"),
        ("refused", "badge_not_good"),
    ]


def test_rights_and_badges(mina: Member, a_store_code: str, told: Told):
    grant_role(member_id=mina.id, role=Role.PICKER, store_id=a_store_code, by="member:x")
    _, code = issue_badge(member_id=mina.id, store_id=a_store_code)
    sign_in_by_badge(code=code)
    revoke_role(member_id=mina.id, role=Role.PICKER, store_id=a_store_code, by="member:x")
    assert events(told()) == [
        "role_granted",
        "badge_issued",
        "token_issued",
        "badge_used",
        "badge_withdrawn",
        "role_revoked",
    ]
    assert code not in str(told())


@pytest.mark.parametrize("body", [{"email": "new@haru.example"}, {"phone": "+8613800138000"}])
def test_no_code_is_printed_where_people_come_from_outside(
    body: dict[str, str], settings: Any, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    settings.SECURE = True
    settings.EMAIL_BACKEND = "newretail.members.printed_mail.PrintedMail"
    Client().post(f"{ON_PAGE}/auth/code/request", body, JSON)
    assert "»" not in capsys.readouterr().out and "was not sent" in caplog.text
    assert not re.search(r"[A-Z0-9]{3,4}-[A-Z0-9]{3,4}", caplog.text)


def test_every_event_is_documented():
    listed = set(
        re.findall(r"`([a-z_]+)`", SECURITY.read_text().partition("## Security log")[2].partition("\n## ")[0])
    )
    assert listed >= security_log.EVENTS
