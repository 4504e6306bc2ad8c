from uuid import UUID

from django.db import transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.members.errors import ConsentTextOutdated
from newretail.members.events import ConsentGranted
from newretail.members.lock_member import lock_member
from newretail.members.models import Consent, ConsentText


@transaction.atomic
def grant_consent(*, member_id: UUID, purpose: str, version: int) -> Consent:
    """Agree to the current text of a purpose. Agreeing again changes nothing; a newer text closes the older agreement.

    Raises ConsentTextOutdated when `version` is not the current one.
    """
    lock_member(member_id)
    current = _current_version(purpose)
    if version != current:
        raise ConsentTextOutdated(current=current)
    in_force = Consent.objects.filter(member_id=member_id, purpose=purpose, withdrawn_at=None).first()
    if in_force and in_force.version == version:
        return in_force
    now = clock.now()
    if in_force:
        in_force.withdrawn_at = max(now, in_force.granted_at)
        in_force.save(update_fields=["withdrawn_at"])
    consent = Consent.objects.create(member_id=member_id, purpose=purpose, version=version, granted_at=now)
    publish(ConsentGranted(member_id=str(member_id), purpose=purpose, version=version))
    return consent


def _current_version(purpose: str) -> int:
    newest = (
        ConsentText.objects.filter(purpose=purpose, published_at__lte=clock.now())
        .order_by("-version")
        .first()
    )
    return newest.version if newest else 0
