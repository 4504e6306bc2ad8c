"""Pictures of every screen for `docs/screens`, from a house of their own in which the simulated city shops: `make screens`.

With names of pictures, `python -m tests.browser.screens floor-count`, those only and their sheets.

Each front is seen as it is mostly used; languages and light change from picture to picture, so that together they show all of them.
`contact-FRONT.webp` puts a front's pictures side by side.
"""

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser import camera
from tests.browser.chromium import PROJECT
from tests.browser.house import House, open_house
from tests.browser.pages import Language, Pages, running_chromium
from tests.browser.scene import STORE, Scene, set_scene
from tests.browser.tour import SCREENS, Screen, come_in, look_at
from tests.fronts.words import Said

FOLDER = PROJECT / "docs" / "screens"
FRONTS = ("shop", "floor", "ride", "hq")
LANGUAGES: tuple[Language, ...] = ("en", "ko", "zh")
CALM_MILLISECONDS = 900
DARK_EVERY = 4
"""Every so many pictures one is taken by night."""
CITY_SPEED, CITY_ORDERS, CITY_SECONDS = 30, 30, 240
MOST_BYTES = 150_000
QUALITIES = (86, 78, 70, 60, 50, 40, 30)
SHEET_WIDTH = 2000
THUMB_HEIGHT = {"shop": 480, "floor": 280, "ride": 480, "hq": 300}
GRAPEFRUIT = "9520100005749"
WITH_A_PRODUCT = {("floor", "receive"), ("floor", "count"), ("floor", "write-off")}
"""Forms that begin with a product, which a scanner gun names."""
PAPER, EDGE = (250, 247, 241), 24


def main(wanted: set[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open_house() as house:
        live_a_while(house)
        scene = set_scene(house)
        film = FOLDER / "labels.mjpeg"
        camera.film(camera.shelf_labels(house, STORE, ["Low-fat milk"], zone="dairy"), film)
        try:
            with running_chromium([*camera.ALLOWED, f"{camera.SEES}{film}"]) as chromium:
                take_all(Pages(chromium, house), scene, wanted)
        finally:
            film.unlink()
    for front in FRONTS:
        lay_out(front)


def live_a_while(house: House) -> None:
    """The city shops until it has done a few orders, so that boards and charts have a day to tell of."""
    office = house.head_office
    office.post("/simulation/speed", {"speed": float(CITY_SPEED)})
    words = [
        "city",
        "--instance",
        str(house.stage.staff_file),
        "--url",
        house.url,
        "--wallet",
        house.stage.wallet_url,
    ]
    try:
        subprocess.run(
            [sys.executable, "-m", "twin", *words, "--orders", str(CITY_ORDERS)],
            timeout=CITY_SECONDS,
            check=False,
            stdout=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        print("the city was slow; what it has done so far is shown")
    finally:
        office.post("/simulation/speed", {"speed": 1.0})
    for courier in house.couriers(STORE):
        courier.ask("POST", f"/stores/{STORE}/couriers/me/duty", {"on_duty": False})


def take_all(pages: Pages, scene: Scene, wanted: set[str]) -> None:
    for number, screen in enumerate(SCREENS):
        if wanted and f"{screen.front}-{screen.name}" not in wanted:
            continue
        language, dark = LANGUAGES[number % len(LANGUAGES)], number % DARK_EVERY == DARK_EVERY - 1
        device = "phone" if screen.front == "floor" and screen.name == "pick" else screen.device
        context = come_in(pages, scene, screen.front, device=device, language=language, dark=dark)
        context.grant_permissions(["camera", "geolocation"])
        page = context.new_page()
        look_at(page, screen, scene)
        arrange(page, screen, language)
        keep(page.screenshot(), FOLDER / f"{screen.front}-{screen.name}.webp")
        pages.close()
        print(f"{screen.front}-{screen.name}: {device}, {language}{', dark' if dark else ''}", flush=True)


def arrange(page: Page, screen: Screen, language: Language) -> None:
    """What somebody would do before the screen is worth a look."""
    if (screen.front, screen.name) == ("shop", "scan"):
        page.get_by_role("region").first.wait_for()
    if (screen.front, screen.name) == ("floor", "pick"):
        page.get_by_role("button", name=Said("floor", language)("pick.nextJob")).click()
        page.get_by_role("button", name=Said("floor", language)("pick.scanTag")).wait_for()
        page.keyboard.type("BAG-0417")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="BAG-0417").wait_for()
    if (screen.front, screen.name) in WITH_A_PRODUCT:
        page.keyboard.type(GRAPEFRUIT)
        page.keyboard.press("Enter")
        page.locator(".named, [open] form").first.wait_for()
    if page.locator(".map").count():
        page.locator(".map .mark").first.wait_for(state="attached")
    page.wait_for_timeout(CALM_MILLISECONDS)


def keep(png: bytes, path: Path) -> None:
    """As WebP, as good as goes into MOST_BYTES."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in QUALITIES:
        written = io.BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST_BYTES:
            break
    path.write_bytes(written.getvalue())


def lay_out(front: str) -> None:
    """The front's pictures side by side, all as high."""
    thumbs, height = [], THUMB_HEIGHT[front]
    for screen in SCREENS:
        if screen.front == front and screen.name != "lost":
            with Image.open(FOLDER / f"{front}-{screen.name}.webp") as picture:
                width = round(picture.width * height / picture.height)
                thumbs.append(picture.resize((width, height), Image.Resampling.LANCZOS))
    places, x, y = [], EDGE, EDGE
    for thumb in thumbs:
        if x + thumb.width + EDGE > SHEET_WIDTH:
            x, y = EDGE, y + height + EDGE
        places.append((x, y))
        x += thumb.width + EDGE
    right = max(left + thumb.width for (left, _), thumb in zip(places, thumbs, strict=True))
    sheet = Image.new("RGB", (right + EDGE, y + height + EDGE), PAPER)
    for place, thumb in zip(places, thumbs, strict=True):
        sheet.paste(thumb, place)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    keep(written.getvalue(), FOLDER / f"contact-{front}.webp")


if __name__ == "__main__":
    main(set(sys.argv[1:]))
