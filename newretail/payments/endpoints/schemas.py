"""Shapes that several doors of payments share."""

from typing import Annotated

from pydantic import Field

Typed = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=200)]], Field(max_length=20)
]
"""What a person typed in, by the code of its field."""
