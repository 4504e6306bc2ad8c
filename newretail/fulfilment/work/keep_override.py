"""Where a manager went another way than the usual one: the reason is kept in the time line, that it happened is told as a fact."""

from newretail.fulfilment.models import Override, OverrideKind
from newretail.kernel import clock


def keep_override(
    kind: OverrideKind, *, ref: str, store_id: str, reason: str, by: str, way: str = "", part: str = ""
) -> None:
    Override.objects.create(
        kind=kind, ref=ref, store_id=store_id, way=way, part=part, reason=reason, by=by, at=clock.now()
    )
