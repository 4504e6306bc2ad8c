"""A plan as a drawing on paper: SVG, a metre is a unit, with the codes of what stands there."""

from html import escape

from newretail.stores.floor.kinds import TRAITS, FixtureKind
from newretail.stores.floor.rules import FixturePlaced, Layout

MARGIN = 0.5
_FILLS = {
    FixtureKind.GONDOLA: "#ebe4d6",
    FixtureKind.FRIDGE: "#dbe9f4",
    FixtureKind.FREEZER: "#cfe0f2",
    FixtureKind.STAND: "#dcefe3",
    FixtureKind.TANK: "#cbe7ea",
    FixtureKind.COUNTER: "#f3e3c8",
    FixtureKind.STALL: "#f6ddd0",
    FixtureKind.TABLE: "#f1ece2",
    FixtureKind.CONVEYOR_ENTRY: "#14734a",
    FixtureKind.PACKING_POINT: "#bbe0ca",
    FixtureKind.PICKUP_SHELF: "#bbe0ca",
    FixtureKind.DOOR: "#ffffff",
    FixtureKind.WALL: "#8f8878",
    FixtureKind.PILLAR: "#8f8878",
}


def plan_svg(layout: Layout) -> str:
    """The drawing of a layout; of one without an outline, an empty sheet."""
    width = max((x for x, _ in layout.outline), default=1.0) + 2 * MARGIN
    height = max((y for _, y in layout.outline), default=1.0) + 2 * MARGIN
    corners = " ".join(f"{x:g},{y:g}" for x, y in layout.outline)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}cm" height="{height:g}cm"'
            f' viewBox="{-MARGIN:g} {-MARGIN:g} {width:g} {height:g}" font-family="sans-serif">',
            f'<polygon points="{corners}" fill="#fffdf9" stroke="#1d1b16" stroke-width="0.1"/>',
            *(_fixture(each) for each in layout.fixtures),
            "</svg>",
            "",
        ]
    )


def _fixture(fixture: FixturePlaced) -> str:
    """The rectangle, a line along its front where people stand before it, and its code, which stays upright."""
    half_width, half_depth = fixture.width / 2, fixture.depth / 2
    label = f"{fixture.code} {fixture.name}".strip()
    parts = [
        f'<g transform="translate({fixture.x:g} {fixture.y:g}) rotate({fixture.turn:g})">',
        f"<title>{escape(label)}</title>",
        f'<rect x="{-half_width:g}" y="{-half_depth:g}" width="{fixture.width:g}" height="{fixture.depth:g}"'
        f' fill="{_FILLS[fixture.kind]}" stroke="#5d584d" stroke-width="0.03"/>',
    ]
    traits = TRAITS[fixture.kind]
    if traits.shelved or traits.visited:
        parts.append(
            f'<path d="M{-half_width:g} {half_depth:g}H{half_width:g}" stroke="#14734a" stroke-width="0.06"/>'
        )
        parts.append(_label(fixture))
    return "".join([*parts, "</g>"])


def _label(fixture: FixturePlaced) -> str:
    size = min(0.35, fixture.depth * 0.6, fixture.width * 1.4 / len(fixture.code))
    upright = -180 if 90 < fixture.turn <= 270 else 0
    ink = "#ffffff" if fixture.kind == FixtureKind.CONVEYOR_ENTRY else "#1d1b16"
    return (
        f'<text transform="rotate({upright})" y="{size * 0.35:.3g}" font-size="{size:.3g}"'
        f' text-anchor="middle" fill="{ink}">{escape(fixture.code)}</text>'
    )
