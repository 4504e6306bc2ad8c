"""The weight and the speed of the fronts: `python -m bench.fronts`.

Weight: gzip bytes of a front's first load: its page, entry, what that imports at once, styles and the letters of its language's
alphabet; without pictures and without what is loaded when somebody asks for it. Speed: the shop on a slow phone, simulated by
Chromium: 4 times slower processor, 1.6 Mbit/s with 150 ms to and fro; nothing kept from before. Largest paint by the browser's
own measure; tap to response as the browser measures it for INP: from the finger to the next picture.
"""

import gzip
import json
import re
import statistics
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from bench.house import House, running_house
from tests.browser.pages import SIZES, running_chromium

DIST = Path(__file__).resolve().parents[1] / "newretail" / "fronts" / "dist"
FRONTS = ("shop", "floor", "ride", "hq")
MOST_BYTES = 250_000
SLOWER = 4
BITS_A_SECOND, ROUND_TRIP_MILLISECONDS = 1_600_000, 150
RUNS = 5
LARGEST_PAINT_MILLISECONDS, RESPONSE_MILLISECONDS = 2_500, 200
QUIET_MILLISECONDS = 1_500
SETTLE_MILLISECONDS = 600
LATIN = "latin-wght-normal"
WATCH = """
window.__paint = 0; window.__taps = {};
new PerformanceObserver((list) => { for (const each of list.getEntries()) window.__paint = each.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (each.interactionId) window.__taps[each.interactionId] = Math.max(window.__taps[each.interactionId] ?? 0, each.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""


def main() -> None:
    weights = {front: weight(front) for front in FRONTS}
    with running_house() as house, running_chromium() as chromium:
        paints, taps = [], []
        for _ in range(RUNS):
            paint, slowest = visit(chromium, house)
            paints.append(paint)
            taps += slowest
    print_table(weights, paints=paints, taps=taps)


def weight(front: str) -> int:
    """Bytes on the wire until the front's first screen stands, pictures not counted."""
    manifest: dict[str, Any] = json.loads((DIST / ".vite" / "manifest.json").read_text())
    entry = next(
        name
        for name, chunk in manifest.items()
        if chunk.get("isEntry") and chunk["src"].startswith(f"{front}/")
    )
    files = {f"{front}/index.html"}
    todo, seen = [entry, *first_screen(manifest, entry, front)], set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        chunk = manifest[name]
        files |= {
            chunk["file"],
            *chunk.get("css", []),
            *(each for each in chunk.get("assets", []) if LATIN in each),
        }
        todo += chunk.get("imports", [])
    return sum(wire_bytes(DIST / each) for each in files)


def first_screen(manifest: dict[str, Any], entry: str, front: str) -> list[str]:
    """The screen at the front's address is loaded with it."""
    routes = (Path(__file__).resolve().parents[1] / "web" / front / "routes.ts").read_text()
    found = re.search(r'path: "/",[^}]*?import\("\./(screens/\w+\.vue)"\)', routes)
    return [f"{front}/{found[1]}"] if found and f"{front}/{found[1]}" in manifest else []


def wire_bytes(path: Path) -> int:
    if path.suffix in (".woff2", ".webp", ".png"):
        return path.stat().st_size
    return len(gzip.compress(path.read_bytes(), 9))


def visit(chromium: Browser, house: House) -> tuple[float, list[float]]:
    """One first visit: milliseconds to the largest paint, and from tap to response for each tap."""
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{house.port}", viewport=SIZES["phone"], device_scale_factor=2, is_mobile=True,
        has_touch=True, locale="en-GB", service_workers="block",
    )  # fmt: skip
    context.add_init_script(WATCH)
    page = context.new_page()
    slow_down(context.new_cdp_session(page))
    page.goto("/shop/?store=lujiazui")
    page.locator(".card img").first.wait_for()
    page.wait_for_timeout(QUIET_MILLISECONDS)
    paint = float(page.evaluate("window.__paint"))
    taps = tap_around(page)
    context.close()
    return paint, taps


def slow_down(devtools: CDPSession) -> None:
    """A slow phone on a slow line."""
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MILLISECONDS,
            "downloadThroughput": BITS_A_SECOND / 8,
            "uploadThroughput": BITS_A_SECOND / 8,
        },
    )


def tap_around(page: Page) -> list[float]:
    """Add something, go to a tab, to a category and back; what the browser measured for each of these taps."""
    for selector in (
        "button.plus",
        'nav.bar a[href$="/menu"]',
        '.aisles a, main a[href*="/menu/"]',
        'nav.bar a[href$="/shop/"]',
    ):
        page.locator(selector).first.tap()
        page.wait_for_timeout(SETTLE_MILLISECONDS)
    return [float(each) for each in page.evaluate("Object.values(window.__taps)")]


def print_table(weights: dict[str, int], *, paints: list[float], taps: list[float]) -> None:
    print("| measure | median | most | target |")
    print("|---|---|---|---|")
    for front, size in weights.items():
        target = f"at most {MOST_BYTES // 1000} KB" if front == "shop" else "-"
        print(f"| first load of {front}, gzip, KB | {size / 1000:.0f} | {size / 1000:.0f} | {target} |")
    rows = (
        ("largest paint of the shop's home, ms", paints, LARGEST_PAINT_MILLISECONDS),
        ("tap to response in the shop, ms", taps, RESPONSE_MILLISECONDS),
    )
    for name, values, target in rows:
        middle, most = (statistics.median(values), max(values)) if values else (0.0, 0.0)
        print(f"| {name} ({len(values)}) | {middle:.0f} | {most:.0f} | under {target} |")


if __name__ == "__main__":
    main()
