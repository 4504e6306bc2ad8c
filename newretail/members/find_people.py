"""Somebody at head office was asked by a shopper: find them by what they say of themselves."""

from uuid import UUID

from django.db.models import Q, QuerySet

from newretail.members.models import Kind, Member
from newretail.members.queries import Profile, profile_of

FEWEST_LETTERS = 2


def find_people(text: str, *, limit: int = 20) -> list[Profile]:
    """People and guests by id, e-mail address, phone number, or a part of their name, the newest first; nobody for less than two letters.

    Names are read through: fine for a chain's hundred thousand members, and it is asked a few times a day.
    """
    said = text.strip()
    if len(said) < FEWEST_LETTERS:
        return []
    people = Member.objects.filter(kind__in=(Kind.PERSON, Kind.GUEST, Kind.ERASED)).filter(_meant(said))
    return [profile_of(member) for member in _newest(people)[:limit]]


def _meant(said: str) -> Q:
    try:
        return Q(id=UUID(said))
    except ValueError:
        pass
    meant = Q(name__icontains=said) | Q(email__istartswith=said)
    digits = "".join(character for character in said if character.isdigit())
    if len(digits) >= 4 and len(digits) >= len(said) - 4:
        meant |= Q(phone__endswith=digits)
    return meant


def _newest(people: QuerySet[Member]) -> QuerySet[Member]:
    return people.order_by("-date_joined", "id")
