"""Reading a form post within a limit, without a parser for files that this gateway never takes."""

from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST_BODY = 256 * 1024
MOST_FIELDS = 100


class FormError(ValueError):
    """The body is too large, has too many fields or is no form in UTF-8."""


async def read_form(http: Request) -> dict[str, str]:
    """The fields of an urlencoded body. Raises FormError."""
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise FormError("the body is too large")
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:  # also UnicodeDecodeError and too many fields
        raise FormError("not a form in UTF-8") from error
    return dict(fields)
