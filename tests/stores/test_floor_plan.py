"""The plan of a floor: what it refuses, what it keeps, and how far it is to walk on it."""

import csv
import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

import newretail.samples
from newretail.kernel.models import Event
from newretail.kernel.text import speaking
from newretail.stores import api as stores
from newretail.stores.errors import ZoneUnknown
from newretail.stores.floor import errors
from newretail.stores.floor.judge import judge
from newretail.stores.floor.kinds import TRAITS, FixtureKind
from newretail.stores.floor.plan_csv import plan_csv, read_plan_csv
from newretail.stores.floor.rules import FixturePlaced, Layout, ShelfPlaced, Side
from newretail.stores.models import Fixture, FloorPlan, Shelf, Store, Zone

pytestmark = pytest.mark.django_db
SAMPLES = Path(newretail.samples.__file__).parent
PLANS = sorted(SAMPLES.glob("*/plans/*.csv"))
OUTLINE = ((0.0, 0.0), (10.0, 0.0), (10.0, 8.0), (0.0, 8.0))


def fixture(code: str, kind: FixtureKind, x: float, y: float, **other: Any) -> FixturePlaced:
    traits = TRAITS[kind]
    size = {"width": traits.width, "depth": traits.depth, "height": traits.height}
    return FixturePlaced(
        **{"code": code, "kind": kind, "name": "", "x": x, "y": y, "turn": 0.0} | size | other
    )


def shelf(code: str, fixture: str, **other: Any) -> ShelfPlaced:
    usual = {"zone": "dry", "side": Side.FRONT, "level": 1, "along": 1.25, "width": 1.0, "height": 0.4}
    return ShelfPlaced(**{"code": code, "fixture": fixture} | usual | other)


DOOR = fixture("IN", FixtureKind.DOOR, 5, 7.85, turn=180.0)
GONDOLA = fixture("B1", FixtureKind.GONDOLA, 5, 4)
FRIDGE = fixture("H1", FixtureKind.FRIDGE, 5, 0.45)
GOOD = Layout(
    outline=OUTLINE,
    fixtures=(DOOR, GONDOLA, FRIDGE),
    shelves=(shelf("B-1", "B1"), shelf("B-2", "B1", side=Side.BACK), shelf("H-1", "H1", along=0.6)),
)


@pytest.fixture
def store(lujiazui: Store) -> Store:
    zone = Zone.objects.create(store=lujiazui, code="dry", names={"en": "Dry", "ko": "건식", "zh": "干货"})
    for order, code in enumerate(["B-1", "B-2", "H-1", "X-9"]):
        Shelf.objects.create(store=lujiazui, zone=zone, code=code, walk_order=order)
    return lujiazui


def save(store: Store, layout: Layout = GOOD, version: int = 0) -> stores.Plan:
    return stores.save_plan(store_id=store.code, version=version, layout=layout, by="test")


def with_fixture(each: FixturePlaced) -> Layout:
    return replace(GOOD, fixtures=(*(one for one in GOOD.fixtures if one.code != each.code), each))


