"""What is wrong with the description of a chain, or with what is written the way its country does."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class UnknownCurrency(Refusal):
    code = "unknown_currency"
    status = 422
    text = Text(
        en="{currency} is no currency: three letters of ISO 4217 are needed, such as EUR or KRW.",
        ko="{currency}은(는) 통화 코드가 아닙니다. KRW, EUR 같은 ISO 4217 세 글자를 적어 주세요.",
        zh="{currency} 不是货币代码，请使用 ISO 4217 的三位字母，例如 CNY、EUR。",
    )


class UnknownLanguage(Refusal):
    code = "unknown_language"
    status = 422
    text = Text(
        en="There are no words in {tag} here yet. Known: {known}.",
        ko="{tag} 언어는 아직 지원하지 않습니다. 가능한 언어: {known}.",
        zh="尚不支持语言 {tag}。可用语言：{known}。",
    )


class ChainNotUnderstood(Refusal):
    code = "chain_not_understood"
    status = 422
    text = Text(
        en="The chain's file cannot be used: {field}: {reason}",
        ko="체인 파일을 사용할 수 없습니다. {field}: {reason}",
        zh="连锁资料文件无法使用：{field}：{reason}",
    )


class NoPhoneNumber(Refusal):
    code = "no_phone_number"
    status = 422
    text = Text(
        en="There is no such telephone number. Write it as it is dialled here, or with + and the country’s number.",
        ko="없는 전화번호입니다. 국내에서 거는 대로 적거나, +와 국가 번호로 시작해 적어 주세요.",
        zh="没有这个电话号码。请按本地拨打的方式填写，或以 + 和国家代码开头。",
    )
