"""Where goods come from, in words. ISO 3166-1 alpha-2; a country that is not here is shown by its code."""

from newretail.kernel.text import Text

_COUNTRIES = """
AR Argentina|아르헨티나|阿根廷
AT Austria|오스트리아|奥地利
AU Australia|호주|澳大利亚
BE Belgium|벨기에|比利时
BG Bulgaria|불가리아|保加利亚
BR Brazil|브라질|巴西
CA Canada|캐나다|加拿大
CH Switzerland|스위스|瑞士
CI Ivory Coast|코트디부아르|科特迪瓦
CL Chile|칠레|智利
CN China|중국|中国
CO Colombia|콜롬비아|哥伦比亚
CR Costa Rica|코스타리카|哥斯达黎加
CZ Czechia|체코|捷克
DE Germany|독일|德国
DK Denmark|덴마크|丹麦
EC Ecuador|에콰도르|厄瓜多尔
EG Egypt|이집트|埃及
ES Spain|스페인|西班牙
ET Ethiopia|에티오피아|埃塞俄比亚
FI Finland|핀란드|芬兰
FO Faroe Islands|페로 제도|法罗群岛
FR France|프랑스|法国
GB United Kingdom|영국|英国
GH Ghana|가나|加纳
GR Greece|그리스|希腊
HK Hong Kong|홍콩|香港
HR Croatia|크로아티아|克罗地亚
HU Hungary|헝가리|匈牙利
ID Indonesia|인도네시아|印度尼西亚
IE Ireland|아일랜드|爱尔兰
IL Israel|이스라엘|以色列
IN India|인도|印度
IR Iran|이란|伊朗
IS Iceland|아이슬란드|冰岛
IT Italy|이탈리아|意大利
JP Japan|일본|日本
KE Kenya|케냐|肯尼亚
KR Korea|한국|韩国
LK Sri Lanka|스리랑카|斯里兰卡
LU Luxembourg|룩셈부르크|卢森堡
MA Morocco|모로코|摩洛哥
MG Madagascar|마다가스카르|马达加斯加
MX Mexico|멕시코|墨西哥
MY Malaysia|말레이시아|马来西亚
NL Netherlands|네덜란드|荷兰
NO Norway|노르웨이|挪威
NZ New Zealand|뉴질랜드|新西兰
PE Peru|페루|秘鲁
PH Philippines|필리핀|菲律宾
PK Pakistan|파키스탄|巴基斯坦
PL Poland|폴란드|波兰
PT Portugal|포르투갈|葡萄牙
RO Romania|루마니아|罗马尼亚
RU Russia|러시아|俄罗斯
SE Sweden|스웨덴|瑞典
SG Singapore|싱가포르|新加坡
SK Slovakia|슬로바키아|斯洛伐克
TH Thailand|태국|泰国
TN Tunisia|튀니지|突尼斯
TR Türkiye|튀르키예|土耳其
TW Taiwan|대만|台湾
UA Ukraine|우크라이나|乌克兰
US United States|미국|美国
UY Uruguay|우루과이|乌拉圭
VN Vietnam|베트남|越南
ZA South Africa|남아프리카공화국|南非
"""


def _read(table: str) -> dict[str, Text]:
    rows = (line.split(" ", 1) for line in table.strip().splitlines())
    names = ((code, rest.split("|")) for code, rest in rows)
    return {code: Text(en=en, ko=ko, zh=zh) for code, (en, ko, zh) in names}


_NAMES = _read(_COUNTRIES)


def country(code: str) -> str:
    """The country's name in the reader's language."""
    return _NAMES[code].say() if code in _NAMES else code
