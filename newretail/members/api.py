"""The front door of members."""

from newretail.members.absorb_guest import absorb_guest
from newretail.members.admit_to_back_office import admit_to_back_office, dismiss_from_back_office
from newretail.members.change_profile import change_profile
from newretail.members.end_tokens import end_tokens
from newretail.members.erase_member import erase_member
from newretail.members.find_people import find_people
from newretail.members.grant_consent import grant_consent
from newretail.members.identify import Identity, identify
from newretail.members.issue_token import issue_shift_token, issue_token, issue_token_to
from newretail.members.limits import DAY, MINUTE, Limit, use
from newretail.members.open_device import open_device
from newretail.members.open_guest import open_guest
from newretail.members.open_person import open_person
from newretail.members.queries import (
    AddressCard,
    ConsentLine,
    Profile,
    address,
    addresses,
    called,
    called_each,
    consents,
    find_profile,
    has_consented,
    is_erased,
    is_guest,
    may_buy,
    may_hold_roles,
    member_of,
    names,
    profile,
)
from newretail.members.remove_guests import remove_guests
from newretail.members.revoke_token import revoke_token
from newretail.members.rules import BADGE_SCOPE, SHIFT_TOKEN_LIFE
from newretail.members.save_address import save_address
from newretail.members.second_factor import has_second_factor
from newretail.members.sessions import SessionLife, end_of_session, review_sessions
from newretail.members.withdraw_consent import withdraw_consent

__all__ = [
    "BADGE_SCOPE",
    "DAY",
    "MINUTE",
    "SHIFT_TOKEN_LIFE",
    "AddressCard",
    "ConsentLine",
    "Identity",
    "Limit",
    "Profile",
    "SessionLife",
    "absorb_guest",
    "address",
    "addresses",
    "admit_to_back_office",
    "called",
    "called_each",
    "change_profile",
    "consents",
    "dismiss_from_back_office",
    "end_of_session",
    "end_tokens",
    "erase_member",
    "find_people",
    "find_profile",
    "grant_consent",
    "has_consented",
    "has_second_factor",
    "identify",
    "is_erased",
    "is_guest",
    "issue_shift_token",
    "issue_token",
    "issue_token_to",
    "may_buy",
    "may_hold_roles",
    "member_of",
    "names",
    "open_device",
    "open_guest",
    "open_person",
    "profile",
    "remove_guests",
    "review_sessions",
    "revoke_token",
    "save_address",
    "use",
    "withdraw_consent",
]
