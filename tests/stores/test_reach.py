import pytest

from newretail.stores import rules

LUJIAZUI = (31.2336, 121.5055)


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
