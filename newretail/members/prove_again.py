"""Who wants to change what an account is entered by proves once more who they are: a session may be somebody else's by now."""

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.http import HttpRequest

from newretail.kernel.errors import NotAllowed
from newretail.members.errors import ProofNeeded


def require_proof(request: HttpRequest) -> None:
    """Let pass whoever proved it within the last five minutes, by a code, a passkey or a password.

    Raises ProofNeeded; NotAllowed for whoever has no session, as a token proves nobody anew.
    """
    if request.META.get("HTTP_AUTHORIZATION") or not request.user.is_authenticated:
        raise NotAllowed()
    if not did_recently_reauthenticate(request):
        raise ProofNeeded()
