"""How much of something, as it stands in a sentence for the people on the floor."""


def amount_words(quantity: int, *, weighed: bool) -> str:
    """`360 g`, `1.2 kg` of what is weighed; the bare number of pieces."""
    if not weighed:
        return str(quantity)
    return f"{quantity} g" if quantity < 1000 else f"{quantity / 1000:.3f}".rstrip("0").rstrip(".") + " kg"
