"""Which drinks have alcohol in them, by what a category or a name calls them; and what tobacco is called."""

import re
from functools import lru_cache

from newretail.catalog.rules import wording

# Kinds of drink in the languages that are frequent in Open Food Facts' tags. English and Chinese-Japanese-Korean names end with what the
# thing is (`wine vinegar`, `料酒`), Romance ones begin with it (`vinaigre de vin`), German and Nordic ones grow together (`Weinessig`).
_DRINKS = (
    "beer beers ale ales lager lagers stout stouts porter porters pilsner pilsners pilsener pils ipa ipas weissbier wine "
    "wines champagne champagnes prosecco proseccos cava cavas sherry sherries vermouth vermouths cider ciders perry perries "
    "mead meads sake sakes soju sojus baijiu baijius huangjiu makgeolli makkoli makgeollis takju umeshu shandy shandies radler radlers bitters limoncello cremant cremants lambrusco shochu chuhai sangria "
    "sangrias cocktail cocktails liqueur liqueurs liquor liquors spirit spirits alcopop alcopops aperitif aperitifs digestif "
    "digestifs moonshine hard-seltzer hard-seltzers alcoholic-beverage alcoholic-beverages alcoholic-drink "
    "alcoholic-drinks biere bieres vin vins cidre cidres poire-williams pastis alcool alcools "
    "cervoise boissons-alcoolisees cerveza cervezas vino vinos sidra sidras licor licores aguardiente "
    "bebidas-alcoholicas birra birre vini sidro liquore liquori grappa grappe cerveja cervejas vinho vinhos cachaca bebidas-alcoolicas "
    " bier biere bieren wein weine sekt schnaps likor likore apfelwein obstbrand spirituosen alkoholische-getranke "
    "wijn wijnen bieren sterke-drank øl pivo vino vodky piwo wino piwa wina nalewka napoje-alkoholowe пиво вино водка "
    "коньяк алкогольные-напитки"
)
_SPIRITS = (
    "whisky whiskies whiskey whiskeys bourbon bourbons scotch vodka vodkas rum rums rhum rhums gin gins tequila tequilas "
    "mezcal mezcals brandy brandies cognac cognacs armagnac armagnacs calvados absinthe absinthes schnapps grappa ouzo raki "
    "arak slivovitz aquavit akvavit pisco eau-de-vie eaux-de-vie baijiu soju whiskys ron rones ginebra spirits hard-liquors distilled-beverages"
)
_FAR_EAST_SPIRITS = "소주 위스키 보드카 고량주 백주 브랜디 데킬라 白酒 烈酒 伏特加 威士忌 白兰地 朗姆酒 金酒 龙舌兰 高粱酒 烧酒 燒酒 白蘭地 焼酎 ウイスキー ウォッカ ブランデー"
_FAR_EAST = (
    "맥주 와인 막걸리 탁주 약주 청주 과실주 주류 사케 청하 복분자주 매실주 동동주 샴페인 칵테일 하이볼 리큐르 리큐어 알코올음료 술 酒 酒类 酒類 啤酒 葡萄酒 黄酒 黃酒 米酒 清酒 果酒 香槟 香檳 鸡尾酒 雞尾酒 利口酒 "
    "酒精饮料 酒精飲料 ビール ワイン 日本酒 梅酒 チューハイ カクテル 発泡酒 酎ハイ"
)
_ENGLISH = (
    "ale beer bourbon brandy calvados champagne cider cocktail cocktails cognac gin lager liqueur liquor mead pils porter "
    "rum sake sherry spirit spirits stout tequila vermouth vodka whiskey whisky wine"
)
_GERMANIC = ("bier", "wein", "likor", "schnaps", "wijn", "vodka", "whisky", "sekt", "champagner")
_GROWING = ("", "de", "nl", "sv", "da", "no", "nb")
_ENGLISH_WORDS = frozenset(_ENGLISH.split())
_EASTERN_SPIRITS = tuple(_FAR_EAST_SPIRITS.split())
_EASTERN = (*_EASTERN_SPIRITS, *_FAR_EAST.split())
_FREE = re.compile(
    r"non alcohol|no alcohol|alcohol free|without alcohol|zero alcohol|dealcoholi[sz]ed|de alcoholi[sz]ed|alcohol removed|sans alcool|desalcooli|alkoholfrei|"
    r"sin alcohol|senza alcol|analcolic|sem alcool|alcoholvrij|alkoholfri|bezalkoholowe|nealko|безалкогольн|무알코올|무알콜|비알코올|논알콜|논알코올|"
    r"无醇|無醇|无酒精|無酒精|零酒精|脱醇|ノンアルコール"
)
_HARMLESS = re.compile(
    r"\b(?:root|ginger|birch|spruce) (?:beer|ale)s?\b|\bginger ?(?:beer|ale)s?\b|\b(?:fruit|shrimp|prawn|seafood|crab|crevette\w*) cocktails?\b|"
    r"\bcocktails? (?:of|de|di) (?:fruit|frutta|crevette|gambas)\w*|\bcocktail (?:sausage|onion|tomato|sauce)s?\b|\bapple ciders? vinegars?\b|\bsweet ciders?\b|"
    r"\bvinagre\w*|\bvinaigre\w*|料酒|味醂|みりん|조미술|맛술|酒酿|酒釀|酒心|酒糟|食酒|甜酒酿"
)
_TOBACCO = re.compile(
    r"\b(?:tobacco|tobaccos|cigarettes?|cigars?|cigarillos?|e cigarettes?|electronic cigarettes?|snus|tabac|tabacs|tabak|zigaretten?|tabaco|tabacco|sigarett\w*|"
    r"nicotine (?:pouches|products)|vaping products)\b|담배|궐련|香烟|香煙|烟草|煙草|电子烟|電子煙|卷烟|たばこ|タバコ"
)
_SUSPECT = re.compile(rf"(?:{'|'.join(_GERMANIC)})$|^(?:alco|to?ba|cigar|zigar|snus|sigar|nico|vaping)")
_SIMPLE = frozenset(word.replace("-", " ") for word in f"{_DRINKS} {_SPIRITS}".split())
_STRONG = frozenset(word.replace("-", " ") for word in _SPIRITS.split())
_WITH = re.compile(r"\b(?:au|aux|a|de|du|des|di|al|alla|del|con|mit|with|from|in|for|fourre|farci)\b|[,(+&]")
_TASTES = re.compile(
    r"\b(?:cocktails?|aperitifs?|digestifs?|bourbon|grappes?|ipas?|bitters?|spirits?|morbier|rum raisins?|champagne|porter|armagnac)\b"
)
_FIRST_WORDS = frozenset(each.split()[0] for each in _SIMPLE)
_ENGLISH_END = re.compile(r"\b(?:from|of|with|in|for|by|made|aged|de|at)\b")


