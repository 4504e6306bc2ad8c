from uuid import UUID

from newretail.members.errors import TokenUnknown
from newretail.members.identify import forget
from newretail.members.models import Token


def revoke_token(*, member_id: UUID, token_id: int) -> None:
    """Make one of the member's tokens worthless, at once here and within seconds in other processes. Raises TokenUnknown."""
    token = Token.objects.filter(id=token_id, member_id=member_id).first()
    if token is None:
        raise TokenUnknown()
    token.delete()
    forget(token.hash)
