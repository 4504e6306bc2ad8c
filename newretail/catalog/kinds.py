"""Kinds of fields: how a value is written in a file, kept in the tables, taken by the API and drawn in a form.

A kind stands in the annotation of a field in `fields.py`; the field's name is passed to it where it matters.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar, Literal, Protocol

from pydantic import Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

from newretail.catalog.imports import values
from newretail.catalog.imports.reasons import BAD_CHOICE, NO_NAME, Unusable
from newretail.kernel.http import Body, NamesOut, Words
from newretail.kernel.languages import IN_CODE as LANGUAGES
from newretail.kernel.text import Text

FormKind = Literal["line", "prose", "names", "stories", "number", "flag", "choice", "choices", "category"]


class Said(Protocol):
    """What a row says in a column, cut at `most` characters; blank where it says nothing. Raises Unusable.

    lines: it may run over several lines; otherwise they become one."""

    def __call__(self, column: str, most: int = 200, *, lines: bool = False) -> str: ...


_LONGEST = 500
_LONG = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"


class Group(Enum):
    """The parts of a product's sheet, in the order in which a form shows them."""

    WHAT = Text(en="What it is", ko="무엇인가요", zh="商品")
    SOLD = Text(en="How it is kept and sold", ko="보관과 판매", zh="存放与销售")
    INSIDE = Text(en="What is in it", ko="성분", zh="成分")
    WORDS = Text(en="Description", ko="설명", zh="描述")


@dataclass(frozen=True)
class Kind(ABC):
    """`label`: what people call the field. `beside`: the field with which it shares a place in a form.
    `fixed`: it stays as it is once the SKU is there."""

    label: Text
    group: Group
    _: KW_ONLY
    beside: str = ""
    fixed: bool = False

    form: ClassVar[FormKind]
    staged_as: ClassVar[str] = "text"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(Annotated[self.wire(), Field(description=self.label.en)])

    @property
    def needed(self) -> bool:
        """A sheet without it is refused."""
        return False

    @property
    def standard(self) -> str:
        """What it is unless somebody says otherwise, as a file writes it."""
        return ""

    @abstractmethod
    def wire(self) -> Any:
        """The type that the API takes, with its limits."""

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns of a file, which are those of the import's temporary table too."""
        return (name,)

    def stored(self, name: str) -> tuple[str, ...]:
        """The columns of the catalogue's table, in the order of `columns`."""
        return (name,)

    @abstractmethod
    def read(self, name: str, said: Said) -> Any:
        """The value that a row of a file states. Raises Unusable."""

    def cells(self, value: Any) -> tuple[str, ...]:
        """The value as `read` reads it, a cell for each of `columns`."""
        return ("" if value is None else str(value),)

    def paths(self, name: str) -> tuple[str, ...]:
        """Where COPY finds the parts of the value on an import's row, one for each of `columns`."""
        return (name,)

    def parts(self, value: Any) -> tuple[Any, ...]:
        """The parts of the value as the columns of the catalogue's table hold them."""
        return (value,)

    def load(self, name: str, row: Any) -> Any:
        """The value as a row of the table or a model has it."""
        return getattr(row, self.stored(name)[0])

    def save(self, name: str, row: Any, value: Any) -> None:
        """Put the value onto a model."""
        for column, part in zip(self.stored(name), self.parts(value), strict=True):
            setattr(row, column, part)


@dataclass(frozen=True, kw_only=True)
class Line(Kind):
    """One line of words."""

    most: int
    form: ClassVar[FormKind] = "line"

    def wire(self) -> Any:
        return Annotated[Words, StringConstraints(max_length=self.most)]

    def read(self, name: str, said: Said) -> Any:
        return said(name, self.most)


@dataclass(frozen=True, kw_only=True)
class Prose(Line):
    """Words that may run over several lines."""

    form: ClassVar[FormKind] = "prose"

    def wire(self) -> Any:
        return Annotated[str, StringConstraints(max_length=self.most, pattern=_LONG)]

    def read(self, name: str, said: Said) -> Any:
        return said(name, self.most, lines=True)


@dataclass(frozen=True, kw_only=True)
class Shaped(Line):
    """A short text of a certain shape, or nothing. `upper`: capitals are meant. `none`: nothing is NULL, not blank."""

    shape: str
    upper: bool = False
    none: bool = False

    def cleaned(self, text: str) -> str:
        return text.upper() if self.upper else text

    def wire(self) -> Any:
        shaped = Annotated[str, StringConstraints(pattern=f"^(?:{self.shape})?$")]
        return shaped | None if self.none else shaped

    def read(self, name: str, said: Said) -> Any:
        text = self.cleaned(said(name, _LONGEST))
        if text and not re.fullmatch(self.shape, text):
            raise Unusable("bad_choice", BAD_CHOICE, text)
        return text or (None if self.none else "")

    def parts(self, value: Any) -> tuple[Any, ...]:
        return (value or (None if self.none else ""),)


@dataclass(frozen=True, kw_only=True)
class Digits(Shaped):
    """A number that is a name, so its zeros count; spreadsheets write it as `41234.0`."""

    none: bool = True

    def cleaned(self, text: str) -> str:
        return text.removesuffix(".0")


@dataclass(frozen=True, kw_only=True)
class InCategory(Shaped):
    """The slug of a category. Whether there is such a one is for the import and the use case to find out."""

    form: ClassVar[FormKind] = "category"
    none: bool = True

    def wire(self) -> Any:
        return Annotated[str, StringConstraints(max_length=self.most)] | None

    def stored(self, name: str) -> tuple[str, ...]:
        return (f"{name}_id",)


