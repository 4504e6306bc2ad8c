"""A plan as a table: a line for each corner of the floor, each fixture and each shelf. What is written is read back the same, with any
delimiter that a spreadsheet puts between its columns and with heads in each language of the house."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import TypeVar

from newretail.kernel.spreadsheets import as_written, harmless, records
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
_HEADS = {
    "line": "줄 종류 줄종류 行类型 类型", "code": "코드 编码 代码", "kind": "종류 种类", "name": "이름 名称", "width": "너비 폭 宽度 宽", "depth": "깊이 深度 深",
    "height": "높이 高度 高", "turn": "각도 회전 角度 旋转", "zone": "구역 区域 分区", "fixture": "집기 货架 设备", "side": "면 面", "level": "단 层",
    "along": "위치 位置",
}  # fmt: skip
_MEANT = {word: column for column, words in _HEADS.items() for word in words.split()}
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
            {
                "line": "fixture",
                "code": fixture.code,
                "kind": fixture.kind.value,
                "name": harmless(fixture.name),
            }
            | numbers
        )
    for shelf in layout.shelves:
        numbers = {name: f"{getattr(shelf, name):.6g}" for name in ("width", "height", "along", "level")}
        words = {"code": shelf.code, "zone": shelf.zone, "fixture": shelf.fixture, "side": shelf.side.value}
        table.writerow({"line": "shelf"} | words | numbers)
    return text.getvalue()


def read_plan_csv(text: str) -> Layout:
    """The layout of a table. Raises PlanUnreadable with the line and what is wrong in it; the plan itself is judged elsewhere."""
    corners: list[tuple[float, float]] = []
    fixtures: list[FixturePlaced] = []
    shelves: list[ShelfPlaced] = []
    try:
        for line in _lines(text):
            match line.cell("line"):
                case "corner":
                    corners.append((line.metres("x", least=0), line.metres("y", least=0)))
                case "fixture":
                    fixtures.append(_fixture(line))
                case "shelf":
                    shelves.append(_shelf(line))
                case _:
                    raise PlanUnreadable(line=line.number, column="line")
            if len(corners) > MOST_CORNERS or len(fixtures) > MOST_FIXTURES or len(shelves) > MOST_SHELVES:
                raise PlanUnreadable(line=line.number, column="line")
    except csv.Error as error:
        raise PlanUnreadable(line=1, column=str(error)) from error
    return Layout(outline=tuple(corners), fixtures=tuple(fixtures), shelves=tuple(shelves))


def _lines(text: str) -> Iterator["_Line"]:
    rows = records(text)
    _, heads = next(rows, (1, []))
    columns = [_MEANT.get(head.strip(), head.strip().lower()) for head in heads]
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise PlanUnreadable(line=1, column=", ".join(missing))
    for number, cells in rows:
        yield _Line(number, dict(zip(columns, cells, strict=False)))


class _Line:
    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number = number
        self._cells = cells

    def cell(self, column: str) -> str:
        return as_written(self._cells.get(column, "")).strip()

    def read(self, column: str, reader: Callable[[str], Value], good: Callable[[Value], bool]) -> Value:
        try:
            value = reader(self.cell(column))
        except ValueError:
            raise PlanUnreadable(line=self.number, column=column) from None
        if not good(value):
            raise PlanUnreadable(line=self.number, column=column)
        return value

    def metres(self, column: str, *, least: float, most: float = LONGEST) -> float:
        """`nan` and the infinities lie between no two numbers."""
        return rounded(self.read(column, _number, lambda value: least <= value <= most))

    def code(self, column: str) -> str:
        return self.read(column, str, is_good_code)


def _number(cell: str) -> float:
    """With a point, or with the comma that goes with semicolons between columns."""
    return float(cell.replace(",", ".", 1))


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
