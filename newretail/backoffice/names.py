"""Names at the back office: an input for each language that the chain offers, a column of a file for each that is known."""

from typing import Any

from django import forms
from django.db import models
from import_export.fields import Field
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from newretail.kernel import languages
from newretail.kernel.names import NamesField
from newretail.kernel.text import ByLanguage, offered

LONGEST_LINE = 255


class NamesInputs(forms.MultiWidget):
    """One input a language: `names_en`, `names_ko`; its place says in which language it wants to be filled."""

    def __init__(self, codes: tuple[str, ...], *, is_long: bool) -> None:
        self.codes = codes
        kind = UnfoldAdminTextareaWidget if is_long else UnfoldAdminTextInputWidget
        super().__init__({code: kind(attrs=_attributes(code)) for code in codes})

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in self.codes]


class NamesForm(forms.MultiValueField):
    """What something is called, in the languages that the chain offers. What it has in others stays as it is."""

    def __init__(self, *, most: int, **words: Any) -> None:
        self.codes = offered()
        words |= {"widget": NamesInputs(self.codes, is_long=most > LONGEST_LINE), "required": False}
        parts = [forms.CharField(max_length=most, required=False) for _ in self.codes]
        super().__init__(parts, require_all_fields=False, **words)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        said = data_list or [""] * len(self.codes)
        return {code: words.strip() for code, words in zip(self.codes, said, strict=True)}


NAMES_AS_INPUTS: dict[Any, dict[str, Any]] = {NamesField: {"form_class": NamesForm}}
"""For `formfield_overrides`."""


class NameColumn(Field):
    """The name in one language as a column of a file: `name_ko`."""

    def __init__(self, attribute: str, code: str) -> None:
        self.code = code
        super().__init__(attribute=attribute, column_name=column_of(attribute, code))

    def get_value(self, instance: Any) -> str:
        return str(getattr(instance, self.attribute).get(self.code, ""))

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **words: Any) -> None:
        said = str(row[self.column_name] or "").strip()
        setattr(instance, self.attribute, ByLanguage(getattr(instance, self.attribute) | {self.code: said}))


def columns(model: type[models.Model], names: tuple[str, ...]) -> dict[str, Field | None]:
    """These fields of a file, or all of a model's; those that hold names in a column for each known language.

    None for a field that import-export knows how to write by itself.
    """
    found: dict[str, Field | None] = {}
    for name in names or tuple(field.name for field in model._meta.fields):
        if isinstance(model._meta.get_field(name), NamesField):
            found |= {column_of(name, code): NameColumn(name, code) for code in languages.codes()}
        else:
            found[name] = None
    return found


def column_of(attribute: str, code: str) -> str:
    return f"{attribute.removesuffix('s')}_{code}"


def _attributes(code: str) -> dict[str, str]:
    known = languages.KNOWN[code]
    return {"lang": known.tag, "placeholder": known.name, "aria-label": known.name}
