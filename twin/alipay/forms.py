"""Reading query and form of a request within a limit, in the character set that the request names; no files."""

from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST_BODY = 256 * 1024
MOST_FIELDS = 100
CHARSETS = {"utf-8": "utf-8", "gbk": "gbk", "gb2312": "gb2312", "gb18030": "gb18030"}
"""What Alipay takes, and the codec for it."""


class FormError(ValueError):
    """The body is too large, has too many fields, or is no form in its own character set."""


async def read_form(http: Request) -> dict[str, str]:
    """The fields of the query and of an urlencoded body together, as Alipay takes them. Raises FormError."""
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise FormError("the body is too large")
    form = bytes(body) if http.method == "POST" else b""
    pairs = [*_pairs(http.scope["query_string"]), *_pairs(form)]
    codec = codec_of(dict(pairs))
    try:
        return {
            name.encode("latin-1").decode(codec): value.encode("latin-1").decode(codec)
            for name, value in pairs
        }
    except UnicodeDecodeError as error:
        raise FormError(f"not a form in {codec}") from error


def codec_of(fields: dict[str, str]) -> str:
    """The codec for what is said in `charset`; UTF-8 for one that Alipay does not know, which is refused later."""
    return CHARSETS.get(fields.get("charset", "utf-8").lower(), "utf-8")


def _pairs(form: bytes) -> list[tuple[str, str]]:
    """Names and values with a character for each byte, before it is known what the bytes mean."""
    try:
        return parse_qsl(
            form.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding="latin-1"
        )
    except ValueError as error:
        raise FormError("too many fields") from error
