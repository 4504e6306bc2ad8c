"""What a field of a product may be where it is one of a few, and how people call each."""

from collections.abc import Mapping

from django.db.models import TextChoices

from newretail.kernel.quantities import Unit
from newretail.kernel.text import Text


class Temperature(TextChoices):
    """At what temperature goods are kept, in every zone, bag and vehicle they pass."""

    AMBIENT = "ambient", "ambient"
    CHILLED = "chilled", "chilled"
    FROZEN = "frozen", "frozen"
    LIVE = "live", "live"
    HOT = "hot", "hot"


class Allergen(TextChoices):
    """The fourteen of Regulation (EU) 1169/2011, annex II; they cover those of China's GB 7718 and Korea's list of foods."""

    CRUSTACEANS = "crustaceans", "crustaceans"
    FISH = "fish", "fish"
    MOLLUSCS = "molluscs", "molluscs"
    MILK = "milk", "milk"
    EGGS = "eggs", "eggs"
    GLUTEN = "gluten", "gluten"
    SOYBEANS = "soybeans", "soybeans"
    PEANUTS = "peanuts", "peanuts"
    NUTS = "nuts", "nuts"
    SESAME = "sesame", "sesame"
    CELERY = "celery", "celery"
    MUSTARD = "mustard", "mustard"
    SULPHITES = "sulphites", "sulphites"
    LUPIN = "lupin", "lupin"


UNIT_WORDS: Mapping[str, Text] = {
    Unit.EACH: Text(en="piece", ko="개", zh="件"),
    Unit.GRAM: Text(en="g", ko="g", zh="克"),
    Unit.MILLILITRE: Text(en="ml", ko="ml", zh="毫升"),
}
TEMPERATURE_WORDS: Mapping[str, Text] = {
    Temperature.AMBIENT: Text(en="Room temperature", ko="실온", zh="常温"),
    Temperature.CHILLED: Text(en="Chilled", ko="냉장", zh="冷藏"),
    Temperature.FROZEN: Text(en="Frozen", ko="냉동", zh="冷冻"),
    Temperature.LIVE: Text(en="Live", ko="활어·산 채로", zh="鲜活"),
    Temperature.HOT: Text(en="Hot", ko="따뜻하게", zh="热食"),
}
ALLERGEN_WORDS: Mapping[str, Text] = {
    Allergen.CRUSTACEANS: Text(en="crustaceans", ko="갑각류", zh="甲壳类"),
    Allergen.FISH: Text(en="fish", ko="생선", zh="鱼类"),
    Allergen.MOLLUSCS: Text(en="molluscs", ko="연체·조개류", zh="软体贝类"),
    Allergen.MILK: Text(en="milk", ko="우유", zh="乳制品"),
    Allergen.EGGS: Text(en="eggs", ko="계란", zh="蛋类"),
    Allergen.GLUTEN: Text(en="gluten", ko="글루텐", zh="麸质"),
    Allergen.SOYBEANS: Text(en="soya", ko="대두", zh="大豆"),
    Allergen.PEANUTS: Text(en="peanuts", ko="땅콩", zh="花生"),
    Allergen.NUTS: Text(en="nuts", ko="견과류", zh="坚果"),
    Allergen.SESAME: Text(en="sesame", ko="참깨", zh="芝麻"),
    Allergen.CELERY: Text(en="celery", ko="셀러리", zh="芹菜"),
    Allergen.MUSTARD: Text(en="mustard", ko="겨자", zh="芥末"),
    Allergen.SULPHITES: Text(en="sulphites", ko="아황산염", zh="亚硫酸盐"),
    Allergen.LUPIN: Text(en="lupin", ko="루핀", zh="羽扇豆"),
}
