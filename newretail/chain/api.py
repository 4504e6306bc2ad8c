"""The front door of the chain."""

from newretail.chain.phone_numbers import PhoneNumber, read_phone_number
from newretail.chain.queries import ChainCard, chain, default_currency, default_time_zone
from newretail.chain.set_up_chain import set_up_chain
from newretail.chain.show_chain import ChainView, show_chain

__all__ = [
    "ChainCard",
    "ChainView",
    "PhoneNumber",
    "chain",
    "default_currency",
    "default_time_zone",
    "read_phone_number",
    "set_up_chain",
    "show_chain",
]
