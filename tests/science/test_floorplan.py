"""The geometry of a floor: what overlaps, what stands inside, and how far it is to walk, beside the slow way to say it."""

import itertools
import math
import random

import pytest

from newretail.science.floorplan import Box, Point, Walks, area, box_inside, is_simple, overlap_metres, walks
from newretail.science.floorplan.boxes import cuts
from newretail.science.floorplan.reference import holds, is_free, metres_on_a_grid

ROOM = [(0.0, 0.0), (8.0, 0.0), (8.0, 6.0), (0.0, 6.0)]
CORNER_ROOM = [(0.0, 0.0), (8.0, 0.0), (8.0, 3.0), (4.0, 3.0), (4.0, 6.0), (0.0, 6.0)]
CLEARANCE = 0.25
TOLERANCE = 0.03
"""The grid goes in thirty-two directions and begins and ends in the middle of cells: 3 % and 0.3 m."""


def walk(outline: list[Point], obstacles: list[Box], *stops: Point) -> Walks:
    return walks(outline=outline, obstacles=obstacles, stops=stops, clearance=CLEARANCE)


def samples(box: Box) -> list[Point]:
    steps = [each / 20 - 0.5 for each in range(21)]
    return [box.at(along * box.width, out * box.depth) for along in steps for out in steps]


def test_boxes_overlap_exactly_when_a_point_of_one_is_in_the_other():
    dice = random.Random(7)
    for _ in range(400):
        one, other = (
            Box(
                dice.uniform(0, 3),
                dice.uniform(0, 3),
                dice.uniform(0.2, 2),
                dice.uniform(0.2, 2),
                dice.uniform(0, 360),
            )
            for _ in range(2)
        )
        depth = overlap_metres(one, other)
        shared = any(holds(other, point) for point in samples(one)) or any(
            holds(one, point) for point in samples(other)
        )
        if depth > 0.15:
            assert shared
        if shared:
            assert depth > 0
        assert depth == pytest.approx(overlap_metres(other, one))


def test_boxes_that_touch_do_not_overlap():
    for turn in (0, 90, 180, 270, 30):
        one = Box(2, 2, 2, 1, turn)
        x, y = one.at(2, 0)
        assert overlap_metres(one, Box(x, y, 2, 1, turn)) == pytest.approx(0, abs=1e-9)


def test_a_box_stands_inside_only_with_all_of_it():
    assert box_inside(ROOM, Box(1, 0.5, 2, 1))
    assert not box_inside(ROOM, Box(1, 0.4, 2, 1))
    assert not box_inside(ROOM, Box(9, 9, 1, 1))
    assert not box_inside(CORNER_ROOM, Box(4, 3, 2, 0.5, 45)), (
        "its corners are inside, the room's corner is in it"
    )


def test_an_outline_that_crosses_itself_is_not_simple():
    assert is_simple(ROOM) and is_simple(CORNER_ROOM)
    assert area(ROOM) == 48 and area(CORNER_ROOM) == 36
    assert not is_simple([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert not is_simple([(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)])
    assert not is_simple([(0, 0), (0, 0), (4, 4)])


def test_a_walk_goes_round_what_stands_in_the_way():
    shelf = Box(4, 3, 2, 1)
    found = walk(ROOM, [shelf], (4, 1.5), (4, 4.5))
    assert found.metres_between(0, 1) == pytest.approx(1.5 + 2 * math.hypot(1.25, 0.75))
    assert [pytest.approx(point) for point in found.path(0, 1)] in (
        [(4, 1.5), (2.75, 2.25), (2.75, 3.75), (4, 4.5)],
        [(4, 1.5), (5.25, 2.25), (5.25, 3.75), (4, 4.5)],
    )


def test_a_gap_narrower_than_a_person_is_no_way():
    def gap(metres: float) -> Walks:
        left = Box(2 - metres / 4, 3, 4 - metres / 2, 1)
        return walk(ROOM, [left, Box(6 + metres / 4, 3, 4 - metres / 2, 1)], (4, 1), (4, 5))

    assert gap(0.6).metres_between(0, 1) == pytest.approx(4)
    assert math.isinf(gap(0.4).metres_between(0, 1)) and gap(0.4).path(0, 1) == []


def test_a_place_too_near_to_a_wall_is_reached_by_nobody():
    assert math.isinf(walk(ROOM, [], (0.2, 3), (4, 3)).metres_between(0, 1))


@pytest.mark.parametrize("outline", [ROOM, CORNER_ROOM], ids=["room", "corner"])
@pytest.mark.parametrize("seed", range(6))
def test_walks_are_as_long_as_the_slow_grid_says(outline: list[Point], seed: int):
    dice = random.Random(seed)
    obstacles = [
        Box(
            dice.uniform(0.5, 7.5),
            dice.uniform(0.5, 5.5),
            dice.uniform(0.4, 2.5),
            dice.uniform(0.3, 1),
            dice.choice([0, 90, 25, 300]),
        )
        for _ in range(6)
    ]
    stops = [
        point
        for point in ((dice.uniform(0.5, 7.5), dice.uniform(0.5, 5.5)) for _ in range(60))
        if is_free(point, outline, obstacles, CLEARANCE + 0.1)
    ][:4]
    found, wide = (
        walks(outline=outline, obstacles=obstacles, stops=stops, clearance=clearance)
        for clearance in (CLEARANCE, CLEARANCE + 0.12)
    )
    for one in range(len(stops)):
        for other in range(one + 1, len(stops)):
            slow = metres_on_a_grid(
                outline=outline, obstacles=obstacles, start=stops[one], end=stops[other], clearance=CLEARANCE
            )
            fast = found.metres_between(one, other)
            assert fast == pytest.approx(found.metres_between(other, one), rel=1e-5)
            if math.isinf(slow):
                assert math.isinf(wide.metres_between(one, other)), (
                    "the grid may only miss the narrowest gaps"
                )
                continue
            assert fast <= slow + 0.3
            if not math.isinf(wide.metres_between(one, other)) and slow > fast * (1 + TOLERANCE) + 0.3:
                assert wide.metres_between(one, other) > fast + 0.1, (
                    "longer only where the short way is a narrow gap"
                )


def test_a_path_is_as_long_as_it_says_and_cuts_nothing():
    dice = random.Random(3)
    obstacles = [Box(x, y, 1.6, 0.8, dice.uniform(-30, 30)) for x in (1.5, 4, 6.5) for y in (1.5, 3, 4.5)]
    stops = [(0.3, 0.3), (7.7, 0.3), (7.7, 5.7), (0.3, 5.7)]
    found = walk(ROOM, obstacles, *stops)
    for one in range(4):
        for other in range(4):
            path = found.path(one, other)
            assert path[0] == stops[one] and path[-1] == stops[other]
            length = sum(math.dist(a, b) for a, b in itertools.pairwise(path))
            assert length == pytest.approx(found.metres_between(one, other), rel=1e-5)
            for a, b in itertools.pairwise(path):
                assert not any(cuts(box.grown(CLEARANCE), a, b, margin=1e-4) for box in obstacles)
