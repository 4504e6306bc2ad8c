"""Goods that are ordered by the piece and settled by their weight: so many grams are about so many pieces."""


def nearest_pieces(grams: int, *, piece_grams: int) -> int:
    """How many pieces of about `piece_grams` so many grams most likely are, one at the least; halves up."""
    assert grams > 0 and piece_grams > 0
    return max((2 * grams + piece_grams) // (2 * piece_grams), 1)
