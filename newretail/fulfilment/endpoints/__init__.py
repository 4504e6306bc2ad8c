"""HTTP for the people who do the work. Every path begins with /stores/{store_id}; a manager of the store may do all of it.

| who | method and path | body |
|---|---|---|
| picker | GET  pick-jobs ?state= &zone= &mine= &limit= | |
| picker | POST pick-jobs/next | zone? |
| picker | GET  pick-jobs/{job_id} | |
| picker | POST pick-jobs/{job_id}/start | |
| picker | POST pick-jobs/{job_id}/picks * | code, line?, quantity?, grams? |
| picker | POST pick-jobs/{job_id}/missing * | line, cause, quantity?, proposals? |
| picker | POST pick-jobs/{job_id}/no-substitute * | line |
| picker | POST pick-jobs/{job_id}/undo * | line? |
| picker | POST pick-jobs/{job_id}/bags * | tag, way?, part? |
| picker | POST pick-jobs/{job_id}/finish * | |
| picker | GET  pick-jobs/{job_id}/lines/{line}/substitutes | |
| picker, packer, device | POST bags/{tag}/conveyor | entry? |
| packer, device | POST bags/{tag}/arrival | station? |
| picker, packer | GET  bags/{tag} | |
| packer, cashier | GET  parcels ?state= &way= &number= &limit= | |
| packer, cashier | GET  parcels/{parcel_id} | |
| packer | POST parcels/{parcel_id}/pack * | bags? |
| packer, cashier | POST parcels/{parcel_id}/shelve * | shelf |
| packer, cashier | POST parcels/{parcel_id}/hand-over * | bags |
| packer, cashier | POST parcels/{parcel_id}/collect | code |
| packer | POST parcels/{parcel_id}/receive-back * | bags, again |
| packer, cashier | GET  counter-bags ?limit= | |
| packer, cashier | POST parcels/{parcel_id}/counter-bags * | note |
| packer, cashier | POST counter-bags/{part_id}/fill * | tag |
| packer, cashier | POST counter-bags/{part_id}/drop * | |
| picker, packer | GET  put-backs ?limit= | |
| picker, packer | POST put-backs/{put_back_id}/done * | fit_for_sale |
| courier | GET  couriers/me | |
| courier | GET  couriers/me/day ?date= | |
| courier | GET  couriers/me/coming | |
| courier | POST couriers/me/duty | on_duty, latitude?, longitude? |
| courier | POST couriers/me/position | latitude, longitude |
| courier | GET  trips/mine, GET trips/{trip_id} | |
| courier | POST trips/{trip_id}/pick-up * | bags |
| courier | POST trips/{trip_id}/arrive | parcel_id |
| courier | POST trips/{trip_id}/deliver | parcel_id, door_code? or photo? |
| courier | POST trips/{trip_id}/fail | parcel_id, cause |
| courier | POST trips/{trip_id}/leave-behind | parcel_id |
| packer | GET  couriers, GET trips ?state= &limit= | |
| manager | GET  work | |
| manager | GET  work-terms, head office PUT work-terms | all of the terms |
| manager | POST pick-jobs/{job_id}/release * | reason |
| manager | POST parcels/{parcel_id}/unlock * | reason |
| manager | POST parcels/{parcel_id}/collect-by-id * | reason |

* needs an Idempotency-Key. The other POSTs may be repeated as they are: doing them again changes nothing. `collect` and
`deliver` keep the count of wrong codes although they refuse, so they are not one transaction with their answer.
"""

from newretail.fulfilment.endpoints import (
    bags,
    board,
    counter_bags,
    couriers,
    overrides,
    parcels,
    picking,
    put_backs,
    terms,
    trips,
)
from newretail.fulfilment.endpoints.shapes import door

__all__ = [
    "bags",
    "board",
    "counter_bags",
    "couriers",
    "door",
    "overrides",
    "parcels",
    "picking",
    "put_backs",
    "terms",
    "trips",
]
