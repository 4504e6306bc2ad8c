"""Money rounds halves up, once, and keeps its currency."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newretail.kernel.currencies import DECIMALS, is_currency
from newretail.kernel.money import Money, decimal_text, included_tax, line_amount, minor_units, spell

amounts = st.integers(0, 10**9)


@given(amounts, st.integers(1, 1000), st.integers(0, 10**6))
def test_a_line_costs_its_share_rounded_half_up(amount: int, per: int, quantity: int):
    exact = Fraction(amount * quantity, per)
    assert line_amount(amount=amount, per=per, quantity=quantity) == int(exact + Fraction(1, 2))


@given(amounts, st.integers(0, 300))
def test_tax_inside_an_amount_is_the_amount_less_its_net(amount: int, rate: int):
    tax = included_tax(amount=amount, rate_permille=rate)
    assert abs(Fraction(tax) - Fraction(amount * rate, 1000 + rate)) <= Fraction(1, 2)


def test_currencies_do_not_mix():
    assert Money(5, "CNY") + Money(3, "CNY") == Money(8, "CNY")
    with pytest.raises(ValueError, match="CNY and KRW"):
        Money(5, "CNY") + Money(3, "KRW")


def test_an_amount_is_spelt_with_the_digits_of_its_currency():
    assert [spell(128050, "CNY"), spell(12900, "KRW"), spell(-1500, "KWD"), spell(5, "EUR")] == [
        "¥1,280.50",
        "₩12,900",
        "-KWD 1.500",
        "€0.05",
    ]


def test_currencies_are_those_of_iso_4217():
    assert is_currency("KRW") and not is_currency("XXX") and not is_currency("krw")
    assert all(len(code) == 3 and code.isupper() for code in DECIMALS)
    assert {code for code, digits in DECIMALS.items() if not digits} >= {"JPY", "KRW", "VND", "CLP"}


@given(st.integers(0, 10**9), st.sampled_from(["CNY", "KRW", "KWD"]))
def test_a_decimal_says_the_amount_it_was_made_of(amount: int, currency: str):
    assert minor_units(decimal_text(amount, currency), currency) == amount


def test_a_decimal_has_the_places_of_its_currency():
    assert [decimal_text(1230, currency) for currency in ("CNY", "KRW", "KWD")] == ["12.30", "1230", "1.230"]
    for text in ("12.3", "12.", "-1", "1e3", "１", ""):
        with pytest.raises(ValueError, match="KRW"):
            minor_units(text, "KRW")
