from functools import partial

from django.db import transaction

from newretail.members.identify import forget
from newretail.members.models import Token


@transaction.atomic
def end_tokens(*, ref: str) -> int:
    """Make every token that was given for `ref` worthless, at once here and within seconds in other processes.

    Returns how many there were.
    """
    tokens = list(Token.objects.select_for_update().filter(ref=ref).exclude(ref=""))
    Token.objects.filter(id__in=[token.id for token in tokens]).delete()
    for token in tokens:
        transaction.on_commit(partial(forget, token.hash))
    return len(tokens)
