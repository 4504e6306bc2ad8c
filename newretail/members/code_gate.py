"""How many codes are sent: each costs somebody a letter or a text message, and whoever pumps them earns by it.

Bounded by who asks, by whom it goes to, by both, by the block of numbers that it lies in, and in all. What the day's end brings back
is asked of a person before: the limits of all are the chain's to set (`NEWRETAIL_CODES_A_DAY`).
"""

import os

from django.http import HttpRequest

from newretail.chain.api import chain
from newretail.kernel.http.address import address_of, network_of
from newretail.members.errors import TooManyCodes
from newretail.members.limits import DAY, MINUTE, Limit, use

OF_ONE_HERE = Limit("code here", 10, DAY)
OF_ONE_MINUTE = Limit("code to", 5, MINUTE)
OF_ONE = Limit("code to", 30, DAY)
FROM_MINUTE = Limit("code from", 20, MINUTE)
FROM = Limit("code from", 300, DAY)
"""A shop's own network is one address for all who stand in it."""
OF_BLOCK = Limit("texts to block", 30, DAY)
"""Ten thousand neighbouring numbers at home; abroad a whole zone of the world's plan, where nobody of ours lives."""
IN_ALL = {
    kind: Limit(f"{kind} in all", int(os.environ.get(f"NEWRETAIL_{kind.upper()}_A_DAY", most)), DAY)
    for kind, most in (("texts", "2000"), ("letters", "20000"))
}
_COUNTED = "_newretail_code_counted"


def count_code(request: HttpRequest, *, to: str) -> None:
    """Let one more code go to this e-mail address or number, once for each request. Raises TooManyCodes."""
    if getattr(request, _COUNTED, None) == to:
        return
    here = network_of(address_of(request))
    wanted = [
        (OF_ONE_HERE, f"{to} {here}"),
        (FROM_MINUTE, here),
        (FROM, here),
        (OF_ONE_MINUTE, to),
        (OF_ONE, to),
    ]
    if to.startswith("+"):
        wanted += [(OF_BLOCK, block_of(to)), (IN_ALL["texts"], "")]
    else:
        wanted.append((IN_ALL["letters"], ""))
    if wait := use(*wanted):
        raise TooManyCodes(retry_after=wait)
    setattr(request, _COUNTED, to)


def block_of(number: str) -> str:
    """Numbers that are bought together: of the chain's own country without their last four digits, of others the first two."""
    return number[:-4] if number.startswith(chain().phone_prefix) else number[:3]
