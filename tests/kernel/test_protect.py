"""Headers that protect whoever reads an answer: on every kind of answer, those that carry a token included."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newretail.members.issue_token import issue_token
from newretail.members.models import Member

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).resolve().parents[2]
PAGES = [
    "/accounts/login/",
    "/accounts/login/password/",
    "/accounts/logout/",
    "/api/v1/docs",
    "/no-such-page",
]
OWN_PAGES = [
    "/accounts/email/",
    "/accounts/phone/change/",
    "/accounts/2fa/",
    "/accounts/reauthenticate/code/",
]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def member() -> Member:
    return Member.objects.create_user("mina@haru.example")


@pytest.fixture
def by_token(member: Member) -> Client:
    return Client(headers={"authorization": f"Bearer {issue_token(member, label='test')}"})


@pytest.fixture
def by_session(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/stores", "/api/v1/me/addresses", "/api/v1/nothing"])
def test_every_answer_carries_them(by_token: Client, by_session: Client, path: str, settings: Any):
    settings.SECURE = True
    for client in (by_token, by_session, Client()):
        answer = client.get(path)
        assert {name: answer[name] for name in ALWAYS} == ALWAYS
        assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize(
    "path", ["/api/v1/me", "/api/v1/me/addresses", "/api/v1/orders", "/accounts/email/", "/_allauth/browser/v1/auth/session"]
)  # fmt: skip
def test_nobody_keeps_an_answer_about_a_person(by_token: Client, by_session: Client, path: str):
    for client in (by_token, by_session):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert {"Authorization", "Cookie"} <= {each.strip() for each in answer["Vary"].split(",")}


@pytest.mark.parametrize("path", PAGES)
def test_no_page_outside_the_back_office_runs_scripts_from_text(path: str):
    assert_strict(Client().get(path))


@pytest.mark.parametrize("path", OWN_PAGES)
def test_nor_does_a_page_of_ones_account(by_session: Client, path: str):
    assert_strict(by_session.get(path, follow=True))


def assert_strict(page: Any) -> None:
    policy = page["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy
    body = page.content.decode().replace('style="display: none"', "")  # allauth's: our own sheet says it too
    assert " style=" not in body and "<style" not in body and "javascript:" not in body
    for script in body.split("<script")[1:]:
        opening = script.split(">")[0]
        assert "src=" in opening or 'type="application/json"' in opening, opening


def test_behind_tls_cookies_are_bound_to_the_host():
    """In a process of its own, as the settings are read once."""
    asked = "import newretail.settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    public = {
        "NEWRETAIL_PUBLIC_URL": "https://haru.example",
        "NEWRETAIL_TRUSTED_PROXIES": "1",
        "NEWRETAIL_SECRET_KEY": "k" * 60,
    }
    done = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | public, cwd=PROJECT, capture_output=True, text=True, check=True
    )  # fmt: skip
    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True"]
