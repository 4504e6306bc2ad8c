from django.db import transaction

from newretail.kernel.events import publish
from newretail.science.floorplan import Walks
from newretail.stores.errors import ZoneUnknown
from newretail.stores.events import PlanSaved
from newretail.stores.floor.errors import PlanChanged
from newretail.stores.floor.judge import judge
from newretail.stores.floor.models import Fixture, FloorPlan, PlanWalks
from newretail.stores.floor.pack_walks import packed
from newretail.stores.floor.read_plan import MOST_VERSIONS, Plan, document_of, plan
from newretail.stores.floor.rules import Layout
from newretail.stores.lock_store import lock_store
from newretail.stores.models import Shelf, Zone


@transaction.atomic
def save_plan(*, store_id: str, version: int, layout: Layout, by: str = "") -> Plan:
    """Make this the plan of a store: what stands on its floor and where its shelves are. Saving the same again changes nothing.

    version: the one that was edited, 0 for the first. Shelves that are new are added to their zones at the end of the walk;
    shelves that are not on the plan stay in the store, without a place.
    Raises a PlanRefused for a plan that no store can stand in, PlanChanged when somebody has saved one meanwhile, StoreUnknown, ZoneUnknown.
    """
    walks = _walks(layout)
    lock_store(store_id)
    latest = FloorPlan.objects.filter(store_id=store_id).first()
    now = latest.version if latest else 0
    if now != version:
        raise PlanChanged(version=now)
    document = document_of(layout)
    if latest and latest.layout == document:
        return plan(store_id)
    _place(store_id, layout)
    PlanWalks.objects.filter(plan__store_id=store_id).delete()
    saved = FloorPlan.objects.create(store_id=store_id, version=version + 1, layout=document, saved_by=by)
    PlanWalks.objects.create(plan=saved, **packed(walks))
    FloorPlan.objects.filter(store_id=store_id, version__lte=saved.version - MOST_VERSIONS).delete()
    publish(PlanSaved(store_id=store_id, version=saved.version, by=by))
    return plan(store_id)


def _walks(layout: Layout) -> Walks:
    """The walks of a plan without fault. Raises the first fault of any other."""
    judged = judge(layout)
    if judged.faults:
        raise judged.faults[0]
    assert judged.walks is not None
    return judged.walks


def _place(store_id: str, layout: Layout) -> None:
    """The rows of fixtures and shelves follow the layout."""
    shelves = _shelves(store_id, layout)
    Shelf.objects.filter(store_id=store_id, fixture__isnull=False).update(
        fixture=None, side="", level=None, along=None, width=None, height=None
    )
    fixtures = _fixtures(store_id, layout)
    for placed in layout.shelves:
        shelf = shelves[placed.code]
        shelf.fixture = fixtures[placed.fixture]
        shelf.side, shelf.level = placed.side.value, placed.level
        shelf.along, shelf.width, shelf.height = placed.along, placed.width, placed.height
    Shelf.objects.bulk_update(
        shelves.values(),
        ["zone", "fixture", "side", "level", "along", "width", "height"],
        batch_size=500,
    )


def _fixtures(store_id: str, layout: Layout) -> dict[str, Fixture]:
    wanted = [
        Fixture(
            store_id=store_id,
            code=each.code,
            kind=each.kind.value,
            name=each.name,
            x=each.x,
            y=each.y,
            width=each.width,
            depth=each.depth,
            height=each.height,
            turn=each.turn,
        )
        for each in layout.fixtures
    ]
    Fixture.objects.filter(store_id=store_id).exclude(code__in=[each.code for each in wanted]).delete()
    Fixture.objects.bulk_create(
        wanted,
        update_conflicts=True,
        unique_fields=["store", "code"],
        update_fields=["kind", "name", "x", "y", "width", "depth", "height", "turn"],
    )
    return {each.code: each for each in Fixture.objects.filter(store_id=store_id)}


def _shelves(store_id: str, layout: Layout) -> dict[str, Shelf]:
    """The rows of the shelves of a layout, new ones written, each with the zone that the layout gives it."""
    zones = {zone.code: zone for zone in Zone.objects.filter(store_id=store_id)}
    for placed in layout.shelves:
        if placed.zone not in zones:
            raise ZoneUnknown(zone=placed.zone)
    codes = [placed.code for placed in layout.shelves]
    known = set(Shelf.objects.filter(store_id=store_id, code__in=codes).values_list("code", flat=True))
    last = (
        Shelf.objects.filter(store_id=store_id)
        .order_by("-walk_order")
        .values_list("walk_order", flat=True)
        .first()
    )
    Shelf.objects.bulk_create(
        Shelf(store_id=store_id, zone=zones[placed.zone], code=placed.code, walk_order=(last or 0) + place)
        for place, placed in enumerate((each for each in layout.shelves if each.code not in known), start=1)
    )
    rows = {shelf.code: shelf for shelf in Shelf.objects.filter(store_id=store_id, code__in=codes)}
    for placed in layout.shelves:
        rows[placed.code].zone = zones[placed.zone]
    return rows
