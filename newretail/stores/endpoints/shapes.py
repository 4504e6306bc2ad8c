"""Words that come in by more than one of the doors of stores."""

from typing import Annotated

from pydantic import Field, StringConstraints

from newretail.kernel.http import LanguageCode, Words

ShortCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
"""A store's or a zone's: people type it, and it stands in addresses."""
Name = Annotated[Words, StringConstraints(min_length=1, max_length=80)]
Names = Annotated[dict[LanguageCode, Name], Field(min_length=1, max_length=50)]
