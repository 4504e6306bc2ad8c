import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from newretail.fulfilment import rules
from newretail.fulfilment.endpoints.shapes import DoorCode, PickupCode


@given(quantity=st.integers(1, 5000), picked=st.integers(0, 8000))
def test_a_weighed_line_is_complete_within_its_tolerance_and_a_counted_one_only_when_full(quantity, picked):
    assert rules.is_complete(quantity=quantity, picked=picked, weighed=False) == (picked >= quantity)
    if rules.is_complete(quantity=quantity, picked=picked, weighed=True):
        assert picked * 1000 >= quantity * (1000 - rules.WEIGHT_TOLERANCE_PERMILLE)
    assert rules.most_that_may_be_picked(quantity=quantity, weighed=True) <= quantity * 1.2


@given(cap=st.integers(0, 10**6), quantity=st.integers(1, 100), missing=st.integers(1, 100))
def test_the_cap_of_a_substitute_is_in_proportion_to_what_is_missing(cap, quantity, missing):
    missing = min(missing, quantity)
    left = rules.cap_left(cap=cap, quantity=quantity, missing=missing, spent=0)
    assert 0 <= left <= cap
    assert missing < quantity or left == cap


@pytest.mark.parametrize("typed", ["4711", "４７１１", "４７１１　", "4711 "])
def test_codes_for_the_door_and_the_shelf_are_read_in_full_width_too(typed):
    assert TypeAdapter(DoorCode).validate_python(typed) == "4711"
    assert TypeAdapter(PickupCode).validate_python(typed.strip() + "０２") == "471102"


@pytest.mark.parametrize("typed", ["471", "47110", "47a1", "①②③④⑤", 4711, None])
def test_what_is_no_door_code_stays_none(typed):
    with pytest.raises(ValidationError):
        TypeAdapter(DoorCode).validate_python(typed)
