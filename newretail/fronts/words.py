from newretail.kernel.text import Text

NAMES = {
    "shop": Text(en="{chain}", ko="{chain}", zh="{chain}"),
    "floor": Text(en="{chain} Floor", ko="{chain} 매장", zh="{chain}门店"),
    "ride": Text(en="{chain} Ride", ko="{chain} 라이드", zh="{chain}骑手"),
    "hq": Text(en="{chain} Head office", ko="{chain} 본사", zh="{chain}总部"),
}
NOT_BUILT = Text(
    en="The fronts have not been built yet: run `make web`, then load this page again.",
    ko="화면이 아직 만들어지지 않았습니다. `make web`을 실행한 뒤 다시 여세요.",
    zh="界面尚未构建：请运行 `make web`，然后重新打开此页。",
)
