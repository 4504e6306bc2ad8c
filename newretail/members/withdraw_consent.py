from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.members.errors import ConsentUnknown
from newretail.members.events import ConsentWithdrawn
from newretail.members.models import Consent


@transaction.atomic
def withdraw_consent(*, member_id: UUID, purpose: str) -> None:
    """End an agreement. As easy as giving it. Raises ConsentUnknown."""
    consent = (
        Consent.objects.select_for_update()
        .filter(member_id=member_id, purpose=purpose, withdrawn_at=None)
        .first()
    )
    if consent is None:
        raise ConsentUnknown()
    consent.withdrawn_at = max(clock.now(), consent.granted_at)
    consent.save(update_fields=["withdrawn_at"])
    publish(ConsentWithdrawn(member_id=str(member_id), purpose=purpose))
