"""The plan of a store as it is now and as it was, and the walks on it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Max

from newretail.kernel.recent import Recent
from newretail.science.floorplan import Point, Walks
from newretail.stores.floor import rules
from newretail.stores.floor.errors import NotOnPlan, VersionUnknown
from newretail.stores.floor.kinds import FixtureKind
from newretail.stores.floor.models import FloorPlan
from newretail.stores.floor.pack_walks import unpacked
from newretail.stores.floor.rules import FixturePlaced, Layout, ShelfPlaced, Side
from newretail.stores.models import Shelf
from newretail.stores.queries import store

MOST_VERSIONS = 100
"""So many versions of a store's plan are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseShelf:
    """A shelf of the store that is not on its plan."""

    code: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A version of a store's plan; version 0 is the empty one before the first.

    loose: shelves that stand nowhere on it, of the plan of now alone.
    """

    version: int
    outline: tuple[Point, ...]
    fixtures: tuple[FixturePlaced, ...]
    shelves: tuple[ShelfPlaced, ...]
    loose: tuple[LooseShelf, ...]
    saved_at: datetime | None
    saved_by: str

    @property
    def layout(self) -> Layout:
        return Layout(outline=self.outline, fixtures=self.fixtures, shelves=self.shelves)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """What is known of a version without drawing it."""

    version: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkLeg:
    """From one place of the plan to the next, by codes of shelves or fixtures. `points`: the corners of the way."""

    start: str
    end: str
    metres: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    metres: float
    legs: tuple[WalkLeg, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    stops: dict[str, int]
    walks: Walks


_walks: Recent[tuple[str, int], _Known] = Recent(seconds=3600, most=100)


def plan(store_id: str) -> Plan:
    """The plan of a store now; version 0 with nothing on it where none was drawn yet. Raises StoreUnknown."""
    store(store_id)
    saved = FloorPlan.objects.filter(store_id=store_id).first()
    placed = set[str]() if saved is None else {each["code"] for each in saved.layout["shelves"]}
    others = Shelf.objects.filter(store_id=store_id).exclude(code__in=placed)
    loose = others.order_by("zone__walk_order", "walk_order", "code").values_list("code", "zone__code")
    return _plan(
        saved, loose=[LooseShelf(code=code, zone=zone) for code, zone in loose[: rules.MOST_SHELVES]]
    )


def plan_version(store_id: str, version: int) -> Plan:
    """The plan as it was saved in this version. Raises VersionUnknown."""
    saved = FloorPlan.objects.filter(store_id=store_id, version=version).first()
    if saved is None:
        raise VersionUnknown(version=version)
    return _plan(saved, loose=[])


def plan_versions(store_id: str) -> list[PlanVersion]:
    """The versions that are kept, the latest first."""
    saved = FloorPlan.objects.filter(store_id=store_id).values_list("version", "saved_at", "saved_by")
    return [
        PlanVersion(version=version, saved_at=at, saved_by=by) for version, at, by in saved[:MOST_VERSIONS]
    ]


def walking_metres(store_id: str, one: str, other: str) -> float:
    """How far it is to walk between two shelves, or fixtures that people walk to, by code. Raises NotOnPlan."""
    return walking_distances(store_id, [one, other])[0][1]


def walking_distances(store_id: str, places: Sequence[str]) -> list[list[float]]:
    """The metres between each two of these places: a row for each, in their order. Raises NotOnPlan."""
    known = _known(store_id)
    stops = [_stop(known, place) for place in places]
    return [[known.walks.metres_between(one, other) for other in stops] for one in stops]


def walk(store_id: str, places: Sequence[str]) -> Walk:
    """The way from each of these places to the next. Raises NotOnPlan."""
    known = _known(store_id)
    stops = [_stop(known, place) for place in places]
    legs = tuple(
        WalkLeg(
            start=places[step],
            end=places[step + 1],
            metres=round(known.walks.metres_between(stops[step], stops[step + 1]), 2),
            points=tuple(known.walks.path(stops[step], stops[step + 1])),
        )
        for step in range(len(stops) - 1)
    )
    return Walk(metres=round(sum(leg.metres for leg in legs), 2), legs=legs)


def layout_of(document: dict[str, Any]) -> Layout:
    """A layout as it was written down in a version."""
    return Layout(
        outline=tuple((x, y) for x, y in document["outline"]),
        fixtures=tuple(
            FixturePlaced(**each | {"kind": FixtureKind(each["kind"])}) for each in document["fixtures"]
        ),
        shelves=tuple(ShelfPlaced(**each | {"side": Side(each["side"])}) for each in document["shelves"]),
    )


def document_of(layout: Layout) -> dict[str, Any]:
    """A layout as it is written down: plain lists and dictionaries."""
    return {
        "outline": [list(corner) for corner in layout.outline],
        "fixtures": [_fields(each) for each in layout.fixtures],
        "shelves": [_fields(each) for each in layout.shelves],
    }


def _fields(row: FixturePlaced | ShelfPlaced) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _plan(saved: FloorPlan | None, *, loose: Sequence[LooseShelf]) -> Plan:
    layout = layout_of(saved.layout) if saved else rules.EMPTY
    return Plan(
        version=saved.version if saved else 0,
        outline=layout.outline,
        fixtures=layout.fixtures,
        shelves=layout.shelves,
        loose=tuple(loose),
        saved_at=saved.saved_at if saved else None,
        saved_by=saved.saved_by if saved else "",
    )


def _stop(known: _Known, place: str) -> int:
    if place not in known.stops:
        raise NotOnPlan(place=place)
    return known.stops[place]


def _known(store_id: str) -> _Known:
    """The walks of the plan of now: read once a version and process."""
    version = FloorPlan.objects.filter(store_id=store_id).aggregate(latest=Max("version"))["latest"]
    if version is None:
        return _Known({}, unpacked(stops=[], corners=[], metres=b"", last=b"", before=b""))
    known = _walks.get((store_id, version))
    if known is None:
        saved = FloorPlan.objects.select_related("walks").get(store_id=store_id, version=version)
        known = _walks.keep((store_id, version), _read(saved))
    return known


def _read(saved: FloorPlan) -> _Known:
    kept = saved.walks
    walks = unpacked(
        stops=kept.stops,
        corners=kept.corners,
        metres=bytes(kept.metres),
        last=bytes(kept.last),
        before=bytes(kept.before),
    )
    return _Known(rules.stops(layout_of(saved.layout)).of, walks)
