from uuid import UUID

from newretail.kernel.access import access_changed
from newretail.kernel.security_log import note
from newretail.members.errors import TokenUnknown
from newretail.members.models import Kind, Token


def revoke_token(*, member_id: UUID, token_id: int) -> None:
    """Make one of the member's tokens worthless, in every process at once. Raises TokenUnknown."""
    _revoke(Token.objects.filter(id=token_id, member_id=member_id).first())


def revoke_integration_token(*, token_id: int) -> None:
    """The same for a token of a device or an integration, whichever it is. Raises TokenUnknown, also for a person's."""
    _revoke(Token.objects.filter(id=token_id, member__kind=Kind.DEVICE).first())


def _revoke(token: Token | None) -> None:
    if token is None:
        raise TokenUnknown()
    token_id = token.id
    token.delete()
    access_changed(token.member_id)
    note("token_revoked", member_id=token.member_id, token_id=token_id)
