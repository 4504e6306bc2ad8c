"""Long files that are made while they are sent."""

from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from newretail.kernel.text import language, speaking


def streamed(pieces: Iterable[str], *, content_type: str) -> StreamingHttpResponse:
    """An answer of these pieces, each made in the caller's language although the request is over by then."""
    spoken = language()

    def said() -> Iterator[str]:
        with speaking(spoken):
            yield from pieces

    return StreamingHttpResponse(said(), content_type=content_type)