LONG = [fixture(f"G{n}", FixtureKind.GONDOLA, 31, 5 + 2.5 * n, width=50.0) for n in range(17)]
LONG_ROWS = Layout(
    outline=((0.0, 0.0), (60.0, 0.0), (60.0, 50.0), (0.0, 50.0)),
    fixtures=tuple(LONG),
    shelves=tuple(
        shelf(f"{each.code}-{place}", each.code, along=0.5 + place / 2, width=0.45)
        for each in LONG
        for place in range(98)
    ),
)
"""1,666 places to walk to."""
BAD = {
    "more places than anybody reckons": (LONG_ROWS, errors.TooManyPlaces, []),
    "overlap": (with_fixture(replace(FRIDGE, x=5.5, y=4.2)), errors.FixturesOverlap, ["B1", "H1"]),
    "before the door": (with_fixture(replace(GONDOLA, y=7.5)), errors.FixturesOverlap, ["B1", "IN"]),
    "off the floor": (with_fixture(replace(FRIDGE, y=0.2)), errors.FixtureOffFloor, ["H1"]),
    "out of reach": (
        with_fixture(fixture("W1", FixtureKind.WALL, 5, 1.6, width=10.0)),
        errors.OutOfReach,
        ["H1"],
    ),
    "no way to the back": (with_fixture(replace(GONDOLA, y=1.4)), errors.OutOfReach, ["B1"]),
    "twice": (
        replace(GOOD, fixtures=(*GOOD.fixtures, replace(FRIDGE, x=1.5, y=5))),
        errors.FixtureTwice,
        ["H1"],
    ),
    "a shelf on a door": (replace(GOOD, shelves=(shelf("B-1", "IN"),)), errors.HoldsNoShelf, ["IN"]),
    "a shelf on nothing": (replace(GOOD, shelves=(shelf("B-1", "B7"),)), errors.FixtureUnknown, []),
    "a shelf that sticks out": (
        replace(GOOD, shelves=(shelf("B-1", "B1", along=2.2),)),
        errors.ShelfOffFixture,
        ["B1"],
    ),
    "two shelves in one place": (
        replace(GOOD, shelves=(shelf("B-1", "B1"), shelf("B-2", "B1", along=1.5))),
        errors.ShelvesOverlap,
        ["B1"],
    ),
    "a crossed outline": (
        replace(GOOD, outline=((0, 0), (10, 8), (10, 0), (0, 8))),
        errors.OutlineNotGood,
        [],
    ),
    "no outline": (replace(GOOD, outline=()), errors.NoOutline, []),
}


@pytest.mark.parametrize("case", BAD)
def test_a_plan_that_no_store_can_stand_in_is_refused_and_nothing_changes(store: Store, case: str):
    layout, refusal, named = BAD[case]
    save(store)
    before = list(Fixture.objects.values()), list(Shelf.objects.values()), stores.plan(store.code)
    with pytest.raises(refusal) as refused:
        save(store, layout, version=1)
    assert sorted(refused.value.details["fixtures"]) == named
    for language in ("en", "ko", "zh"):
        assert all(code in refused.value.say(language) for code in named)
    assert before == (list(Fixture.objects.values()), list(Shelf.objects.values()), stores.plan(store.code))


def test_a_plan_is_kept_as_rows_and_told_to_everybody(store: Store):
    plan = save(store)
    assert plan.version == 1 and plan.layout == GOOD
    assert [each.code for each in plan.loose] == ["X-9"]
    placed = Shelf.objects.get(store=store, code="B-2")
    assert (placed.fixture.code, placed.side, placed.level, placed.along) == ("B1", "back", 1, 1.25)
    assert Event.objects.filter(store_id=store.code, body__version=1).count() == 1


def test_what_leaves_the_plan_stays_in_the_store(store: Store):
    save(store)
    plan = save(store, replace(GOOD, fixtures=(DOOR, GONDOLA), shelves=GOOD.shelves[:2]), version=1)
    assert [each.code for each in plan.loose] == ["H-1", "X-9"]
    assert not Fixture.objects.filter(store=store, code="H1").exists()
    assert Shelf.objects.get(store=store, code="H-1").fixture is None


def test_a_new_shelf_comes_at_the_end_of_the_walk_and_only_into_a_zone_that_is_there(store: Store):
    more = replace(GOOD, shelves=(*GOOD.shelves, shelf("B-3", "B1", level=2, height=0.9)))
    save(store, more)
    assert Shelf.objects.get(store=store, code="B-3").walk_order == 4
    with pytest.raises(ZoneUnknown):
        save(store, replace(GOOD, shelves=(shelf("Q-1", "B1", zone="nowhere"),)), version=1)
    assert not Shelf.objects.filter(code="Q-1").exists()


def test_saving_the_same_plan_again_changes_nothing(store: Store):
    save(store)
    assert save(store, version=1).version == 1


