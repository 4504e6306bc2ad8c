"""Kinds of fields: how a value is written in a file, kept in the tables, taken by the API and drawn in a form.

A kind stands in the annotation of a field in `fields.py`; the field's name is passed to it where it matters.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar, Literal, Protocol

import orjson
from pydantic import AfterValidator, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema

from newretail.catalog.imports import values
from newretail.catalog.imports.reasons import BAD_CHOICE, NO_NAME, Unusable
from newretail.kernel import languages
from newretail.kernel.http import Words
from newretail.kernel.text import ByLanguage, Text

FormKind = Literal[
    "line", "prose", "names", "stories", "number", "flag", "choice", "choices", "category", "nutrients"
]


class Said(Protocol):
    """What a row says in a column, cut at `most` characters; blank where it says nothing. Raises Unusable.

    lines: it may run over several lines; otherwise they become one."""

    def __call__(self, column: str, most: int = 200, *, lines: bool = False) -> str: ...


_LONGEST = 500
_LINE = r"^[^\x00-\x1f\x7f]*$"
_LONG = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
_Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]
MOST_LANGUAGES = 100
EXAMPLES: list[Any] = [{"en": "Live lobster", "ko": "활 바닷가재"}]


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
        """The columns of a file."""
        return (name,)

    def stored(self, name: str) -> str:
        """The column of the catalogue's table."""
        return name

    @abstractmethod
    def read(self, name: str, said: Said) -> Any:
        """The value that a row of a file states. Raises Unusable."""

    def cells(self, value: Any) -> tuple[str, ...]:
        """The value as `read` reads it, a cell for each of `columns`."""
        return ("" if value is None else str(value),)

    def copied(self, value: Any) -> Any:
        """The value as COPY takes it."""
        return value

    def is_spoken_of(self, name: str, stated: frozenset[str]) -> bool:
        """Whether a file that states these columns says anything of the field."""
        return name in stated

    def merged(self, name: str, *, before: str, stated: frozenset[str]) -> str:
        """What the column of a row that was there holds after an import, in SQL: `before` is what it held, `said` the file's row. The
        braces of `{said}` stand for whether that very row speaks of the field."""
        return f"CASE WHEN {{said}} THEN said.{name} ELSE {before} END"

    def part(self, value: Any) -> Any:
        """The value as the catalogue's table holds it."""
        return value

    def load(self, name: str, row: Any) -> Any:
        """The value as a row of the table or a model has it."""
        return getattr(row, self.stored(name))

    def save(self, name: str, row: Any, value: Any) -> None:
        """Put the value onto a model."""
        setattr(row, self.stored(name), self.part(value))


def parts_said(parts: Mapping[str, str], stated: frozenset[str]) -> str:
    """The parts of a field (languages, nutrients) that a file's row speaks of, in SQL. parts: by their columns; of those, where the row
    does not say of which it speaks, all that its file has."""
    known = ", ".join(f"('{column}', '{part}')" for column, part in parts.items())
    own = f"SELECT part FROM (VALUES {known}) AS known (said_in, part) WHERE said_in = ANY(said.spoken)"  # noqa: S608
    every = ", ".join(f"'{part}'" for column, part in parts.items() if column in stated)
    return f"CASE WHEN said.spoken IS NULL THEN ARRAY[{every}]::text[] ELSE ARRAY({own}) END"


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

    def part(self, value: Any) -> Any:
        return value or (None if self.none else "")


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

    def stored(self, name: str) -> str:
        return f"{name}_id"


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
    staged_as = "varchar[]"

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

    def copied(self, value: Any) -> list[str]:
        return list(value)  # COPY takes a tuple for a composite

    def part(self, value: Any) -> list[str]:
        return sorted(set(value))

    def load(self, name: str, row: Any) -> tuple[str, ...]:
        return tuple(super().load(name, row))


@dataclass(frozen=True, kw_only=True)
class Names(Kind):
    """What something is called, by language; in at least one. `one`: the word in column heads, as in `name_ko`."""

    most: int
    one: str
    form: ClassVar[FormKind] = "names"
    pattern: ClassVar[str] = _LINE
    staged_as = "jsonb"

    @property
    def needed(self) -> bool:
        return True

    def wire(self) -> Any:
        said = Annotated[str, StringConstraints(max_length=self.most, pattern=self.pattern)]
        return Annotated[
            dict[_Language, said],
            AfterValidator(self._called),
            Field(max_length=MOST_LANGUAGES, examples=EXAMPLES if self.needed else None),
        ]

    def _called(self, said: dict[str, str]) -> ByLanguage:
        called = ByLanguage(said)
        if self.needed and not called:
            raise ValueError("a name in at least one language is needed")
        return called

    def columns(self, name: str) -> tuple[str, ...]:
        return tuple(f"{self.one}_{code}" for code in languages.codes())

    def read(self, name: str, said: Said) -> ByLanguage:
        called = ByLanguage(
            (code, said(f"{self.one}_{code}", self.most, lines=not self.needed)) for code in languages.codes()
        )
        if self.needed and not called:
            raise Unusable("no_name", NO_NAME)
        return called

    def cells(self, value: Any) -> tuple[str, ...]:
        return tuple(value.get(code, "") for code in languages.codes())

    def copied(self, value: Any) -> str:
        return orjson.dumps(value).decode()

    def is_spoken_of(self, name: str, stated: frozenset[str]) -> bool:
        return any(f"{self.one}_{code}" in stated for code in languages.codes())

    def merged(self, name: str, *, before: str, stated: frozenset[str]) -> str:
        """A file speaks of the languages that it has columns for; a blank there is no name. The others stay as they are."""
        parts = {f"{self.one}_{code}": code for code in languages.codes()}
        return f"({before} - {parts_said(parts, stated)}) || said.{name}"

    def load(self, name: str, row: Any) -> ByLanguage:
        """A model has the words themselves; a row of a statement has them as JSON."""
        value = getattr(row, name)
        return ByLanguage(orjson.loads(value)) if isinstance(value, str) else value


@dataclass(frozen=True, kw_only=True)
class Stories(Names):
    """Longer words by language; all may be missing."""

    form: ClassVar[FormKind] = "stories"
    pattern = _LONG

    @property
    def needed(self) -> bool:
        return False
