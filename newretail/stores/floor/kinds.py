"""What may stand on a floor. This is the registry: the database, the API and the editor follow it."""

from dataclasses import dataclass
from enum import StrEnum

from newretail.kernel.text import Text


class FixtureKind(StrEnum):
    GONDOLA = "gondola"
    FRIDGE = "fridge"
    FREEZER = "freezer"
    STAND = "stand"
    TANK = "tank"
    COUNTER = "counter"
    STALL = "stall"
    TABLE = "table"
    CONVEYOR_ENTRY = "conveyor_entry"
    PACKING_POINT = "packing_point"
    PICKUP_SHELF = "pickup_shelf"
    DOOR = "door"
    WALL = "wall"
    PILLAR = "pillar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a kind is called and can do; the size is that of a new one, in metres.

    shelved: it may hold shelves. visited: people walk to it, so somebody must be able to. solid: one walks round it.
    """

    names: Text
    width: float
    depth: float
    height: float
    shelved: bool = False
    visited: bool = False
    solid: bool = True


TRAITS: dict[FixtureKind, Traits] = {
    FixtureKind.GONDOLA: Traits(
        names=Text(en="Gondola", ko="곤돌라 진열대", zh="货架"),
        width=2.5,
        depth=0.9,
        height=1.8,
        shelved=True,
    ),
    FixtureKind.FRIDGE: Traits(
        names=Text(en="Fridge", ko="냉장 진열대", zh="冷藏柜"), width=2.5, depth=0.9, height=2.0, shelved=True
    ),
    FixtureKind.FREEZER: Traits(
        names=Text(en="Freezer", ko="냉동고", zh="冷冻柜"), width=2.5, depth=1.0, height=0.9, shelved=True
    ),
    FixtureKind.STAND: Traits(
        names=Text(en="Produce stand", ko="농산물 매대", zh="果蔬台"),
        width=2.5,
        depth=1.5,
        height=0.9,
        shelved=True,
    ),
    FixtureKind.TANK: Traits(
        names=Text(en="Seafood tank", ko="수조", zh="水族箱"), width=2.5, depth=1.2, height=1.2, shelved=True
    ),
    FixtureKind.COUNTER: Traits(
        names=Text(en="Counter", ko="카운터", zh="服务台"),
        width=2.5,
        depth=0.9,
        height=1.1,
        shelved=True,
        visited=True,
    ),
    FixtureKind.STALL: Traits(
        names=Text(en="Food stall", ko="푸드 코너", zh="档口"), width=3.0, depth=2.0, height=2.4, visited=True
    ),
    FixtureKind.TABLE: Traits(
        names=Text(en="Table", ko="테이블", zh="餐桌"), width=1.2, depth=0.8, height=0.75
    ),
    FixtureKind.CONVEYOR_ENTRY: Traits(
        names=Text(en="Conveyor entry", ko="컨베이어 투입구", zh="悬挂链入口"),
        width=0.6,
        depth=0.6,
        height=2.2,
        visited=True,
    ),
    FixtureKind.PACKING_POINT: Traits(
        names=Text(en="Packing point", ko="포장대", zh="打包台"),
        width=1.8,
        depth=0.8,
        height=0.9,
        visited=True,
    ),
    FixtureKind.PICKUP_SHELF: Traits(
        names=Text(en="Pickup shelf", ko="픽업 선반", zh="自提架"),
        width=2.0,
        depth=0.5,
        height=2.0,
        visited=True,
    ),
    FixtureKind.DOOR: Traits(
        names=Text(en="Door", ko="문", zh="门"), width=2.0, depth=0.3, height=2.2, visited=True, solid=False
    ),
    FixtureKind.WALL: Traits(names=Text(en="Wall", ko="벽", zh="墙"), width=4.0, depth=0.2, height=3.0),
    FixtureKind.PILLAR: Traits(
        names=Text(en="Pillar", ko="기둥", zh="柱子"), width=0.5, depth=0.5, height=3.0
    ),
}
assert set(TRAITS) == set(FixtureKind)
