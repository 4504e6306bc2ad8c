"""From the cells of a row to a product or a reject, whatever kind of file they come from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from newretail.catalog.imports import template
from newretail.catalog.imports.reasons import TOO_FEW, TOO_LONG, Unusable
from newretail.catalog.imports.rows import Reject, Row

Found = Iterator[Row | Reject]


def understood(
    understand: Callable[..., Row], fields: Mapping[str, Any], line: int, **words: Any
) -> Row | Reject:
    try:
        return understand(fields, line=line, **words)
    except Unusable as unusable:
        return Reject(line=line, code=unusable.code, text=unusable.text, value=unusable.value)


def of_our_template(
    columns: Sequence[str], cells: Sequence[str], line: int, *, currency: str
) -> Row | Reject:
    """currency: the chain's. A row may leave out its last cells, as spreadsheets do when they are blank; of those it says nothing."""
    if any(cells[len(columns) :]):
        return wrong_columns(columns, cells, line)
    named = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    return understood(template.row, named, line, currency=currency, missing=len(cells) < len(columns))


def wrong_columns(columns: Sequence[str], cells: Sequence[str], line: int) -> Reject:
    return Reject(line=line, code="wrong_columns", text=TOO_FEW, value=f"{len(cells)} / {len(columns)}")


def too_long(line: int) -> Reject:
    return Reject(line=line, code="line_too_long", text=TOO_LONG)
