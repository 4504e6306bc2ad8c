"""Tables of the work between a paid order and the door: plan, picking, bags, parcels, couriers, clocks."""

from newretail.fulfilment.models.bags import Bag
from newretail.fulfilment.models.couriers import Courier, Shift, Stop, Trip
from newretail.fulfilment.models.parcels import Parcel
from newretail.fulfilment.models.parts import ParcelPart, PartState
from newretail.fulfilment.models.picking import MissingCause, PickJob, PickLine, PutBack, Substitution, Take
from newretail.fulfilment.models.plan import Reservation, WorkSlot
from newretail.fulfilment.models.terms import WorkTerms
from newretail.fulfilment.models.work import Override, OverrideKind, Stage, StageName, Work
from newretail.stores.api import Way

__all__ = [
    "Bag",
    "Courier",
    "MissingCause",
    "Override",
    "OverrideKind",
    "Parcel",
    "ParcelPart",
    "PartState",
    "PickJob",
    "PickLine",
    "PutBack",
    "Reservation",
    "Shift",
    "Stage",
    "StageName",
    "Stop",
    "Substitution",
    "Take",
    "Trip",
    "Way",
    "Work",
    "WorkSlot",
    "WorkTerms",
]