def test_whoever_drew_on_an_old_version_is_told_and_changes_nothing(store: Store):
    save(store)
    save(store, with_fixture(replace(FRIDGE, x=6)), version=1)
    with pytest.raises(errors.PlanChanged) as refused:
        save(store, with_fixture(replace(FRIDGE, x=3)), version=1)
    assert refused.value.details["version"] == 2
    assert Fixture.objects.get(code="H1").x == 6


@pytest.mark.django_db(transaction=True)
def test_of_two_who_draw_at_once_one_is_told(store: Store):
    drawn = [with_fixture(replace(FRIDGE, x=x)) for x in (2.0, 3.0, 4.0, 6.0)]

    start = Barrier(len(drawn))

    def draw(layout: Layout) -> str:
        try:
            start.wait(timeout=30)
            return f"version {save(store, layout).version}"
        except errors.PlanChanged:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drawn)) as pool:
        told = Counter(pool.map(draw, drawn))
    assert told == {"version 1": 1, "told": 3}
    assert FloorPlan.objects.count() == 1


def test_an_older_version_can_be_seen_and_drawn_again(store: Store):
    save(store)
    save(store, with_fixture(replace(FRIDGE, x=6)), version=1)
    old = stores.plan_version(store.code, 1)
    assert old.layout == GOOD
    assert save(store, old.layout, version=2).version == 3
    assert stores.plan(store.code).layout == GOOD


def test_it_is_walked_round_what_stands_there_and_along_shelves(store: Store):
    save(store)
    straight = math.dist((5, 4.75), (5, 3.25))
    round_the_end = stores.walking_metres(store.code, "B-1", "B-2")
    assert round_the_end == pytest.approx(2 * math.hypot(1.5, 0.05) + 1.4, abs=0.01)
    assert round_the_end > straight
    assert stores.walking_metres(store.code, "B-2", "B-1") == pytest.approx(round_the_end)
    walk = stores.walk(store.code, ["IN", "B-1", "B-2"])
    assert [(leg.start, leg.end) for leg in walk.legs] == [("IN", "B-1"), ("B-1", "B-2")]
    assert walk.legs[1].points[0] == walk.legs[0].points[-1]
    with pytest.raises(errors.NotOnPlan):
        stores.walking_metres(store.code, "B-1", "X-9")


def test_walks_follow_the_plan_of_now(store: Store):
    save(store)
    near = stores.walking_metres(store.code, "B-1", "H-1")
    save(store, with_fixture(replace(FRIDGE, x=1.4)), version=1)
    assert stores.walking_metres(store.code, "B-1", "H-1") > near + 0.5


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_sample_stores_have_plans_that_hold_all_their_shelves(path: Path):
    layout = read_plan_csv(path.read_text("utf-8"))
    assert judge(layout).faults == []
    with (path.parents[1] / "planogram.csv").open(encoding="utf-8", newline="") as file:
        faced = {row["shelf"]: row["zone"] for row in csv.DictReader(file) if row["store"] == path.stem}
    assert {each.code: each.zone for each in layout.shelves} == faced


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_as_a_table_is_read_back_the_same(path: Path):
    text = path.read_text("utf-8")
    assert plan_csv(read_plan_csv(text)) == text


