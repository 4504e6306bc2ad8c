import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.stores import rules

LUJIAZUI = (31.2336, 121.5055)
latitudes = st.floats(-89, 89)
longitudes = st.floats(-179, 179)
points = st.tuples(latitudes, longitudes)
SQUARE = ((31.0, 121.0), (31.0, 122.0), (32.0, 122.0), (32.0, 121.0))


def angle_metres(one: rules.Point, other: rules.Point) -> float:
    """The same distance by vectors on the sphere: slower, and from another formula."""

    def vector(point: rules.Point) -> tuple[float, float, float]:
        phi, lam = map(math.radians, point)
        return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)

    a, b = vector(one), vector(other)
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    return rules.EARTH_RADIUS_METRES * math.atan2(math.hypot(*cross), dot)


@given(points, points)
def test_distance_agrees_with_vectors(one: rules.Point, other: rules.Point):
    assert rules.distance_metres(one, other) == pytest.approx(angle_metres(one, other), rel=1e-6, abs=0.5)


@given(points, points)
def test_distance_is_the_same_both_ways_and_nothing_to_oneself(one: rules.Point, other: rules.Point):
    assert rules.distance_metres(one, other) == pytest.approx(rules.distance_metres(other, one))
    assert rules.distance_metres(one, one) == 0


def test_a_known_distance():
    assert rules.distance_metres((31.2397, 121.4998), (31.2304, 121.4737)) == pytest.approx(2690, abs=20)


@given(st.floats(30, 33), st.floats(120, 123))
def test_a_square_holds_what_lies_between_its_sides(latitude: float, longitude: float):
    on_a_side = latitude in (31, 32) or longitude in (121, 122)
    if not on_a_side:
        inside = 31 < latitude < 32 and 121 < longitude < 122
        assert rules.is_inside((latitude, longitude), polygon=SQUARE) == inside


@given(st.floats(30, 33), st.floats(120, 123), st.integers(0, 3))
def test_an_area_does_not_depend_on_its_first_corner(latitude: float, longitude: float, turn: int):
    turned = SQUARE[turn:] + SQUARE[:turn]
    place = (latitude, longitude)
    assert rules.is_inside(place, polygon=SQUARE) == rules.is_inside(place, polygon=turned)


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
    assert not rules.is_inside((2.0, 1.5), polygon=horseshoe)
    assert rules.is_inside((0.5, 1.5), polygon=horseshoe)


def test_a_radius_ends_where_it_says():
    north = (LUJIAZUI[0] + 0.0269, LUJIAZUI[1])  # about 2,991 m
    further = (LUJIAZUI[0] + 0.0271, LUJIAZUI[1])
    assert rules.reach(store=LUJIAZUI, place=north, radius_metres=3000, polygon=None).within
    assert not rules.reach(store=LUJIAZUI, place=further, radius_metres=3000, polygon=None).within


def test_an_area_beats_the_radius():
    near = (LUJIAZUI[0], LUJIAZUI[1] + 0.001)
    elsewhere = ((10.0, 10.0), (10.0, 11.0), (11.0, 11.0))
    assert not rules.reach(store=LUJIAZUI, place=near, radius_metres=3000, polygon=elsewhere).within


@pytest.mark.parametrize(
    "area", [[], [[1, 2], [3, 4]], [[1, 2, 3]] * 3, [["1", "2"]] * 3, [[91, 0]] * 3, [[True, False]] * 3, "x"]
)
def test_areas_that_make_no_sense_are_refused(area: object):
    with pytest.raises(ValueError):
        rules.area(area)


def test_a_gln_has_its_check_digit():
    assert rules.is_good_gln("4012345000009") and not rules.is_good_gln("4012345000008")