@dataclass(frozen=True, kw_only=True)
class Whole(Kind):
    """A whole number between `least` and `most`, or none."""

    least: int
    most: int
    form: ClassVar[FormKind] = "number"
    staged_as = "int"

    def wire(self) -> Any:
        return Annotated[int, Field(strict=True, ge=self.least, le=self.most)] | None

    def read(self, name: str, said: Said) -> int | None:
        return values.whole(said(name), least=self.least, most=self.most)


@dataclass(frozen=True, kw_only=True)
class Flag(Kind):
    """Yes or no; `otherwise` where a file says neither."""

    otherwise: bool
    form: ClassVar[FormKind] = "flag"
    staged_as = "boolean"

    @property
    def standard(self) -> str:
        return str(int(self.otherwise))

    def wire(self) -> Any:
        return bool

    def read(self, name: str, said: Said) -> bool:
        return values.yes(said(name) or self.standard)

    def cells(self, value: Any) -> tuple[str, ...]:
        return (str(int(value)),)


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    """One of a few; `otherwise` where a file says none, which may be blank."""

    among: Mapping[str, Text]
    otherwise: str
    form: ClassVar[FormKind] = "choice"

    @property
    def needed(self) -> bool:
        return self.otherwise in self.among

    @property
    def standard(self) -> str:
        return self.otherwise

    @property
    def allowed(self) -> tuple[str, ...]:
        named = tuple(map(str, self.among))
        return named if self.needed else (*named, self.otherwise)

    def wire(self) -> Any:
        return Literal[self.allowed]

    def read(self, name: str, said: Said) -> str:
        return values.choice(said(name), among=self.allowed, otherwise=self.otherwise)


@dataclass(frozen=True, kw_only=True)
class Choices(Kind):
    """Some of a few, in a file separated by spaces or commas."""

    among: Mapping[str, Text]
    form: ClassVar[FormKind] = "choices"
    staged_as = "text[]"

    @property
    def allowed(self) -> tuple[str, ...]:
        return tuple(map(str, self.among))

    def wire(self) -> Any:
        several: Any = tuple.__class_getitem__((Literal[self.allowed], ...))
        return Annotated[several, Field(max_length=len(self.among))]

    def read(self, name: str, said: Said) -> tuple[str, ...]:
        found = sorted(set(said(name).replace(",", " ").lower().split()))
        if unknown := [each for each in found if each not in self.among]:
            raise Unusable("bad_choice", BAD_CHOICE, unknown[0])
        return tuple(found)

    def cells(self, value: Any) -> tuple[str, ...]:
        return (" ".join(value),)

    def parts(self, value: Any) -> tuple[Any, ...]:
        return (sorted(set(value)),)

    def load(self, name: str, row: Any) -> tuple[str, ...]:
        return tuple(super().load(name, row))


@dataclass(frozen=True, kw_only=True)
class Names(Kind):
    """What something is called in each language of the house; the first one is needed. `one`: the word in column heads."""

    most: int
    one: str
    form: ClassVar[FormKind] = "names"

    @property
    def needed(self) -> bool:
        return True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda said: said.as_text(),
            handler.generate_schema(self.wire()),
            serialization=core_schema.plain_serializer_function_ser_schema(
                by_language, return_schema=handler.generate_schema(NamesOut)
            ),
        )

    def wire(self) -> Any:
        return NamesIn

    def columns(self, name: str) -> tuple[str, ...]:
        return tuple(f"{self.one}_{language}" for language in LANGUAGES)

    def stored(self, name: str) -> tuple[str, ...]:
        return self.columns(name)

    def read(self, name: str, said: Said) -> Text:
        texts = {
            language: said(f"{self.one}_{language}", self.most, lines=not self.needed)
            for language in LANGUAGES
        }
        if self.needed and not texts[LANGUAGES[0]]:
            raise Unusable("no_name", NO_NAME)
        return Text(**texts)

    def cells(self, value: Any) -> tuple[str, ...]:
        return tuple(getattr(value, language) for language in LANGUAGES)

    def paths(self, name: str) -> tuple[str, ...]:
        return tuple(f"{name}.{language}" for language in LANGUAGES)

    def parts(self, value: Any) -> tuple[Any, ...]:
        return self.cells(value)

    def load(self, name: str, row: Any) -> Text:
        return Text(**{language: getattr(row, f"{self.one}_{language}") for language in LANGUAGES})


@dataclass(frozen=True, kw_only=True)
class Stories(Names):
    """Longer words in each language; all may be missing."""

    form: ClassVar[FormKind] = "stories"

    @property
    def needed(self) -> bool:
        return False

    def wire(self) -> Any:
        return StoriesIn


_Name = Annotated[Words, StringConstraints(max_length=200)]
_Story = Annotated[str, StringConstraints(max_length=4000, pattern=_LONG)]


def by_language(said: Text) -> dict[str, str]:
    return {code: said.read_in(code) for code in LANGUAGES}


class NamesIn(Body):
    """What something is called; what has no translation is shown as it stands in another language."""

    en: Annotated[_Name, StringConstraints(min_length=1)] = Field(examples=["Live lobster"])
    ko: _Name = Field("", examples=["활 바닷가재"])
    zh: _Name = Field("", examples=["活龙虾"])

    def as_text(self) -> Text:
        return Text(**self.model_dump())


class StoriesIn(Body):
    """Longer words in each language; all may be missing."""

    en: _Story = ""
    ko: _Story = ""
    zh: _Story = ""

    def as_text(self) -> Text:
        return Text(**self.model_dump())
