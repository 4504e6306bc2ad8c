"""Every stage has its own clock, stopped once."""

from datetime import datetime

from newretail.fulfilment.events import StageReached
from newretail.fulfilment.models import Stage, StageName
from newretail.kernel import clock
from newretail.kernel.events import publish


def reach(
    *,
    ref: str,
    store_id: str,
    stage: StageName,
    way: str = "",
    part: str = "",
    by: str = "",
    at: datetime | None = None,
) -> None:
    """Stop the clock of a stage for `ref`. Only the first time counts; later ones change and tell nothing."""
    at = at or clock.now()
    _, is_first = Stage.objects.get_or_create(
        ref=ref, way=way, part=part, stage=stage.value, defaults={"store_id": store_id, "at": at, "by": by}
    )
    if is_first:
        publish(
            StageReached(
                store_id=store_id, ref=ref, stage=stage.value, way=way, part=part, at=at.isoformat(), by=by
            )
        )
