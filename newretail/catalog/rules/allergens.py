"""Allergens out of what Open Food Facts knows. Rather one too many than one too few: a stated tag, a trace and a word among
the ingredients all count, and the result is marked as a guess."""

import re
from collections.abc import Iterable

_TAGS = {
    "crustaceans": "crustaceans", "fish": "fish", "molluscs": "molluscs", "milk": "milk", "eggs": "eggs", "gluten": "gluten",
    "soybeans": "soybeans", "peanuts": "peanuts", "nuts": "nuts", "sesame-seeds": "sesame", "celery": "celery",
    "mustard": "mustard", "sulphur-dioxide-and-sulphites": "sulphites", "lupin": "lupin",
}  # fmt: skip

ALLERGENS = frozenset(_TAGS.values())

# Words as they stand on packs in the languages that are frequent in the data; beginnings of words, so that plurals count.
_WORDS = {
    "crustaceans": "crevette shrimp prawn crab crustac garnele krebs gambero gamberi langoust lobster homard camaron 새우 게살 虾 蟹",
    "fish": "poisson fish fisch pesce pescado thon tuna saumon salmon anchov anchois cabillaud merluzzo tonno lachs 생선 참치 멸치 鱼",
    "molluscs": "mollus calamar squid octopus mussel moule oyster huitre muschel 오징어 조개 굴소스 鱿 贝 蚝",
    "milk": "milk lait milch latte leche lactose laktose lattosio lactos lactoserum whey molke beurre butter burro fromage "
    "cheese formaggio queso kase creme cream panna sahne rahm yogurt yaourt joghurt casein ghee mozzarella 우유 유청 버터 치즈 "
    "牛奶 奶粉 乳 黄油",
    "eggs": "oeuf œuf egg eier eigelb eiweiss vollei uovo uova huevo ovalbumin albumen 계란 난백 난황 鸡蛋 蛋黄 蛋清 蛋粉",
    "gluten": "gluten ble wheat weizen frumento grano trigo orge barley gerste orzo seigle rye roggen segale avoine oats hafer "
    "avena epeautre spelt dinkel farro semoule semola semolina seitan malt couscous kamut 밀 밀가루 보리 호밀 小麦 大麦 麸 面粉",
    "soybeans": "soja soya soy soybean tofu edamame 대두 간장 두부 大豆 黄豆 酱油",
    "peanuts": "arachide peanut erdnuss erdnusse cacahuet groundnut 땅콩 花生",
    "nuts": "amande almond mandel mandorl almendra noisette hazelnut haselnuss haselnusse nocciol noix walnut walnuss noci cajou "
    "cashew anacard pistach pistaz pistacch pecan macadamia 아몬드 호두 캐슈 헤이즐넛 杏仁 核桃 腰果 榛",
    "sesame": "sesam sesame tahin 참깨 참기름 芝麻",
    "celery": "celeri celery sellerie sedano apio 셀러리 芹菜",
    "mustard": "moutarde mustard senf senape mostaza 겨자 芥末",
    "sulphites": "sulfit sulphit sulfite solfiti e220 e221 e222 e223 e224 e226 e227 e228 metabisulf 아황산 亚硫酸 二氧化硫",
    "lupin": "lupin lupino altramu 루핀 羽扇豆",
}  # fmt: skip

# Milk of coconuts and butter of cocoa are neither.
_HARMLESS = re.compile(
    r"(?:lait|creme|milk|cream|latte|leche|milch)\s+(?:de\s+|di\s+)?(?:coco|cocco|coconut)\w*|(?:coconut|kokosnuss|kokos)\s*(?:milk|cream|milch)"
    r"|(?:beurre|burro|butter)\s+(?:de\s+|di\s+)?(?:cacao|karite)|(?:cocoa|cacao|shea|kakao)\s*butter|kakaobutter"
    r"|noix\s+(?:de\s+)?(?:coco|muscade)\w*|noce\s+moscata|butternut|buttermut|pasta\s+di\s+cacao|eggplant"
    r"|malt(?:odextrin|it|os)\w*|\w*bleach\w*|blend\w*|\bble(?:u|tte)\w*|laitue\w*|cream of tartar|creme de tartre|乳化"
)


def _pattern() -> re.Pattern[str]:
    groups = []
    for allergen, words in _WORDS.items():
        latin = [word for word in words.split() if word.isascii() or word == "œuf"]
        other = [word for word in words.split() if word not in latin]
        choices = rf"\b(?:{'|'.join(sorted(latin, key=len, reverse=True))})"
        groups.append(f"(?P<{allergen}>{choices}{''.join(f'|{word}' for word in other)})")
    return re.compile("|".join(groups))


_ANY_WORD = _pattern()


def from_tags(tags: Iterable[str]) -> set[str]:
    """`en:milk` and its like; tags in other languages or of other things are passed over."""
    return {_TAGS[name] for tag in tags if (name := tag.rpartition(":")[2].strip().lower()) in _TAGS}


def from_ingredients(plain_text: str) -> set[str]:
    """What the ingredients give away. The text is lower-case and without accents (`wording.plain`)."""
    found: set[str] = set()
    for match in _ANY_WORD.finditer(_HARMLESS.sub(" ", plain_text.replace("_", " "))):
        assert match.lastgroup is not None
        found.add(match.lastgroup)
    return found
