"""The house with the guard of its stock taken off: what promise 1's control serves. It must oversell."""

import newretail.port
from newretail.inventory import hold_stock
from tests.races.test_last_unit_is_sold_once import GUARD

assert GUARD in hold_stock._HOLD
hold_stock._HOLD = hold_stock._HOLD.replace(GUARD, "false")
application = newretail.port.application
