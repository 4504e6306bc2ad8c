"""Labels of a lot are printed, and it is written down who did it."""

from uuid import UUID

from newretail.inventory import queries
from newretail.inventory.models import LabelPrint
from newretail.kernel import clock
from newretail.kernel.errors import NotFound


def print_labels(*, store_id: str, lot_id: UUID, copies: int, reason: str, by: str) -> queries.LotView:
    """Log a print of `copies` labels of a lot and return it. Raises NotFound for a lot of another store."""
    lot = queries.lot(store_id=store_id, lot_id=lot_id)
    if lot is None:
        raise NotFound()
    LabelPrint.objects.create(
        store_id=store_id, lot_id=lot.id, copies=copies, reason=reason, by=by, at=clock.now()
    )
    return lot
