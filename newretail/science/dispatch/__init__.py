"""Which courier takes which parcels, in which order. A dispatcher sees plain records and returns a plan; all follow one protocol."""

from newretail.science.dispatch.nearest import NearestCourier
from newretail.science.dispatch.records import Depot, Dispatcher, FreeCourier, PlannedTrip, ReadyParcel

__all__ = ["Depot", "Dispatcher", "FreeCourier", "NearestCourier", "PlannedTrip", "ReadyParcel"]
