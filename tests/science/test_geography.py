import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.science.geography import (
    Point,
    bearing,
    degrees_apart,
    is_inside,
    metres_along,
    metres_between,
    reference,
)

points = st.tuples(st.floats(-89, 89), st.floats(-179, 179))
SQUARE = ((31.0, 121.0), (31.0, 122.0), (32.0, 122.0), (32.0, 121.0))


@given(points, points)
def test_distance_agrees_with_vectors(one: Point, other: Point):
    assert metres_between(one, other) == pytest.approx(
        reference.metres_between(one, other), rel=1e-6, abs=0.5
    )


@given(points, points)
def test_direction_agrees_with_vectors(one: Point, other: Point):
    metres = metres_between(one, other)
    if 1 < metres < 20_000_000:  # from a place to itself, or to its antipode, there is none
        assert degrees_apart(bearing(one, other), reference.bearing(one, other)) < 0.01


@given(points, points)
def test_distance_is_the_same_both_ways_and_nothing_to_oneself(one: Point, other: Point):
    assert metres_between(one, other) == pytest.approx(metres_between(other, one))
    assert metres_between(one, one) == 0


def test_known_distances_and_directions():
    assert metres_between((31.2397, 121.4998), (31.2304, 121.4737)) == pytest.approx(2690, abs=20)
    assert metres_between((31.2, 121.5), (31.21, 121.5)) == pytest.approx(1112, abs=2)
    assert bearing((0, 0), (0, 1)) == pytest.approx(90)


@given(st.lists(points, max_size=6))
def test_a_way_is_as_long_as_its_steps(places: list[Point]):
    steps = list(pairwise(places))
    assert metres_along(places) == pytest.approx(sum(metres_between(*step) for step in steps), abs=0.5)


@given(a=st.floats(0, 360), b=st.floats(0, 360))
def test_bearings_are_at_most_half_a_circle_apart(a: float, b: float):
    assert 0 <= degrees_apart(a, b) <= 180
    assert degrees_apart(a, b) == pytest.approx(degrees_apart(b, a))


def test_an_area_holds_what_is_walked_round():
    for seed in range(500):
        chance = random.Random(seed)
        corners = sorted(chance.uniform(0, 2 * math.pi) for _ in range(chance.randrange(3, 12)))
        star = [
            (31 + reach * math.sin(angle), 121 + reach * math.cos(angle))
            for angle, reach in ((angle, chance.uniform(0.1, 1)) for angle in corners)
        ]
        place = (chance.uniform(30, 32), chance.uniform(120, 122))
        assert is_inside(place, polygon=star) == reference.is_inside(place, polygon=star), seed


@given(st.floats(30, 33), st.floats(120, 123))
def test_a_square_holds_what_lies_between_its_sides(latitude: float, longitude: float):
    on_a_side = latitude in (31, 32) or longitude in (121, 122)
    if not on_a_side:
        inside = 31 < latitude < 32 and 121 < longitude < 122
        assert is_inside((latitude, longitude), polygon=SQUARE) == inside


@given(st.floats(30, 33), st.floats(120, 123), st.integers(0, 3))
def test_an_area_does_not_depend_on_its_first_corner(latitude: float, longitude: float, turn: int):
    turned = SQUARE[turn:] + SQUARE[:turn]
    place = (latitude, longitude)
    assert is_inside(place, polygon=SQUARE) == is_inside(place, polygon=turned)


def test_a_bay_in_an_area_is_outside():
    horseshoe = (
        (0.0, 0.0),
        (0.0, 3.0),
        (3.0, 3.0),
        (3.0, 2.0),
        (1.0, 2.0),
        (1.0, 1.0),
        (3.0, 1.0),
        (3.0, 0.0),
    )
    assert not is_inside((2.0, 1.5), polygon=horseshoe)
    assert is_inside((0.5, 1.5), polygon=horseshoe)
