from django.db import transaction

from newretail.kernel.access import access_changed
from newretail.members.models import Token


@transaction.atomic
def end_tokens(*, ref: str) -> int:
    """Make every token that was given for `ref` worthless, in every process at once.

    Returns how many there were.
    """
    tokens = list(Token.objects.select_for_update().filter(ref=ref).exclude(ref=""))
    Token.objects.filter(id__in=[token.id for token in tokens]).delete()
    for member_id in {token.member_id for token in tokens}:
        access_changed(member_id)
    return len(tokens)
