"""Contents that people typed are understood rightly or not at all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.catalog.imports.contents import content

G, ML = "gram", "millilitre"
RIGHT = {
    "500 g": (500, G), "500g ℮": (500, G), "e 500 g": (500, G), "1 000 g": (1000, G), "2 500 ml": (2500, ML), "2\u00a0500 ml": (2500, ML),
    "1,000 g": (1000, G), "1,5 kg": (1500, G), "2.000 ml": (2000, ML), "1.500 kg": (1500, G), "1,234,567 g": (1_234_567, G), "0,500 kg": (500, G),
    "75cl": (750, ML), "2 dl": (200, ML), "1 hl": (100_000, ML), "5000 mg": (5, G), ".33 l": (330, ML), "1/2 L": (500, ML), "1½ L": (1500, ML),
    "12x33cl": (3960, ML), "6 * 1,5 L": (9000, ML), "1.5L x 6": (9000, ML), "3x2x100g": (600, G), "2 x 4 x 60 g": (480, G), "3 × 200 ml": (600, ML),
    "500克": (500, G), "1公斤": (1000, G), "1斤": (500, G), "2两": (100, G), "250毫升": (250, ML), "1.5升": (1500, ML), "500克×12袋": (6000, G), "24*250ml/箱": (6000, ML),
    "900㎖": (900, ML), "1㎏": (1000, G), "５００ｇ": (500, G), "300그램": (300, G), "90g×5개입": (450, G), "净含量：500克": (500, G), "100 мл": (100, ML),
    "12 oz": (340, G), "12 fl oz": (355, ML), "1 lb": (454, G), "1 lb 4 oz": (567, G), "500 g (2 x 250 g)": (500, G), "500g (2x250g)": (500, G),
    "20 x 2g = 40g": (40, G), "1 lb (454 g)": (454, G), "16 fl. oz. (473 ml)": (473, ML), "NET WT 12 OZ (340g)": (340, G), "48 OZ (1,361 g)": (1361, G),
    "1 gal (3.78 L)": (3780, ML), "10 cl / 100 ml": (100, ML),
}  # fmt: skip
UNCLEAR = (
    "", "100", "g", "6x330", "pack of 6 330ml", "6 330 ml", "2 bottles 500ml", "6 bottles of 330ml", "500-600 g", "500 g + 50 g", "400 g / 240 g",
    "500g (2x300g)", "1e5 g", "-500 g", "0.5 g", "100 mg", "50 µg", "12 / 33 cl", "6/330ml", "1.2.3 g", "1,00,000 g", "12 œufs", "0 g", "99999 kg",
)  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_what_can_be_understood_is_understood(text: str) -> None:
    assert content(text) == RIGHT[text]


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_clear_says_nothing(text: str) -> None:
    assert content(text) is None


UNITS = {
    "g": (G, 1),
    "kg": (G, 1000),
    "ml": (ML, 1),
    "cl": (ML, 10),
    "dl": (ML, 100),
    "l": (ML, 1000),
    "克": (G, 1),
    "毫升": (ML, 1),
}


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, Fraction, str]:
    """A content as somebody may type it, what it comes to, and of what; made from the amount, never read from the text."""
    unit = draw(st.sampled_from(sorted(UNITS)))
    kind, factor = UNITS[unit]
    whole, places = draw(st.integers(1, 9999)), draw(st.integers(0, 2))
    tail = draw(st.integers(0, 10**places - 1)) if places else 0
    mark = draw(st.sampled_from(".,"))
    number = str(whole) + (f"{mark}{tail:0{places}d}" if places else "")
    if not places and whole >= 1000 and unit in ("g", "ml"):
        other = draw(st.sampled_from(["", ",", ".", "\u00a0", "'"]))
        number = f"{whole // 1000}{other}{whole % 1000:03d}"
    amount = (whole + Fraction(tail, 10**places)) * factor
    counts = draw(st.lists(st.integers(2, 30), max_size=2))
    times = draw(st.sampled_from(["x", " x ", "×", "*", " X "]))
    blank = draw(st.sampled_from(["", " "]))
    text = number + blank + (unit.upper() if draw(st.booleans()) and unit != "g" else unit)
    for count in counts:
        amount *= count
        text = f"{count}{times}{text}" if draw(st.booleans()) else f"{text}{times}{count}"
    around = draw(st.sampled_from(["{}", " {} ", "{} e", "{}.", "net {}", "{} ({})"]))
    return around.replace("{}", text), amount, kind


@given(typed())
def test_an_amount_is_right_or_missing_never_wrong(made: tuple[str, Fraction, str]) -> None:
    text, amount, kind = made
    found = content(text)
    if found is not None:
        assert found[1] == kind
        assert abs(found[0] - amount) <= max(Fraction(1, 2), amount / 50), (text, found, amount)


@given(st.text("0123456789.,/x× gklm()", max_size=14))
def test_no_text_is_too_odd(text: str) -> None:
    found = content(text)
    assert found is None or found[0] >= 1


@given(st.integers(1, 9_999), st.sampled_from(["g", "ml"]), st.integers(2, 24))
def test_plain_contents_and_packs_are_never_missed(amount: int, unit: str, pieces: int) -> None:
    kind = UNITS[unit][0]
    assert content(f"{amount} {unit}") == (amount, kind)
    assert content(f"{pieces} x {amount}{unit}") == (amount * pieces, kind)