@lru_cache(maxsize=20_000)
def kind_of_tag(tag: str) -> str:
    """What a category names: `alcohol`, `spirit` (nothing alcohol-free is called so), `free`, `tobacco`, or blank."""
    return _kind(*_words(tag))


def kind_of_name(name: str) -> str:
    """The same of a name. It is one thing with its taste behind a preposition: `Coq au vin`. Some words are drinks only where a category says so."""
    words = _words(name)[1]
    return _kind("", _TASTES.sub(" ", _WITH.split(words)[0]).strip())


def _words(tag: str) -> tuple[str, str]:
    """The language of a tag, blank where it names none, and its words as they are compared."""
    language, mark, rest = tag.strip().partition(":")
    if not mark or not re.fullmatch(r"[a-z]{2,3}", language.strip().lower()):
        language, rest = "", tag
    return language.strip().lower(), " ".join(wording.plain(rest).replace("-", " ").replace("_", " ").split())


def _kind(language: str, words: str) -> str:
    parts = words.split()
    if words.isascii() and _FIRST_WORDS.isdisjoint(parts) and not any(map(_SUSPECT.search, parts)):
        return ""
    if _TOBACCO.search(words) and "free" not in words:
        return "tobacco"
    cleaned = _HARMLESS.sub(" ", words).strip()
    head = _drink_of(language, cleaned)
    if not head and not (_FREE.search(words) and _any_drink(words)):
        return ""
    if _FREE.search(words):
        return "free" if _any_drink(_FREE.sub(" ", words)) else ""
    return "spirit" if head in _STRONG or cleaned.endswith(_EASTERN_SPIRITS) else "alcohol"


def _drink_of(language: str, words: str) -> str:
    """What kind of drink the words name, blank for none: their last thing in English, their first in a Romance language."""
    if words in _SIMPLE or words.endswith(_EASTERN):
        return words
    english = _ENGLISH_END.split(words)[0].strip() or words
    last = english.split() if language in ("", "en") else []
    first = words.split() if language != "en" else []
    ends = [" ".join(last[-size:]) for size in (1, 2)]
    starts = [" ".join(first[:size]) for size in (1, 2, 3) if not _is_english_compound(language, first, size)]
    if found := next((each for each in (*ends, *starts) if each in _SIMPLE), ""):
        return found
    grown = language in _GROWING and words and words.split()[-1].endswith(_GERMANIC)
    return words.split()[-1] if grown else ""


def _is_english_compound(language: str, parts: list[str], size: int) -> bool:
    """`wine vinegar` and `beer nuts`, in a text that names no language, are no drinks; `vin rouge` is one."""
    return not language and " ".join(parts[:size]) in _ENGLISH_WORDS and len(parts) > size


def _any_drink(words: str) -> bool:
    parts = words.split()
    return any(part in _SIMPLE or part.endswith(_GERMANIC) for part in parts) or any(
        word in words for word in _EASTERN
    )
