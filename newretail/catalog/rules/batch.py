"""What may stand as a batch or lot in a GS1 code."""

import re

BATCH = r"""^[!"%&'()*+,./0-9:;<=>?A-Z_a-z-]{1,20}$"""
"""One to twenty characters of GS1's character set 82 (General Specifications, figure 7.11-1: AI 10). Nothing else can be printed
into a code, and what cannot be printed can never be scanned."""

_BATCH = re.compile(BATCH)


def is_batch(text: str) -> bool:
    """Can a GS1 code carry this as its batch?"""
    return _BATCH.fullmatch(text) is not None
