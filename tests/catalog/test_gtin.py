import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.catalog.errors import MalformedCode
from newretail.catalog.rules import gtin


def numbers(length: int) -> st.SearchStrategy[str]:
    return (
        st.text("0123456789", min_size=length - 1, max_size=length - 1)
        .filter(lambda d: d.strip("0"))
        .map(lambda digits: digits + str(gtin.check_digit(digits)))
    )


any_number = st.sampled_from(gtin.LENGTHS).flatmap(numbers)


@pytest.mark.parametrize(
    ("scanned", "kept"),
    [
        ("96385074", "00000096385074"),
        ("614141007349", "00614141007349"),
        ("8850987123542", "08850987123542"),
        ("10614141007346", "10614141007346"),
        (" 9521234543213 ", "09521234543213"),
    ],
)
def test_every_length_is_kept_as_14_digits(scanned: str, kept: str) -> None:
    assert gtin.normalise(scanned) == kept


@given(any_number)
def test_a_number_survives_the_way_in_and_out(number: str) -> None:
    kept = gtin.normalise(number)
    assert len(kept) == 14
    assert gtin.normalise(gtin.shortest(kept)) == kept


@given(any_number, st.integers(0, 13), st.integers(1, 9))
def test_a_single_wrong_digit_is_noticed(number: str, at: int, off_by: int) -> None:
    at %= len(number)
    wrong = number[:at] + str((int(number[at]) + off_by) % 10) + number[at + 1 :]
    with pytest.raises(MalformedCode):
        gtin.normalise(wrong)


@pytest.mark.parametrize(
    "text",
    ["", "0" * 13, "123", "885098712354x", "８８５０９８７１２３５４２", "8850987123543", "-850987123542"],
)
def test_what_is_no_number_is_refused_with_words(text: str) -> None:
    with pytest.raises(MalformedCode) as refused:
        gtin.normalise(text)
    assert {refused.value.say(language) for language in ("en", "ko", "zh")}.__len__() == 3


def test_upc_e_is_read_as_its_long_form() -> None:
    assert gtin.readings("04252614") == ("00042100005264",)


def test_eight_digits_that_are_only_an_ean_8_stay_one() -> None:
    assert gtin.readings("96385074") == ("00000096385074",)


@given(numbers(8))
def test_an_ean_8_is_always_among_its_readings(number: str) -> None:
    assert number.zfill(14) in gtin.readings(number)
