"""The chain as a file describes it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from newretail.chain.errors import ChainNotUnderstood, UnknownCurrency, UnknownLanguage
from newretail.chain.models import THE_ONE, Chain
from newretail.chain.queries import ChainCard, card_of, remember
from newretail.kernel import languages
from newretail.kernel.text import Text

NO_SUCH_FIELD = Text(en="there is no such field.", ko="그런 항목이 없습니다.", zh="没有这一项。")
FIELDS = frozenset(field.name for field in Chain._meta.fields) - {"id"}


@transaction.atomic
def set_up_chain(described: Mapping[str, Any]) -> ChainCard:
    """Make the chain what the description says: the fields of `Chain` by their names.

    Raises UnknownCurrency, UnknownLanguage or ChainNotUnderstood; then nothing is changed.
    """
    if strange := sorted(set(described) - FIELDS):
        raise ChainNotUnderstood(field=strange[0], reason=NO_SUCH_FIELD.say())
    row = Chain(id=THE_ONE, **described)
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise _refusal(row, error) from None
    row.save(force_update=Chain.objects.filter(id=THE_ONE).exists())
    card = card_of(row)
    transaction.on_commit(lambda: remember(card))
    return card


def _refusal(row: Chain, error: ValidationError) -> UnknownCurrency | UnknownLanguage | ChainNotUnderstood:
    """The first thing that is wrong, in words for people."""
    field, faults = sorted(error.error_dict.items())[0]
    fault = faults[0]
    if fault.code == "currency":
        return UnknownCurrency(currency=row.currency)
    if fault.code == "language":
        return UnknownLanguage(tag=(fault.params or {})["language"], known=", ".join(languages.codes()))
    return ChainNotUnderstood(field=field, reason=" ".join(fault.messages))
