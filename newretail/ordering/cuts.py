"""Why a line costs less than its list price, for people to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from newretail.pricing import api as pricing


@dataclass(frozen=True, slots=True, kw_only=True)
class CutView:
    """`amount` minor units less than the list price; `text` says why in the reader's language."""

    kind: str
    text: str
    amount: int


def cut_views(cuts: Iterable[Mapping[str, Any]]) -> list[CutView]:
    """Documents of cuts for people; once a line has settled, what was really cut."""
    return [
        CutView(
            kind=cut["kind"], text=pricing.why_cheaper(cut["kind"]), amount=cut.get("settled", cut["amount"])
        )
        for cut in cuts
    ]
