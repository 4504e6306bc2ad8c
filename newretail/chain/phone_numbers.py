"""Telephone numbers as people write them, kept in one way: E.164, `+8613800138000`.

A number without its country is one of the chain's own, as it is dialled at home. Whether there is such a number is known from the
world's numbering plans (`phonenumbers`): a courier must not stand at a door with a number that nobody has.
"""

from typing import Annotated

import phonenumbers
from phonenumbers import PhoneNumberFormat
from pydantic import AfterValidator, StringConstraints

from newretail.chain.errors import NoPhoneNumber
from newretail.chain.queries import chain

LONGEST_TYPED = 40


def read_phone_number(typed: str) -> str:
    """The number in E.164; nothing for nothing. Raises NoPhoneNumber, also for an extension, which nobody can dial by a tap."""
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, _region())
    except phonenumbers.NumberParseException:
        raise NoPhoneNumber() from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise NoPhoneNumber()
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _region() -> str | None:
    """Where a number without its country is dialled (ISO 3166): the chain's country, or the one of its prefix."""
    card = chain()
    if card.country or not card.phone_prefix:
        return card.country or None
    return phonenumbers.region_code_for_country_code(int(card.phone_prefix))


PhoneNumber = Annotated[str, StringConstraints(max_length=LONGEST_TYPED), AfterValidator(read_phone_number)]
"""A field of a request: any way of writing comes in, E.164 is what the use case gets."""
