"""A plan as a table: a line for each corner of the floor, each fixture and each shelf. What is written is read back the same."""

import csv
import io
from collections.abc import Callable
from typing import TypeVar

from newretail.stores.floor.errors import PlanUnreadable
from newretail.stores.floor.kinds import FixtureKind
from newretail.stores.floor.rules import (
    LONGEST,
    MOST_CORNERS,
    MOST_FIXTURES,
    MOST_SHELVES,
    FixturePlaced,
    Layout,
    ShelfPlaced,
    Side,
    is_good_code,
    is_good_name,
    rounded,
)

COLUMNS = (
    "line", "code", "kind", "name", "x", "y", "width", "depth", "height", "turn", "zone", "fixture", "side", "level", "along",
)  # fmt: skip
Value = TypeVar("Value")


def plan_csv(layout: Layout) -> str:
    """The table of a layout, in UTF-8 with a header."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    for x, y in layout.outline:
        table.writerow({"line": "corner", "x": f"{x:g}", "y": f"{y:g}"})
    for fixture in layout.fixtures:
        numbers = {
            name: f"{getattr(fixture, name):.6g}" for name in ("x", "y", "width", "depth", "height", "turn")
        }
        table.writerow(
            {"line": "fixture", "code": fixture.code, "kind": fixture.kind.value, "name": fixture.name}
            | numbers
        )
    for shelf in layout.shelves:
        numbers = {name: f"{getattr(shelf, name):.6g}" for name in ("width", "height", "along", "level")}
        words = {"code": shelf.code, "zone": shelf.zone, "fixture": shelf.fixture, "side": shelf.side.value}
        table.writerow({"line": "shelf"} | words | numbers)
    return text.getvalue()


def read_plan_csv(text: str) -> Layout:
    """The layout of a table. Raises PlanUnreadable with the line and what is wrong in it; the plan itself is judged elsewhere."""
    table = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
    if missing:
        raise PlanUnreadable(line=1, column=", ".join(missing))
    corners: list[tuple[float, float]] = []
    fixtures: list[FixturePlaced] = []
    shelves: list[ShelfPlaced] = []
    try:
        for row in table:
            line = _Line(table.line_num, {key: value for key, value in row.items() if isinstance(value, str)})
            match line.cell("line"):
                case "corner":
                    corners.append((line.metres("x", least=0), line.metres("y", least=0)))
                case "fixture":
                    fixtures.append(_fixture(line))
                case "shelf":
                    shelves.append(_shelf(line))
                case _:
                    raise PlanUnreadable(line=table.line_num, column="line")
            if len(corners) > MOST_CORNERS or len(fixtures) > MOST_FIXTURES or len(shelves) > MOST_SHELVES:
                raise PlanUnreadable(line=table.line_num, column="line")
    except csv.Error as error:
        raise PlanUnreadable(line=table.line_num, column=str(error)) from error
    return Layout(outline=tuple(corners), fixtures=tuple(fixtures), shelves=tuple(shelves))


class _Line:
    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self._number = number
        self._cells = cells

    def cell(self, column: str) -> str:
        return self._cells.get(column, "").strip()

    def read(self, column: str, reader: Callable[[str], Value], good: Callable[[Value], bool]) -> Value:
        try:
            value = reader(self.cell(column))
        except ValueError:
            raise PlanUnreadable(line=self._number, column=column) from None
        if not good(value):
            raise PlanUnreadable(line=self._number, column=column)
        return value

    def metres(self, column: str, *, least: float, most: float = LONGEST) -> float:
        """`nan` and the infinities lie between no two numbers."""
        return rounded(self.read(column, float, lambda value: least <= value <= most))

    def code(self, column: str) -> str:
        return self.read(column, str, is_good_code)


def _fixture(line: _Line) -> FixturePlaced:
    return FixturePlaced(
        code=line.code("code"),
        kind=line.read("kind", FixtureKind, lambda _: True),
        name=line.read("name", str, is_good_name),
        x=line.metres("x", least=0),
        y=line.metres("y", least=0),
        width=line.metres("width", least=0.05),
        depth=line.metres("depth", least=0.05),
        height=line.metres("height", least=0.05, most=20),
        turn=line.metres("turn", least=0, most=359.999),
    )


def _shelf(line: _Line) -> ShelfPlaced:
    return ShelfPlaced(
        code=line.code("code"),
        zone=line.code("zone"),
        fixture=line.code("fixture"),
        side=line.read("side", Side, lambda _: True),
        level=line.read("level", int, lambda level: 1 <= level <= 30),
        along=line.metres("along", least=0),
        width=line.metres("width", least=0.05),
        height=line.metres("height", least=0, most=20),
    )
