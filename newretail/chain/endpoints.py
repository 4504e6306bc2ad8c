"""HTTP: who this chain is. Read by every front, by integrators, by the simulated city."""

from django.http import HttpResponse

from newretail.chain.show_chain import ChainView, show_chain
from newretail.kernel.http import Door, Request
from newretail.kernel.who import ANYONE

door = Door(tags=["chain"])

FRESH = "public, max-age=60"


@door.get(
    "/chain",
    who=ANYONE,
    response=ChainView,
    summary="The chain: its name, mark, currency, languages and country",
)
def show_this_chain(request: Request, response: HttpResponse) -> ChainView:
    response["Cache-Control"] = FRESH
    return show_chain()