@pytest.mark.parametrize("path", PLANS[:1], ids=lambda path: path.stem)
def test_a_plan_saved_by_a_spreadsheet_is_read_the_same(path: Path):
    text = path.read_text("utf-8")
    layout = read_plan_csv(text)
    head, _, rows = text.partition("\n")
    korean = "줄종류,코드,종류,이름,x,y,너비,깊이,높이,각도,구역,집기,면,단,위치"
    chinese = "行类型,编码,种类,名称,X,Y,宽度,深度,高度,角度,区域,货架,面,层,位置"
    for heads in (head.upper(), korean, chinese):
        assert read_plan_csv(f"{heads}\n{rows}") == layout
    table = csv.reader(text.splitlines())
    german = [";".join(cell.replace(".", ",") if "." in cell else cell for cell in row) for row in table]
    assert read_plan_csv("\ufeffsep=;\r\n" + "\r\n".join(german)) == layout


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("fixture,B1,gondola,,nan,1,1,1,1,0,,,,,", "x"),
        ("fixture,B1,sofa,,1,1,1,1,1,0,,,,,", "kind"),
        ("fixture,B1,gondola,=1+1,1,1,1,1,1,0,,,,,", "name"),
        ("fixture,B/1,gondola,,1,1,1,1,1,0,,,,,", "code"),
        ("shelf,S-1,,,,,1,,0.5,,dry,B1,left,1,0.5", "side"),
        ("shelf,S-1,,,,,1,,0.5,,dry,B1,front,1.5,0.5", "level"),
        ("sofa,S-1,,,,,,,,,,,,,", "line"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(line: str, column: str):
    head = plan_csv(Layout(outline=OUTLINE, fixtures=(), shelves=()))
    with pytest.raises(errors.PlanUnreadable) as refused:
        read_plan_csv(head + line + "\n")
    assert refused.value.details == {"line": 6, "column": column}
    with pytest.raises(errors.PlanUnreadable):
        read_plan_csv("code,name\n")


def test_over_http_a_table_goes_out_and_in_and_changes_nothing(store: Store, hired: Any):
    save(store)
    _, manager = hired("manager", store)
    path = f"/api/v1/stores/{store.code}/plan"
    table = manager.get(f"{path}.csv").content.decode()
    body = {"version": 1, "csv": table}
    answer = post(manager, f"{path}/imports", body)
    assert answer.status_code == 200 and answer.json()["version"] == 1
    drawing = manager.get(f"{path}.svg")
    assert drawing["Content-Type"] == "image/svg+xml" and b">B1</text>" in drawing.content
    moved = table.replace("fixture,H1,fridge,,5,0.45", "fixture,H1,fridge,,6,0.45")
    assert post(manager, f"{path}/imports", {"version": 1, "csv": moved}).json()["version"] == 2


def test_over_http_faults_are_named_before_anything_is_saved(store: Store, hired: Any):
    _, manager = hired("manager", store)
    plan = {
        "outline": [list(corner) for corner in OUTLINE],
        "fixtures": [
            {"code": code, "kind": "gondola", "x": x, "y": 4, "width": 2.5, "depth": 0.9, "height": 1.8}
            for code, x in (("A1", 3), ("A2", 4))
        ],
        "shelves": [],
    }
    path = f"/api/v1/stores/{store.code}/plan"
    found = post(manager, f"{path}/faults", plan).json()
    assert [(each["code"], each["fixtures"]) for each in found] == [("plan_fixtures_overlap", ["A1", "A2"])]
    refused = manager.put(
        path,
        plan | {"version": 0},
        content_type="application/json",
        headers={"idempotency-key": str(uuid4())},
    )
    assert refused.status_code == 422 and refused.json()["fixtures"] == ["A1", "A2"]
    assert not FloorPlan.objects.exists()
    with speaking("zh"):
        assert "重叠" in BAD["overlap"][1](one="A1", other="A2").say()


def test_a_picker_reads_the_plan_and_the_way_and_does_not_draw(store: Store, hired: Any):
    save(store)
    _, picker = hired("picker", store)
    path = f"/api/v1/stores/{store.code}/plan"
    assert picker.get(path).json()["fixtures"][0]["code"] == "IN"
    walk = picker.get(f"{path}/walk?place=IN&place=B-1&place=H-1").json()
    assert walk["metres"] == pytest.approx(sum(leg["metres"] for leg in walk["legs"]), abs=0.02)
    assert picker.get(f"{path}/walk?place=IN&place=X-9").status_code == 404
    assert picker.put(path, {}, content_type="application/json").status_code == 403


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json", headers={"idempotency-key": str(uuid4())})
