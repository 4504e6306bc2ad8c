"""A column for what people call something, by language: `{"en": "Fruit", "ko": "과일"}`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from newretail.kernel import languages
from newretail.kernel.text import ByLanguage

_LONGEST_REPEAT = 255
"""What a regular expression of PostgreSQL counts to; longer words are held to their length by the forms alone."""


class _AsWords(DeferredAttribute):
    """Whoever reads the attribute finds a ByLanguage, also before the row has been saved."""

    field: "models.Field[Any, Any]"

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = ByLanguage(value) if isinstance(value, dict) else value


class NamesField(models.JSONField):
    """`most`: characters in each language. `needed`: at least one language has it. The table holds both, whoever writes."""

    descriptor_class = _AsWords

    def __init__(self, *args: Any, most: int, needed: bool = True, **words: Any) -> None:
        self.most, self.needed = most, needed
        words = {"default": ByLanguage} | words | {"blank": not needed}
        super().__init__(*args, **words)

    def deconstruct(self) -> Any:
        name, path, args, words = super().deconstruct()
        words = {key: value for key, value in words.items() if key not in ("blank", "default")}
        return name, path, args, words | {"most": self.most, "needed": self.needed}

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        column = connection.ops.quote_name(self.column or "")
        said = f"{{1,{self.most}}}" if self.most <= _LONGEST_REPEAT else "+"
        odd = (
            '$.keyvalue() ? (!(@.key like_regex "^[a-z]{2,3}$") || @.value.type() != "string" '
            f'|| !(@.value like_regex "^.{said}$" flag "s"))'
        )
        shaped = (
            f"jsonb_typeof({column}) = 'object' AND NOT jsonb_path_exists({column}, '{odd}', '{{}}', true)"
        )
        return f"{shaped} AND {column} <> '{{}}'" if self.needed else shaped

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        check(value, most=self.most, needed=self.needed)

    def formfield(self, **words: Any) -> Any:
        """As JSON, unless a form class of the caller's knows better: it is told how many characters are the `most`."""
        if words.get("form_class") is None:
            return super().formfield(**words)
        return models.Field.formfield(self, **words, most=self.most, show_hidden_initial=False)

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """A form speaks of the languages that it shows; the others stay as they are."""
        kept = getattr(instance, self.attname)
        setattr(instance, self.attname, ByLanguage(kept | data))


def check(value: Any, *, most: int, needed: bool = True) -> None:
    """Raises ValidationError, its code `language` for a language that nobody knows here and `shape` for anything else."""
    if not isinstance(value, dict) or not all(isinstance(said, str) for said in value.values()):
        raise ValidationError('Words by language: {"en": "…", "ko": "…"}.', code="shape")
    for code, said in value.items():
        if code not in languages.KNOWN:
            raise ValidationError(
                f"There are no words in {code} here yet.", code="language", params={"language": code}
            )
        if not said.replace("\n", "").isprintable():
            raise ValidationError(f"{code}: characters that nobody can read.", code="shape")
        if len(said) > most:
            raise ValidationError(f"{code}: at most {most} characters.", code="shape")
    if needed and not any(said.strip() for said in value.values()):
        raise ValidationError('A name in at least one language: {"en": "…"}.', code="shape")
