from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from newretail.kernel import text
from newretail.members.models import Kind, Member


def account_for(*, email: str = "", phone: str = "") -> Member | None:
    """The member whom a code to this address or number lets in; somebody new is welcomed with a new account.

    None for an account that has been closed, and for devices: they have tokens. An address counts only where it is
    the member's own or has been proved, so that nobody can wait inside an account for its later owner.
    """
    known = _known(email=email, phone=phone)
    if known is not None:
        return known if known.is_active and known.kind == Kind.PERSON else None
    try:
        return _open(email=email, phone=phone)
    except IntegrityError:  # opened by the same person a moment ago
        return _known(email=email, phone=phone)


def _known(*, email: str, phone: str) -> Member | None:
    if phone:
        return Member.objects.filter(phone=phone).first()
    proved = EmailAddress.objects.filter(email=email.lower(), verified=True).select_related("user").first()
    if proved:
        return proved.user
    member = Member.objects.filter(email=email.lower()).first()
    if member is not None and not EmailAddress.objects.filter(user=member).exists():
        EmailAddress.objects.create(user=member, email=email.lower(), primary=True, verified=False)
    return member


@transaction.atomic
def _open(*, email: str, phone: str) -> Member:
    member = Member(kind=Kind.PERSON, email=email or None, phone=phone or None, language=text.language())
    member.set_unusable_password()
    member.save(force_insert=True)
    if email:
        EmailAddress.objects.create(user=member, email=email.lower(), primary=True, verified=False)
    return member
