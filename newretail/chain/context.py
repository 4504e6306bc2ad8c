"""The chain in every template: `{{ chain.name }}`, `{{ chain.mark }}`."""

from dataclasses import dataclass

from django.http import HttpRequest

from newretail.chain.queries import chain as known
from newretail.chain.show_chain import MARK_PATH
from newretail.kernel.text import language


@dataclass(frozen=True, slots=True)
class ChainWords:
    """In the reader's language; `all_names`: in each offered one."""

    name: str
    all_names: str
    slogan: str
    mark: str


def chain(request: HttpRequest | None = None) -> dict[str, ChainWords]:
    """A context processor of Django's templates."""
    card = known()
    return {
        "chain": ChainWords(
            name=card.names.say(language()),
            all_names=" · ".join(dict.fromkeys(card.names.say(each) for each in card.languages)),
            slogan=card.slogans.say(language()),
            mark=f"{MARK_PATH}?v={card.version}",
        )
    }
