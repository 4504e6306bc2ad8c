"""Likeness as the textbook has it: the whole table of distances, every word held against every other."""

from collections.abc import Sequence


def slips(one: str, other: str) -> int:
    """Damerau's distance in its restricted form: how many letters are missing, wrong, superfluous, or swapped with their neighbour.

    table[i][j] is the distance of the first i letters of one from the first j of the other.
    """
    table = [[i + j if i == 0 or j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            ways = [
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            ]
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 1] + other[j - 2]:
                ways.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(ways)
    return table[-1][-1]


def near(key: str, keys: Sequence[str], *, most_slips: int, limit: int) -> list[tuple[int, int]]:
    """(slips, place) of those within so many slips, the nearest first, the more used first among equals."""
    every = sorted((slips(key, other), place) for place, other in enumerate(keys))
    return [(distance, place) for distance, place in every if distance <= most_slips][:limit]
