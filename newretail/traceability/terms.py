"""The words of our EPCIS events that the standard does not have, explained for people and for programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newretail.inventory.api import Place
from newretail.kernel import text
from newretail.kernel.text import Text
from newretail.stores.api import Way

_PLACES: dict[Place, Text] = {
    Place.SUPPLIER: Text(
        en="with the supplier, before they came in", ko="입고 전 공급처", zh="入库前，在供应商处"
    ),
    Place.STOCK: Text(en="in the store, for sale", ko="매장, 판매 가능", zh="在店，可售"),
    Place.EXPIRED: Text(
        en="in the store, past the last day of sale", ko="매장, 판매 기한 지남", zh="在店，已过最后销售日"
    ),
    Place.BLOCKED: Text(en="in the store, withdrawn from sale", ko="매장, 판매 중지", zh="在店，已停售"),
    Place.BAG: Text(en="in a bag, picked for an order", ko="주문용 봉투 안", zh="在袋中，已为订单拣出"),
    Place.CUSTOMER: Text(en="with the shopper", ko="고객에게 있음", zh="在顾客手中"),
    Place.WASTE: Text(en="thrown away, or stolen", ko="폐기 또는 도난", zh="已丢弃或被盗"),
    Place.COUNT: Text(
        en="nowhere: a count found more or fewer than the books said",
        ko="없음: 재고 조사에서 장부보다 많거나 적었음",
        zh="无处：盘点结果多于或少于账面",
    ),
    Place.VENDOR: Text(en="on the way back to the supplier", ko="공급처로 반품", zh="退回供应商途中"),
    Place.TRANSIT: Text(en="between two stores", ko="매장 간 이동 중", zh="门店之间调拨途中"),
}
_FROM = Text(
    en="The place of the stock ledger that the goods left.",
    ko="상품이 나간 재고 원장상의 위치입니다.",
    zh="货品离开的库存台账位置。",
)
_TO = Text(
    en="The place of the stock ledger that the goods came to.",
    ko="상품이 들어간 재고 원장상의 위치입니다.",
    zh="货品到达的库存台账位置。",
)
_CAUSE = Text(
    en="Why the goods moved, as the stock ledger has it: a code such as receipt, pick, sale, hand_over, put_back, expired or count.",
    ko="상품이 이동한 이유의 재고 원장 코드입니다. 예: receipt, pick, sale, hand_over, put_back, expired, count.",
    zh="货品移动的原因，即库存台账中的代码，如 receipt、pick、sale、hand_over、put_back、expired、count。",
)
_WAY = Text(
    en="The way out by which the goods leave the store, or are packed to leave it.",
    ko="상품이 매장을 나가는 방식, 또는 나가기 위해 포장된 방식입니다.",
    zh="货品离店的方式，或为此打包的方式。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`values`: what may stand behind it, each with its meaning; empty where that is not a closed list."""

    name: str
    about: Text
    values: Mapping[str, Text] = field(default_factory=dict)


_BY_PLACE = {place.value: words for place, words in _PLACES.items()}
TERMS = (
    Term(name="from", about=_FROM, values=_BY_PLACE),
    Term(name="to", about=_TO, values=_BY_PLACE),
    Term(name="cause", about=_CAUSE),
    Term(name="way", about=_WAY, values={way.value: way.names for way in Way}),
)


def vocabulary(base: str) -> dict[str, Any]:
    """The same as JSON-LD, in the words of RDF Schema. `base`: the address under which each term has its own."""
    return {
        "@context": {
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "owl": "http://www.w3.org/2002/07/owl#",
            "comment": {"@id": "rdfs:comment", "@container": "@language"},
        },
        "@graph": [
            {"@id": base, "@type": "owl:Ontology", "rdfs:label": "newretail"},
            *(
                {
                    "@id": f"{base}{term.name}",
                    "@type": "rdf:Property",
                    "rdfs:label": term.name,
                    "comment": {code: term.about.read_in(code) for code in text.offered()},
                    "rdfs:isDefinedBy": {"@id": base},
                }
                for term in TERMS
            ),
        ],
    }
