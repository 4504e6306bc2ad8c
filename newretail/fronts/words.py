from newretail.kernel.text import Text

NAMES = {
    "shop": Text(en="Haru", ko="하루", zh="每日"),
    "floor": Text(en="Haru Floor", ko="하루 매장", zh="每日门店"),
    "ride": Text(en="Haru Ride", ko="하루 라이드", zh="每日骑手"),
    "hq": Text(en="Haru Head office", ko="하루 본사", zh="每日总部"),
}
NOT_BUILT = Text(
    en="The fronts have not been built yet: run `make web`, then load this page again.",
    ko="화면이 아직 만들어지지 않았습니다. `make web`을 실행한 뒤 다시 여세요.",
    zh="界面尚未构建：请运行 `make web`，然后重新打开此页。",
)
