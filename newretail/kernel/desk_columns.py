"""What desks show as people read it: money with its currency, documents as tables, refs as links to what they mean."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newretail.kernel.money import spell

MOST_ROWS = 50

_pages: dict[str, str] = {}


def link_refs(kind: str, *, page: str) -> None:
    """Refs that begin with `kind:` lead to this change page of the back office from every desk."""
    _pages[kind] = page


class Readable:
    """Columns and fields of a desk that are shown as people read them.

    money: fields in minor units. documents: JSON fields. refs: fields that hold a ref.
    """

    money: ClassVar[tuple[str, ...]] = ()
    documents: ClassVar[tuple[str, ...]] = ()
    refs: ClassVar[tuple[str, ...]] = ("ref",)

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        for kind, names in (("money", cls.money), ("table", cls.documents), ("link", cls.refs)):
            for name in names:
                setattr(cls, f"{name}_{kind}", _column(name, _SHOWS[kind]))

    def shown(self, names: Iterable[Any]) -> list[Any]:
        """These names, each once, with the readable ones in the place of their fields."""
        return list(dict.fromkeys(self._shown(name) for name in names))

    def _shown(self, name: Any) -> Any:
        if isinstance(name, (list, tuple)):
            return tuple(self._shown(each) for each in name)
        for kind, names in (("money", self.money), ("table", self.documents), ("link", self.refs)):
            if name in names:
                return f"{name}_{kind}"
        return name

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self.shown(super().get_list_display(request))  # type: ignore[misc]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return self.shown(super().get_fields(request, obj))  # type: ignore[misc]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        said = self.shown(super().get_readonly_fields(request, obj))  # type: ignore[misc]
        return self.shown([*said, *self.money, *self.documents, *self._own_refs()])

    def _own_refs(self) -> list[str]:
        known = {field.name for field in self.model._meta.get_fields()}  # type: ignore[attr-defined]
        return [name for name in self.refs if name in known]


def _column(name: str, show: Callable[[Any, Any], str]) -> Callable[..., str]:
    @admin.display(description=name.replace("_", " ").removesuffix(" amount"), ordering=name)
    def column(self: Any, row: Any) -> str:
        value = getattr(row, name)
        return "-" if value is None else show(row, value)

    return column


def _money(row: Any, value: int) -> str:
    return spell(value, _currency_of(row))


def _currency_of(row: Any) -> str:
    """The currency stands on the row, on what it belongs to, or on its store."""
    for place in (
        row,
        getattr(row, "order", None),
        getattr(row, "payment", None),
        getattr(row, "store", None),
    ):
        if currency := getattr(place, "currency", ""):
            return str(currency)
    return "CNY"


def _link(_row: Any, ref: str) -> str:
    kind, _, key = ref.partition(":")
    if kind not in _pages or not key:
        return ref or "-"
    return format_html(
        '<a href="{}" title="{}">{} …{}</a>', reverse(_pages[kind], args=[key]), ref, kind, key[-6:]
    )


def _table(_row: Any, document: Any) -> SafeString | str:
    if isinstance(document, dict):
        return rows_of(["", ""], [[_words(key), value] for key, value in document.items()])
    if not (isinstance(document, list) and all(isinstance(each, dict) for each in document)):
        return ", ".join(str(each) for each in document) if isinstance(document, list) else str(document)
    heads = list(dict.fromkeys(key for each in document for key in each))
    return rows_of(
        [_words(head) for head in heads], [[each.get(head) for head in heads] for each in document]
    )


def rows_of(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> SafeString | str:
    """A small table; "-" when there is nothing to show."""
    shown = list(rows)[:MOST_ROWS]
    if not shown:
        return "-"
    head = format_html_join(
        "", '<th class="px-2 py-1 text-left font-semibold">{}</th>', ((each,) for each in heads)
    )
    body = format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (
                format_html_join(
                    "", '<td class="px-2 py-1 align-top">{}</td>', ((_plain(cell),) for cell in row)
                ),
            )
            for row in shown
        ),
    )
    return format_html(
        '<table class="text-sm"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body
    )


def _plain(value: Any) -> Any:
    return "-" if value is None or value == "" else value


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


_SHOWS: dict[str, Callable[[Any, Any], str]] = {"money": _money, "table": _table, "link": _link}
