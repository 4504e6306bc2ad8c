"""What the floor refuses. `fixtures` and `shelves` name what is meant, so that a plan can show it."""

from typing import Any

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class PlanRefused(Refusal):
    """A plan that no store can stand in."""

    status = 422

    def __init__(
        self, *, fixtures: list[str] | None = None, shelves: list[str] | None = None, **details: Any
    ) -> None:
        super().__init__(fixtures=fixtures or [], shelves=shelves or [], **details)


class NoOutline(PlanRefused):
    code = "plan_without_outline"
    text = Text(
        en="Draw the outline of the floor first.",
        ko="먼저 매장 바닥의 윤곽을 그려 주세요.",
        zh="请先绘制门店地面轮廓。",
    )


class OutlineNotGood(PlanRefused):
    code = "plan_outline_not_good"
    text = Text(
        en="The outline of the floor crosses itself or is smaller than four square metres.",
        ko="바닥 윤곽선이 스스로 교차하거나 면적이 4㎡보다 작습니다.",
        zh="地面轮廓自相交叉，或面积不足 4 平方米。",
    )


class FixtureTwice(PlanRefused):
    code = "plan_fixture_twice"
    text = Text(
        en="Two fixtures are called {fixture}.",
        ko="{fixture} 집기가 두 개 있습니다.",
        zh="有两个设施都叫 {fixture}。",
    )


class ShelfTwice(PlanRefused):
    code = "plan_shelf_twice"
    text = Text(
        en="Shelf {shelf} stands in two places.",
        ko="선반 {shelf}이(가) 두 곳에 있습니다.",
        zh="层板 {shelf} 出现在两处。",
    )


class FixtureOffFloor(PlanRefused):
    code = "plan_fixture_off_floor"
    text = Text(
        en="{fixture} does not stand wholly on the floor.",
        ko="{fixture}이(가) 바닥 윤곽을 벗어났습니다.",
        zh="{fixture} 超出了地面轮廓。",
    )


class FixturesOverlap(PlanRefused):
    code = "plan_fixtures_overlap"
    text = Text(
        en="{one} and {other} stand in one another.",
        ko="{one}과(와) {other}이(가) 서로 겹칩니다.",
        zh="{one} 与 {other} 互相重叠。",
    )


class FixtureUnknown(PlanRefused):
    code = "plan_fixture_unknown"
    text = Text(
        en="Shelf {shelf} is on {fixture}, which is not on the plan.",
        ko="선반 {shelf}의 집기 {fixture}이(가) 평면도에 없습니다.",
        zh="层板 {shelf} 所在的 {fixture} 不在平面图上。",
    )


class HoldsNoShelf(PlanRefused):
    code = "plan_fixture_holds_no_shelf"
    text = Text(
        en="{fixture} holds no shelves; {shelf} needs another place.",
        ko="{fixture}에는 선반을 둘 수 없습니다. {shelf}을(를) 다른 곳에 두세요.",
        zh="{fixture} 不能放层板，请为 {shelf} 另选位置。",
    )


class ShelfOffFixture(PlanRefused):
    code = "plan_shelf_off_fixture"
    text = Text(
        en="Shelf {shelf} sticks out of {fixture}.",
        ko="선반 {shelf}이(가) {fixture} 밖으로 나와 있습니다.",
        zh="层板 {shelf} 超出了 {fixture}。",
    )


class ShelvesOverlap(PlanRefused):
    code = "plan_shelves_overlap"
    text = Text(
        en="Shelves {one} and {other} are in the same place of {fixture}.",
        ko="선반 {one}과(와) {other}이(가) {fixture}의 같은 자리에 있습니다.",
        zh="层板 {one} 与 {other} 占用了 {fixture} 的同一位置。",
    )


class OutOfReach(PlanRefused):
    code = "plan_out_of_reach"
    text = Text(
        en="Nobody can get to {fixture}: leave a way of at least half a metre.",
        ko="{fixture}에 다가갈 수 없습니다. 폭 50cm 이상의 통로를 두세요.",
        zh="无法走到 {fixture}，请留出至少半米宽的通道。",
    )


class TooManyPlaces(PlanRefused):
    code = "plan_too_many_places"
    text = Text(
        en="People would walk to {places} places on this floor; a plan holds {most}. Put shelves one above the other.",
        ko="이 평면도에는 걸어갈 자리가 {places}곳입니다. {most}곳까지 그릴 수 있으니 선반을 위아래로 겹쳐 주세요.",
        zh="此平面图上需走到的位置有 {places} 处，最多 {most} 处。请将层板上下叠放。",
    )


class PlanChanged(Refusal):
    code = "plan_changed"
    text = Text(
        en="Somebody has saved version {version} of this plan meanwhile. Load it and draw your changes again.",
        ko="그동안 다른 사람이 평면도 버전 {version}을(를) 저장했습니다. 불러온 뒤 다시 수정해 주세요.",
        zh="期间已有人保存了平面图第 {version} 版，请重新载入后再修改。",
    )


class PlanUnreadable(Refusal):
    code = "plan_unreadable"
    status = 422
    text = Text(
        en="Line {line} of the file cannot be read: {column}.",
        ko="파일의 {line}번째 줄을 읽을 수 없습니다: {column}.",
        zh="文件第 {line} 行无法读取：{column}。",
    )


class VersionUnknown(NotFound):
    code = "plan_version_unknown"
    text = Text(
        en="This store has no version {version} of its plan.",
        ko="이 매장에는 평면도 버전 {version}이(가) 없습니다.",
        zh="本店没有第 {version} 版平面图。",
    )


class NotOnPlan(NotFound):
    code = "not_on_plan"
    text = Text(
        en="{place} is not on the plan of this store.",
        ko="{place}은(는) 이 매장의 평면도에 없습니다.",
        zh="{place} 不在本店的平面图上。",
    )
