"""HTTP: the drawn plan of a store, as it is and as it was; its tables and drawings; and the way from shelf to shelf."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query
from pydantic import AfterValidator, Field, StringConstraints

from newretail.kernel.errors import Refusal
from newretail.kernel.http import Body, Code, Door, Out, Request, Slug
from newretail.kernel.spreadsheets import MARK
from newretail.kernel.text import Text
from newretail.kernel.who import ANYONE, MANAGER
from newretail.stores.endpoints.stores import FLOOR_STAFF
from newretail.stores.errors import StoreUnknown, ZoneUnknown
from newretail.stores.floor import errors, read_plan, rules
from newretail.stores.floor.draw_plan import plan_svg
from newretail.stores.floor.judge import judge
from newretail.stores.floor.kinds import TRAITS, FixtureKind
from newretail.stores.floor.plan_csv import plan_csv, read_plan_csv
from newretail.stores.floor.read_plan import Plan, PlanVersion, Walk
from newretail.stores.floor.rules import FixturePlaced, Layout, ShelfPlaced, Side, rounded
from newretail.stores.floor.save_plan import save_plan

door = Door(tags=["stores"])


NO_NAME = Text(
    en="a name has no line ends and does not begin like a formula",
    ko="이름에는 줄바꿈이 없어야 하고 수식처럼 시작할 수 없습니다",
    zh="名称不能含换行，也不能像公式那样开头",
)


def _name(value: str) -> str:
    if not rules.is_good_name(value):
        raise ValueError(NO_NAME)
    return value


Place = Annotated[float, Field(ge=0, le=rules.LONGEST, allow_inf_nan=False, description="metres")]
Size = Annotated[float, Field(ge=0.05, le=rules.LONGEST, allow_inf_nan=False, description="metres")]
Height = Annotated[float, Field(ge=0, le=20, allow_inf_nan=False, description="metres")]
Turn = Annotated[float, Field(ge=0, lt=360, allow_inf_nan=False, description="degrees clockwise")]
Version = Annotated[
    int,
    Field(
        ge=0, le=1_000_000, description="of the plan that was edited or is asked for; 0: there is none yet"
    ),
]


class FixtureIn(Body):
    example = {
        "code": "B1", "kind": "gondola", "name": "Pantry", "x": 6.0, "y": 4.5, "width": 5.0, "depth": 0.9, "height": 1.8,
        "turn": 90,
    }  # fmt: skip

    code: Slug
    kind: FixtureKind
    name: Annotated[str, StringConstraints(max_length=80), AfterValidator(_name)] = ""
    x: Place
    y: Place
    width: Size
    depth: Size
    height: Annotated[float, Field(ge=0.05, le=20, allow_inf_nan=False, description="metres")]
    turn: Turn = 0


class ShelfIn(Body):
    example = {
        "code": "B-01-2", "zone": "dry", "fixture": "B1", "side": "front", "level": 2, "along": 0.6, "width": 1.2, "height": 0.6,
    }  # fmt: skip

    code: Slug
    zone: Slug
    fixture: Slug
    side: Side = Side.FRONT
    level: Annotated[int, Field(strict=True, ge=1, le=30)]
    along: Place
    width: Size
    height: Height


class LayoutIn(Body):
    """`outline`: the corners of the floor as [x, y]."""

    example = {
        "outline": [[0, 0], [20, 0], [20, 12], [0, 12]],
        "fixtures": [FixtureIn.example],
        "shelves": [ShelfIn.example],
    }

    outline: Annotated[
        list[Annotated[list[Place], Field(min_length=2, max_length=2)]], Field(max_length=rules.MOST_CORNERS)
    ]
    fixtures: Annotated[list[FixtureIn], Field(max_length=rules.MOST_FIXTURES)]
    shelves: Annotated[list[ShelfIn], Field(max_length=rules.MOST_SHELVES)]

    def layout(self) -> Layout:
        return Layout(
            outline=tuple((rounded(x), rounded(y)) for x, y in self.outline),
            fixtures=tuple(
                FixturePlaced(
                    code=each.code,
                    kind=each.kind,
                    name=each.name,
                    x=rounded(each.x),
                    y=rounded(each.y),
                    width=rounded(each.width),
                    depth=rounded(each.depth),
                    height=rounded(each.height),
                    turn=rounded(each.turn) % 360,
                )
                for each in self.fixtures
            ),
            shelves=tuple(
                ShelfPlaced(
                    code=each.code,
                    zone=each.zone,
                    fixture=each.fixture,
                    side=each.side,
                    level=each.level,
                    along=rounded(each.along),
                    width=rounded(each.width),
                    height=rounded(each.height),
                )
                for each in self.shelves
            ),
        )


class PlanIn(LayoutIn):
    example = {"version": 3} | LayoutIn.example

    version: Version


class PlanTableIn(Body):
    """`csv`: the table of `plan.csv`."""

    example = {
        "version": 3,
        "csv": plan_csv(Layout(outline=((0.0, 0.0), (20.0, 0.0), (20.0, 12.0)), fixtures=(), shelves=())),
    }

    version: Version
    csv: Annotated[str, StringConstraints(max_length=2_000_000)]


class PlanFaultOut(Out):
    """`code` for programs, `text` for people; the codes of the fixtures and shelves that it is about."""

    code: str
    text: str
    fixtures: list[str]
    shelves: list[str]


class FixtureKindOut(Out):
    """What may stand on a floor, with the size of a new one in metres. `shelved`: it may hold shelves."""

    code: FixtureKind
    name: str
    width: float
    depth: float
    height: float
    shelved: bool


@door.get(
    "/fixture-kinds",
    who=ANYONE,
    response=list[FixtureKindOut],
    summary="What may stand on the floor of a store",
)
def list_fixture_kinds(request: Request) -> list[FixtureKindOut]:
    return [
        FixtureKindOut(
            code=kind,
            name=traits.names.say(),
            width=traits.width,
            depth=traits.depth,
            height=traits.height,
            shelved=traits.shelved,
        )
        for kind, traits in TRAITS.items()
    ]


@door.get(
    "/stores/{store_id}/plan",
    who=FLOOR_STAFF,
    response=Plan,
    summary="The plan of the floor, in metres",
    errors=[StoreUnknown],
)
def show_plan(request: Request, store_id: str) -> Plan:
    return read_plan.plan(store_id)


@door.put(
    "/stores/{store_id}/plan",
    who=MANAGER,
    once=True,
    response=Plan,
    summary="Draw the floor anew",
    errors=[
        errors.PlanRefused,
        errors.PlanChanged,
        StoreUnknown,
        ZoneUnknown,
    ],
)
def draw_plan(request: Request, store_id: str, body: PlanIn) -> Plan:
    return save_plan(store_id=store_id, version=body.version, layout=body.layout(), by=request.caller.actor)


@door.post(
    "/stores/{store_id}/plan/faults",
    who=MANAGER,
    response=list[PlanFaultOut],
    summary="What would be refused in this plan; nothing is saved",
)
def find_plan_faults(request: Request, store_id: str, body: LayoutIn) -> list[PlanFaultOut]:
    return [_fault(fault) for fault in judge(body.layout()).faults[:100]]


@door.post(
    "/stores/{store_id}/plan/imports",
    who=MANAGER,
    once=True,
    response=Plan,
    summary="Draw the floor anew from a table",
    errors=[
        errors.PlanUnreadable,
        errors.PlanRefused,
        errors.PlanChanged,
        StoreUnknown,
        ZoneUnknown,
    ],
)
def import_plan(request: Request, store_id: str, body: PlanTableIn) -> Plan:
    return save_plan(
        store_id=store_id, version=body.version, layout=read_plan_csv(body.csv), by=request.caller.actor
    )


@door.get(
    "/stores/{store_id}/plan.csv",
    who=FLOOR_STAFF,
    summary="The plan as a table",
    openapi_extra={
        "responses": {200: {"description": "CSV", "content": {"text/csv": {"schema": {"type": "string"}}}}}
    },
)
def export_plan_table(request: Request, store_id: str) -> HttpResponse:
    return _file(
        MARK + plan_csv(read_plan.plan(store_id).layout), f"{store_id}-plan.csv", "text/csv; charset=utf-8"
    )


@door.get(
    "/stores/{store_id}/plan.svg",
    who=FLOOR_STAFF,
    summary="The plan as a drawing",
    openapi_extra={
        "responses": {
            200: {"description": "SVG", "content": {"image/svg+xml": {"schema": {"type": "string"}}}}
        }
    },
)
def export_plan_drawing(request: Request, store_id: str) -> HttpResponse:
    return _file(plan_svg(read_plan.plan(store_id).layout), f"{store_id}-plan.svg", "image/svg+xml")


@door.get(
    "/stores/{store_id}/plan/versions",
    who=MANAGER,
    response=list[PlanVersion],
    summary="The versions of the plan, the latest first",
)
def list_plan_versions(request: Request, store_id: str) -> list[PlanVersion]:
    return read_plan.plan_versions(store_id)


@door.get(
    "/stores/{store_id}/plan/versions/{version}",
    who=MANAGER,
    response=Plan,
    summary="The plan as it was",
    errors=[errors.VersionUnknown],
)
def show_plan_version(request: Request, store_id: str, version: Version) -> Plan:
    return read_plan.plan_version(store_id, version)


@door.get(
    "/stores/{store_id}/plan/walk",
    who=FLOOR_STAFF,
    response=Walk,
    summary="The way from each of these shelves or fixtures to the next",
    errors=[errors.NotOnPlan],
)
def show_walk(
    request: Request, store_id: str, place: Annotated[list[Code], Query([], max_length=200)]
) -> Walk:
    return read_plan.walk(store_id, place)


def _fault(fault: Refusal) -> PlanFaultOut:
    return PlanFaultOut(
        code=fault.code,
        text=fault.say(),
        fixtures=fault.details["fixtures"],
        shelves=fault.details["shelves"],
    )


def _file(content: str, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
