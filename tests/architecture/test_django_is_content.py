"""Django finds nothing to say: the migrations are those of the models, and a store on the public network is set up safely."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import ninja
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from newretail.kernel.http import Door
from newretail.kernel.who import ANYONE, MANAGER
from newretail.urls import _refuse_undeclared, api

PROJECT = Path(__file__).resolve().parents[2]
ON_THE_PUBLIC_NETWORK = {
    "NEWRETAIL_PUBLIC_URL": "https://haru.example",
    "NEWRETAIL_TRUSTED_PROXIES": "1",
    "NEWRETAIL_SECRET_KEY": "a key that is long enough and has many letters, digits and signs: 0123456789!?",
    "NEWRETAIL_DEBUG": "",
}


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(f"models have changed without a migration:\n{said.getvalue()}")


def test_a_store_on_the_public_network_is_safe() -> None:
    """`check --deploy` in a process of its own, as the settings are read once."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**os.environ, **ON_THE_PUBLIC_NETWORK, "DJANGO_SETTINGS_MODULE": "newretail.settings"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_the_server_starts_as_every_route_says_who_may_call_it() -> None:
    _refuse_undeclared(api)


def test_a_route_that_does_not_say_who_may_call_it_is_not_made() -> None:
    with pytest.raises(TypeError):
        Door().get("/till")(till)  # type: ignore[call-arg]


def test_a_route_for_a_stores_staff_names_the_store() -> None:
    with pytest.raises(AssertionError):
        Door().get("/till", who=MANAGER)(till)
    Door().get("/stores/{store_id}/till", who=MANAGER)(till_of)


def test_a_route_made_past_the_doors_keeps_the_server_from_starting() -> None:
    declared, loose = Door(), ninja.Router()
    declared.get("/clock", who=ANYONE)(till)
    loose.get("/till")(till)
    house = ninja.NinjaAPI(urls_namespace="half declared")
    house.add_router("", declared)
    _refuse_undeclared(house)
    house.add_router("", loose)
    with pytest.raises(ImproperlyConfigured, match="/till"):
        _refuse_undeclared(house)


def till(request: Any) -> list[str]:
    return []


def till_of(request: Any, store_id: str) -> list[str]:
    return [store_id]
