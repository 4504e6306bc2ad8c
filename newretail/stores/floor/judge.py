"""Is a plan one that a store can stand in? Pure: what it refuses, in the order in which people mend it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from newretail.kernel.errors import Refusal
from newretail.science.floorplan import Walks, area, box_inside, is_simple, overlap_metres
from newretail.stores.floor import errors, rules
from newretail.stores.floor.kinds import TRAITS, FixtureKind
from newretail.stores.floor.rules import FixturePlaced, Layout, ShelfPlaced, Stops

LEAST_AREA = 4.0
"""Square metres: less is a cupboard."""
SLACK = 0.005
"""Metres by which two things may be drawn into one another: the thickness of a pencil."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is wrong with a plan, and for one with no fault the shortest walks between its stops."""

    faults: Sequence[Refusal]
    walks: Walks | None = None


def judge(layout: Layout) -> Judged:
    """Everything that is wrong with it; whether people reach it all only where all else is right."""
    if not layout.outline:
        return Judged(faults=[errors.NoOutline()])
    if not is_simple(layout.outline) or area(layout.outline) < LEAST_AREA:
        return Judged(faults=[errors.OutlineNotGood()])
    found = [*_twice(layout), *_off_floor(layout), *_overlapping(layout), *_shelves(layout)]
    if found:
        return Judged(faults=found)
    stops = rules.stops(layout)
    if len(stops.points) > rules.MOST_PLACES:
        return Judged(faults=[errors.TooManyPlaces(places=len(stops.points), most=rules.MOST_PLACES)])
    walks = rules.walks_of(layout, stops.points)
    return Judged(faults=list(_out_of_reach(layout, stops, walks)), walks=walks)


def _twice(layout: Layout) -> Iterator[Refusal]:
    for code in _repeated(each.code for each in layout.fixtures):
        yield errors.FixtureTwice(fixture=code, fixtures=[code])
    for code in _repeated(each.code for each in layout.shelves):
        yield errors.ShelfTwice(shelf=code, shelves=[code])


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _off_floor(layout: Layout) -> Iterator[Refusal]:
    for each in layout.fixtures:
        if not box_inside(layout.outline, each.box, margin=SLACK):
            yield errors.FixtureOffFloor(fixture=each.code, fixtures=[each.code])


def _overlapping(layout: Layout) -> Iterator[Refusal]:
    """Walls may meet and cross; nothing else may, and a door stays free."""
    for one, other in combinations(layout.fixtures, 2):
        if one.kind == other.kind == FixtureKind.WALL or not _near(one, other):
            continue
        if overlap_metres(one.box, other.box) > SLACK:
            yield errors.FixturesOverlap(one=one.code, other=other.code, fixtures=[one.code, other.code])


def _near(one: FixturePlaced, other: FixturePlaced) -> bool:
    reach = (one.width + one.depth + other.width + other.depth) / 2
    return abs(one.x - other.x) < reach and abs(one.y - other.y) < reach


def _shelves(layout: Layout) -> Iterator[Refusal]:
    fixtures = {each.code: each for each in layout.fixtures}
    for shelf in layout.shelves:
        fixture = fixtures.get(shelf.fixture)
        if fixture is None:
            yield errors.FixtureUnknown(fixture=shelf.fixture, shelf=shelf.code, shelves=[shelf.code])
        elif not TRAITS[fixture.kind].shelved:
            yield errors.HoldsNoShelf(
                fixture=fixture.code, shelf=shelf.code, fixtures=[fixture.code], shelves=[shelf.code]
            )
        elif not _fits(shelf, fixture):
            yield errors.ShelfOffFixture(
                fixture=fixture.code, shelf=shelf.code, fixtures=[fixture.code], shelves=[shelf.code]
            )
    yield from _shelves_in_one_place(layout)


def _fits(shelf: ShelfPlaced, fixture: FixturePlaced) -> bool:
    return (
        shelf.along - shelf.width / 2 >= -SLACK
        and shelf.along + shelf.width / 2 <= fixture.width + SLACK
        and shelf.height <= fixture.height + SLACK
    )


def _shelves_in_one_place(layout: Layout) -> Iterator[Refusal]:
    by_level: dict[tuple[str, str, int], list[ShelfPlaced]] = {}
    for shelf in layout.shelves:
        by_level.setdefault((shelf.fixture, shelf.side, shelf.level), []).append(shelf)
    for level in by_level.values():
        level.sort(key=lambda shelf: shelf.along)
        for left, right in pairwise(level):
            if left.along + left.width / 2 > right.along - right.width / 2 + SLACK:
                yield errors.ShelvesOverlap(
                    one=left.code,
                    other=right.code,
                    fixture=left.fixture,
                    fixtures=[left.fixture],
                    shelves=[left.code, right.code],
                )


def _out_of_reach(layout: Layout, stops: Stops, walks: Walks) -> Iterator[Refusal]:
    cut_off = set(rules.unreached(walks))
    held = {shelf.code: shelf.fixture for shelf in layout.shelves}
    lost: dict[str, list[str]] = {}
    for code, stop in stops.of.items():
        if stop in cut_off:
            lost.setdefault(held.get(code, code), []).extend([code] if code in held else [])
    for fixture, shelves in lost.items():
        yield errors.OutOfReach(fixture=fixture, fixtures=[fixture], shelves=shelves)
