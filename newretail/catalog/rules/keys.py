"""The primary keys of GS1: what else a sound code may name beside a product.

Source: GS1 General Specifications, section 3.2; GS1 Digital Link Standard: URI Syntax, release 1.6, section 4.9 (which qualifiers belong to
which key, and in which order they stand).
"""

from newretail.catalog.rules.gtin import is_checked
from newretail.kernel.text import Text

GTIN, LOCATION = "01", "414"
QUALIFIERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "01": (("22", "10", "21"), ("235",)),
    "414": (("254",), ("7040",)),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8017": (("8019",),),
    "8018": (("8019",),),
    "415": (("8020",),),
    "417": (("7040",),),
    "8004": (("7040",),),
}
"""For each key the chains of qualifiers it may carry in a path, each chain in its order. Keys that are not here carry none."""

NAMES: dict[str, Text] = {
    "00": Text(en="a pallet or parcel (SSCC)", ko="물류 단위(SSCC)", zh="物流单元（SSCC）"),
    "02": Text(
        en="what a pallet holds (AI 02)", ko="물류 단위의 내용물(AI 02)", zh="物流单元的内容（AI 02）"
    ),
    "253": Text(en="a document (GDTI)", ko="문서(GDTI)", zh="单证（GDTI）"),
    "255": Text(en="a coupon (GCN)", ko="쿠폰(GCN)", zh="优惠券（GCN）"),
    "401": Text(en="a consignment (GINC)", ko="위탁 화물(GINC)", zh="托运货物（GINC）"),
    "402": Text(en="a shipment (GSIN)", ko="선적 화물(GSIN)", zh="装运货物（GSIN）"),
    "410": Text(en="where goods go (GLN)", ko="납품처(GLN)", zh="交货地点（GLN）"),
    "411": Text(en="who is billed (GLN)", ko="청구처(GLN)", zh="开票方（GLN）"),
    "412": Text(en="who was bought from (GLN)", ko="공급처(GLN)", zh="供货方（GLN）"),
    "413": Text(en="to whom goods are forwarded (GLN)", ko="전달처(GLN)", zh="转运地点（GLN）"),
    "414": Text(en="a place (GLN)", ko="장소(GLN)", zh="地点（GLN）"),
    "415": Text(en="a bill (GLN of who is paid)", ko="고지서(GLN)", zh="账单（GLN）"),
    "416": Text(en="a place of production (GLN)", ko="생산지(GLN)", zh="生产地点（GLN）"),
    "417": Text(en="a company (party GLN)", ko="회사(GLN)", zh="企业（GLN）"),
    "8003": Text(en="a crate or tray to return (GRAI)", ko="회수 용기(GRAI)", zh="可回收资产（GRAI）"),
    "8004": Text(en="a piece of equipment (GIAI)", ko="개별 자산(GIAI)", zh="单个资产（GIAI）"),
    "8006": Text(en="one part of a product (ITIP)", ko="상품의 한 부분(ITIP)", zh="商品的一个部件（ITIP）"),
    "8010": Text(en="a component (CPID)", ko="부품(CPID)", zh="零部件（CPID）"),
    "8013": Text(en="a model (GMN)", ko="모델(GMN)", zh="型号（GMN）"),
    "8017": Text(en="who gives a service (GSRN)", ko="서비스 제공자(GSRN)", zh="服务提供者（GSRN）"),
    "8018": Text(en="who gets a service (GSRN)", ko="서비스 이용자(GSRN)", zh="服务接受者（GSRN）"),
}
"""What each key names, the likeliest reader first: somebody who scanned the wrong thing."""

PRIMARY = frozenset(NAMES) - {"02"} | {GTIN}
"""The keys with which the path of a Digital Link may begin."""
_CHECKED = {
    "00": 18,
    "02": 14,
    "253": 13,
    "255": 13,
    "402": 17,
    "8003": 14,
    "8006": 14,
    "8017": 18,
    "8018": 18,
}
"""How many of the first characters end in a check digit; of the location numbers it is all thirteen."""


def is_sound(key: str, value: str) -> bool:
    """Is the check digit in the value of a key right? True for keys without one."""
    length = 13 if key.startswith("41") else _CHECKED.get(key)
    return length is None or is_checked(value[:length])


def in_order(key: str, qualifiers: list[str]) -> bool:
    """Do these qualifiers belong to the key, in the standard's order and each at most once?"""
    return not qualifiers or any(_is_within(qualifiers, chain) for chain in QUALIFIERS.get(key, ()))


def may_carry(key: str) -> frozenset[str]:
    """Every qualifier that may stand behind a key in a path."""
    return frozenset(each for chain in QUALIFIERS.get(key, ()) for each in chain)


def _is_within(wanted: list[str], chain: tuple[str, ...]) -> bool:
    left = iter(chain)
    return all(each in left for each in wanted)
