"""Admin columns as people read them: money with its currency, documents as tables, refs as links to what they mean."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newretail.kernel import actor
from newretail.kernel.money import spell
from newretail.kernel.recent import Recent

MOST_ROWS = 50

_pages: dict[str, str] = {}
_name_of: dict[type[Model], Callable[[Any], str]] = {}
_names: Recent[str, str] = Recent(seconds=5, most=2000)


def link_refs(kind: str, *, page: str) -> None:
    """Refs that begin with `kind:` lead to this change page from every page of the back office."""
    _pages[kind] = page


def name_rows(model: type[Model], name_of: Callable[[Any], str]) -> None:
    """A row of `model` is called so wherever another table's admin shows it by `named`."""
    _name_of[model] = name_of


def name_of(row: Model) -> str:
    return _name_of.get(type(row), str)(row)


class Readable:
    """Columns and fields of an admin page that are shown as people read them.

    money: fields in minor units, of the row's currency or of that which `currency_path` leads to. documents: JSON fields;
    `document_heads` come first among their columns, `document_money` are amounts. refs: fields that hold a ref. named: foreign keys
    whose rows are called as their own room says (`name_rows`). people: fields that say who did it, by the id of a member.
    """

    money: ClassVar[tuple[str, ...]] = ()
    currency_path: ClassVar[str] = "store.currency"
    documents: ClassVar[tuple[str, ...]] = ()
    document_heads: ClassVar[tuple[str, ...]] = ()
    document_money: ClassVar[frozenset[str]] = frozenset()
    refs: ClassVar[tuple[str, ...]] = ("ref",)
    named: ClassVar[tuple[str, ...]] = ()
    people: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        for kind, names in _kinds(cls):
            for name in names:
                setattr(cls, f"{name}_{kind}", _column(name, _SHOWS[kind]))

    def shown(self, names: Iterable[Any]) -> list[Any]:
        """These names, each once, with the readable ones in the place of their fields."""
        return list(dict.fromkeys(self._shown(name) for name in names))

    def _shown(self, name: Any) -> Any:
        if isinstance(name, (list, tuple)):
            return tuple(self._shown(each) for each in name)
        for kind, names in _kinds(type(self)):
            if name in names:
                return f"{name}_{kind}"
        return name

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        listed = [_words_of.get(name, name) for name in super().get_list_display(request)]  # type: ignore[misc]
        return self.shown(listed)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return self.shown(super().get_fields(request, obj))  # type: ignore[misc]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        said = self.shown(super().get_readonly_fields(request, obj))  # type: ignore[misc]
        known = {field.name for field in self.model._meta.get_fields()}  # type: ignore[attr-defined]
        return self.shown(
            [*said, *(name for _, names in _kinds(type(self)) for name in names if name in known)]
        )


def _kinds(page: type[Readable]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("money", page.money),
        ("table", page.documents),
        ("link", page.refs),
        ("named", page.named),
        ("person", page.people),
    )


def _column(name: str, show: Callable[[Readable, Any, Any], str]) -> Callable[..., str]:
    @admin.display(description=name.replace("_", " ").removesuffix(" amount"), ordering=name)
    def column(self: Any, row: Any) -> str:
        value = getattr(row, name)
        return "-" if value is None else show(self, row, value)

    return column


def _money(page: Readable, row: Any, value: int) -> str:
    currency = _currency_of(row, page.currency_path)
    return spell(value, currency) if currency else f"{value:,}"


def _currency_of(row: Any, path: str) -> str:
    """The currency stands on the row, or where the path leads from it; empty when it stands nowhere."""
    if currency := getattr(row, "currency", ""):
        return str(currency)
    for step in path.split("."):
        row = getattr(row, step, None)
    return str(row or "")


def _person(_page: Readable, _row: Any, by: str) -> str:
    """What somebody is called; programs are called what they call themselves."""
    member_id = actor.member_of(by)
    if member_id is None:
        return by or "-"
    known = _names.get(str(member_id))
    if known is None:
        found = get_user_model()._default_manager.filter(pk=member_id).first()
        known = _names.keep(str(member_id), str(found) if found else by)
    return known


def _link(_page: Readable, _row: Any, ref: str) -> str:
    kind, _, key = ref.partition(":")
    if kind not in _pages or not key:
        return ref or "-"
    return format_html(
        '<a href="{}" title="{}">{} …{}</a>', reverse(_pages[kind], args=[key]), ref, kind, key[-6:]
    )


def _table(page: Readable, row: Any, document: Any) -> SafeString | str:
    def cell(key: str, value: Any) -> Any:
        """A document keeps its money and times as numbers and ISO texts."""
        if key in page.document_money and isinstance(value, int):
            return _money(page, row, value)
        if key.endswith("_at") and isinstance(value, str):
            return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
        return value

    if isinstance(document, dict):
        return rows_of(["", ""], [[_words(key), cell(key, value)] for key, value in document.items()])
    if not (isinstance(document, list) and all(isinstance(each, dict) for each in document)):
        return ", ".join(str(each) for each in document) if isinstance(document, list) else str(document)
    first = page.document_heads
    known = list(dict.fromkeys(key for each in document for key in each))
    heads = sorted(known, key=lambda key: first.index(key) if key in first else len(first))
    return rows_of(
        [_words(head) for head in heads],
        [[cell(head, each.get(head)) for head in heads] for each in document],
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


@admin.display(description="names")
def _in_each_language(row: Any) -> str:
    return " · ".join(row.names.values())


_words_of: dict[Any, Any] = {"names": _in_each_language}

_SHOWS: dict[str, Callable[[Readable, Any, Any], str]] = {
    "money": _money,
    "table": _table,
    "link": _link,
    "named": lambda _page, _row, related: name_of(related),
    "person": _person,
}
