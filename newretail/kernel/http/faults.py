"""What is wrong with the values of a request, in words for people: pydantic says it in English, and for programmers."""

from collections.abc import Mapping, Sequence
from typing import Any

from newretail.kernel.text import Text

_NUMBER = Text(en="a number is needed", ko="숫자를 적어 주세요", zh="须为数字")
_WHOLE = Text(en="a whole number is needed", ko="정수를 적어 주세요", zh="须为整数")
_WORDS = Text(en="words are needed", ko="글자를 적어 주세요", zh="须为文字")
_YES_OR_NO = Text(en="yes or no is needed", ko="예 또는 아니요를 적어 주세요", zh="须为是或否")
_LIST = Text(en="a list is needed", ko="목록이 필요합니다", zh="须为列表")
_FIELDS = Text(en="fields with their values are needed", ko="항목과 값이 필요합니다", zh="须为字段及其值")
_ID = Text(en="that is no id", ko="올바른 ID가 아닙니다", zh="不是有效的 ID")
_TIME = Text(en="that is no date or time", ko="올바른 날짜나 시각이 아닙니다", zh="不是有效的日期或时间")
_ZONE = Text(en="the time needs its zone", ko="시각에 시간대가 필요합니다", zh="时间须带时区")
_OUT_OF = Text(en="only {expected} can be used", ko="{expected} 중 하나여야 합니다", zh="只能是 {expected}")
UNREADABLE = Text(
    en="characters that nobody can read", ko="읽을 수 없는 문자가 있습니다", zh="含有无法读取的字符"
)
NO_WORDS_YET = Text(
    en="the program does not speak this language", ko="지원하지 않는 언어입니다", zh="不支持该语言"
)
NOT_JSON = Text(en="that is not JSON", ko="JSON이 아닙니다", zh="不是 JSON")
NOT_UTF_8 = Text(
    en="JSON has to be sent in UTF-8", ko="JSON은 UTF-8로 보내 주세요", zh="JSON 必须以 UTF-8 编码发送"
)
TWICE = Text(
    en="the field {name} is there twice", ko="{name} 항목이 두 번 있습니다", zh="字段 {name} 出现了两次"
)
NO_FORM = Text(
    en="the form or file cannot be read as it was sent",
    ko="보내신 양식이나 파일을 읽을 수 없습니다",
    zh="无法读取所发送的表单或文件",
)

_SAID: dict[str, Text] = {
    "missing": Text(en="it is missing", ko="빠져 있습니다", zh="缺少此项"),
    "extra_forbidden": Text(en="there is no such field", ko="그런 항목이 없습니다", zh="没有这一项"),
    "greater_than": Text(en="more than {gt} is needed", ko="{gt}보다 커야 합니다", zh="须大于 {gt}"),
    "greater_than_equal": Text(en="at least {ge} is needed", ko="{ge} 이상이어야 합니다", zh="至少为 {ge}"),
    "less_than": Text(en="less than {lt} is needed", ko="{lt}보다 작아야 합니다", zh="须小于 {lt}"),
    "less_than_equal": Text(en="at most {le} can be used", ko="{le} 이하여야 합니다", zh="最多为 {le}"),
    "finite_number": _NUMBER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "string_type": _WORDS,
    "string_unicode": UNREADABLE,
    "string_too_short": Text(
        en="at least {min_length} characters are needed",
        ko="{min_length}자 이상이어야 합니다",
        zh="至少 {min_length} 个字符",
    ),
    "string_too_long": Text(
        en="at most {max_length} characters can be used",
        ko="{max_length}자 이하여야 합니다",
        zh="最多 {max_length} 个字符",
    ),
    "string_pattern_mismatch": Text(
        en="it does not have the form that is needed", ko="형식이 맞지 않습니다", zh="格式不符"
    ),
    "too_short": Text(
        en="at least {min_length} of them are needed",
        ko="{min_length}개 이상 필요합니다",
        zh="至少需要 {min_length} 个",
    ),
    "too_long": Text(
        en="at most {max_length} of them can be sent",
        ko="{max_length}개까지 보낼 수 있습니다",
        zh="最多可发送 {max_length} 个",
    ),
    "literal_error": _OUT_OF,
    "enum": _OUT_OF,
    "uuid_type": _ID,
    "uuid_parsing": _ID,
    "date_parsing": _TIME,
    "date_from_datetime_parsing": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_type": _TIME,
    "date_type": _TIME,
    "time_type": _TIME,
    "timezone_aware": _ZONE,
    "list_type": _LIST,
    "dict_type": _FIELDS,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "json_invalid": NOT_JSON,
}


def first_words(errors: Sequence[Mapping[str, Any]]) -> str:
    """One line about the first thing that is wrong, in the caller's language: where, and what."""
    if not errors:
        return ""
    where = ".".join(str(part) for part in errors[0].get("loc", ()) if part not in ("body", "query", "path"))
    return ": ".join(part for part in (where, _what(errors[0])) if part)[:300]


def _what(error: Mapping[str, Any]) -> str:
    """Our own checks (`value_error`) say it themselves; of what pydantic may find and nobody foresaw, its own words."""
    context: Mapping[str, Any] = error.get("ctx") or {}
    if error.get("type") == "value_error" and "error" in context:
        return str(context["error"])
    known = _SAID.get(str(error.get("type")))
    return known.say(**context) if known else str(error.get("msg", ""))
