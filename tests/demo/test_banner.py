"""The first thing that a newcomer reads."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from newretail.demo.banner import banner
from newretail.demo.folder import open_demo_folder
from newretail.demo.people import prepare_people
from newretail.demo.run_demo import DemoPlan
from newretail.members.models import Member
from newretail.stores import api as stores
from newretail.stores.api import Role
from newretail.stores.models import StaffRole
from tests.stores.conftest import make_store

PLAN = DemoPlan(chain="haru", port=8000, host="127.0.0.1", catalogue=None, city=True, speed=5.0, orders=None)


@pytest.fixture
def instance(db: None, tmp_path: Path) -> Path:
    make_store("lujiazui")
    stores.grant_role(member_id=_somebody("hq"), role=Role.HEAD_OFFICE)
    stores.grant_role(member_id=_somebody("li"), role=Role.PICKER, store_id="lujiazui")
    path = open_demo_folder(tmp_path / "demo").instance_file
    prepare_people(path, chain="haru", store_url=PLAN.url)
    return path


def _somebody(name: str) -> UUID:
    return Member.objects.create_user(f"{name}@haru.example", name=name).id


def test_each_role_has_one_link_that_signs_straight_in(instance: Path):
    said = banner(
        open_demo_folder(instance.parent),
        plan=PLAN,
        wallet_url="http://127.0.0.1:8001",
        local=datetime(2026, 6, 15, 10, 30, tzinfo=UTC),
    )
    badges = {entry["role"]: entry["badge"] for entry in json.loads(instance.read_text())["sign_ins"]}
    for role, front in (
        ("picker", "floor"),
        ("packer", "floor"),
        ("cashier", "floor"),
        ("manager", "floor"),
        ("courier", "ride"),
        ("head_office", "hq"),
    ):
        link = f"http://127.0.0.1:8000/{front}/#badge={badges[role]}"
        assert f"{role.replace('_', ' '):<12} {link}" in said
        assert stores.is_good_badge(badges[role])
    assert "shop         http://127.0.0.1:8000/shop/" in said
    lines = [line for line in said.splitlines() if str(instance.parent) not in line]
    assert len(lines) < 25 and max(map(len, lines)) <= 100


def test_badges_are_made_once_and_kept_from_strangers(instance: Path):
    before = instance.read_text()
    prepare_people(instance, chain="haru", store_url=PLAN.url)
    assert instance.read_text() == before
    assert stat.S_IMODE(instance.stat().st_mode) == 0o600


def test_the_city_has_staff_of_its_own(instance: Path):
    """Nobody who tries the demo finds their work done by the simulation."""
    told = json.loads(instance.read_text())
    visitors = {
        entry["email"] for entry in told["sign_ins"] if entry["role"] not in ("head_office", "shopper")
    }
    of_the_city = set(
        StaffRole.objects.filter(member_id__in=[entry["member"] for entry in told["staff"]]).values_list(
            "member__email", flat=True
        )
    )
    assert visitors and of_the_city and not visitors & of_the_city
