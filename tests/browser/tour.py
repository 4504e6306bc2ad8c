"""Every screen of every front: where it is, who stands before it. Pictures are taken along it, and accessibility is measured."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.crew import Goods, cart_of
from tests.browser.pages import Device, Language, Pages
from tests.browser.scene import LOBSTER, MILK, RIDER, STORE, TOAST, Scene
from tests.browser.shopping import KEPT, remembering
from tests.fronts.words import WEB

SETTLED = "main, dialog[open]"
STANDS = """() => document.fonts.status === 'loaded'
  && [...document.querySelectorAll('.waiting')].every((each) => each.getBoundingClientRect().top > innerHeight)
  && [...document.images].every((each) => each.complete || each.getBoundingClientRect().top > innerHeight)"""
"""What lies below the edge of the window may come when one scrolls there."""
ROUTE = re.compile(r'path: "([^"]+)"')
LEADS_ELSEWHERE = re.compile(r"\{ path: [^}]*redirect:")


@dataclass(frozen=True, slots=True)
class Screen:
    """`route` as the front's routes.ts has it; `path` fills it in. `name` is the picture's."""

    front: str
    name: str
    route: str
    path: Callable[[Scene], str]

    @property
    def device(self) -> Device:
        return {"shop": "phone", "ride": "phone", "floor": "tablet", "hq": "desktop"}[self.front]  # type: ignore[return-value]


def _at(path: str) -> Callable[[Scene], str]:
    return lambda _: path


SCREENS = (
    Screen("shop", "home", "/", _at("/")),
    Screen("shop", "stores", "/stores", _at("/stores")),
    Screen("shop", "menu", "/menu", _at("/menu")),
    Screen("shop", "category", "/menu/:category(.*)", _at("/menu/fruit")),
    Screen("shop", "search", "/search", _at("/search?q=milk")),
    Screen("shop", "product", "/p/:sku", _at(f"/p/{LOBSTER}")),
    Screen("shop", "scan", "/scan", _at("/scan")),
    Screen("shop", "cart", "/cart", _at("/cart")),
    Screen("shop", "addresses", "/addresses", _at("/addresses")),
    Screen("shop", "pay", "/pay/:order", lambda scene: f"/pay/{scene.unpaid.id}"),
    Screen("shop", "orders", "/orders", _at("/orders")),
    Screen("shop", "track", "/orders/:id", lambda scene: f"/orders/{scene.riding.id}"),
    Screen("shop", "order-done", "/orders/:id", lambda scene: f"/orders/{scene.done.id}"),
    Screen("shop", "refund", "/orders/:id/refund", lambda scene: f"/orders/{scene.done.id}/refund"),
    Screen("shop", "receipt", "/orders/:id/receipt", lambda scene: f"/orders/{scene.done.id}/receipt"),
    Screen("shop", "me", "/me", _at("/me")),
    Screen("shop", "lost", "/:rest(.*)*", _at("/nowhere/at/all")),
    Screen("floor", "posts", "/", _at("/")),
    Screen("floor", "pick", "/pick", _at("/pick")),
    Screen("floor", "pack", "/pack", _at("/pack")),
    Screen("floor", "wall", "/wall", _at("/wall")),
    Screen("floor", "counter", "/counter", _at("/counter")),
    Screen("floor", "till", "/counter/till", _at("/counter/till")),
    Screen("floor", "pickup", "/counter/pickup", _at("/counter/pickup")),
    Screen("floor", "cash", "/counter/cash", _at("/counter/cash")),
    Screen("floor", "refund", "/counter/refund", _at("/counter/refund")),
    Screen("floor", "requests", "/counter/requests", _at("/counter/requests")),
    Screen("floor", "exit", "/counter/exit", _at("/counter/exit")),
    Screen("floor", "stock", "/stock", _at("/stock")),
    Screen("floor", "receive", "/stock/receive", _at("/stock/receive")),
    Screen("floor", "count", "/stock/count", _at("/stock/count")),
    Screen("floor", "write-off", "/stock/write-off", _at("/stock/write-off")),
    Screen("floor", "expiring", "/stock/expiring", _at("/stock/expiring")),
    Screen("floor", "product", "/stock/product/:sku?", _at(f"/stock/product/{LOBSTER}")),
    Screen("floor", "labels", "/stock/labels", _at("/stock/labels")),
    Screen("floor", "manager", "/manager", _at("/manager")),
    Screen("floor", "state", "/manager/state", _at("/manager/state")),
    Screen("floor", "snoozed", "/manager/snoozed", _at("/manager/snoozed")),
    Screen("floor", "overrides", "/manager/overrides", _at("/manager/overrides")),
    Screen("floor", "people", "/manager/people", _at("/manager/people")),
    Screen("floor", "takings", "/manager/takings", _at("/manager/takings")),
    Screen("ride", "now", "/", _at("/")),
    Screen("ride", "day", "/day/:date?", _at("/day")),
    Screen("hq", "now", "/", _at("/")),
    Screen("hq", "day", "/day", _at("/day")),
    Screen("hq", "me", "/me", _at("/me")),
    Screen("hq", "orders", "/orders", _at("/orders")),
    Screen("hq", "refunds", "/orders/refunds", _at("/orders/refunds")),
    Screen("hq", "story", "/orders/:id", lambda scene: f"/orders/{scene.done.id}"),
    Screen("hq", "stock", "/stock", _at("/stock")),
    Screen("hq", "catalogue", "/catalogue", _at("/catalogue")),
    Screen("hq", "import", "/catalogue/import", _at("/catalogue/import")),
    Screen("hq", "product", "/catalogue/:code", _at(f"/catalogue/{LOBSTER}")),
    Screen("hq", "members", "/members", _at("/members")),
    Screen("hq", "member", "/members/:id", lambda scene: f"/members/{scene.member}"),
    Screen("hq", "integrations", "/integrations", _at("/integrations")),
    Screen("hq", "facts", "/integrations/events", _at("/integrations/events")),
    Screen("hq", "webhook", "/integrations/:id", lambda scene: f"/integrations/{scene.webhook}"),
    Screen("hq", "stores", "/stores", _at("/stores")),
    Screen("hq", "store", "/stores/:code", _at(f"/stores/{STORE}")),
    Screen("hq", "plan", "/stores/:code/plan", _at(f"/stores/{STORE}/plan")),
    Screen("hq", "open-store", "/open-store", _at("/open-store")),
    Screen("hq", "store-sheet", "/stores/:code/sheet", _at(f"/stores/{STORE}/sheet")),
    Screen("hq", "shelves", "/stores/:code/shelves", _at(f"/stores/{STORE}/shelves")),
    Screen("hq", "lost", "/:rest(.*)*", _at("/nowhere")),
)


def routes_of(front: str) -> set[str]:
    """The routes that the front's routes.ts names and that show something."""
    lines = (WEB / front / "routes.ts").read_text("utf-8").splitlines()
    return {found[1] for line in lines if not LEADS_ELSEWHERE.search(line) and (found := ROUTE.search(line))}


def screens_of(*fronts: str) -> list[Screen]:
    return [screen for screen in SCREENS if screen.front in fronts]


def come_in(
    pages: Pages, scene: Scene, front: str, *, device: Device, language: Language, dark: bool = False
) -> BrowserContext:
    """A device of whoever uses this front."""
    house = scene.house
    if front == "shop":
        cart = crew_cart(scene)
        address = scene.shopper.get("/me/addresses") or [scene.shopper.post("/me/addresses", KEPT)]
        here = {
            "latitude": KEPT["latitude"],
            "longitude": KEPT["longitude"],
            "words": KEPT["text"],
            "addressId": address[0]["id"],
        }
        kept = {
            "newretail.shop.token": scene.shopper.token,
            "newretail.shop.store": json.dumps(STORE),
            "newretail.shop.carts": json.dumps({STORE: cart}),
            "newretail.shop.here": json.dumps(here),
        }
    else:
        role, store = {"floor": ("manager", STORE), "ride": ("courier", STORE), "hq": ("head_office", "")}[
            front
        ]
        number = RIDER if front == "ride" else 0
        kept = {f"newretail.{front}.token": house.staff(role, store, number=number).token}
    return pages.on(device, language=language, dark=dark, storage_state=remembering(house, kept))


def crew_cart(scene: Scene) -> str:
    """A cart with a few things in it."""
    return cart_of(
        scene.shopper, STORE, [Goods(LOBSTER, 1040), Goods(TOAST, 2), Goods(MILK, 1, substitution="swap")]
    )


def look_at(page: Page, screen: Screen, scene: Scene) -> None:
    """Go to the screen and wait until it stands: nothing that one sees of it is on its way any more."""
    page.goto(f"/{screen.front}{screen.path(scene)}")
    expect(page.locator(SETTLED).first).to_be_visible()
    expect(page.get_by_role("heading").first).to_be_visible()
    page.wait_for_function(STANDS)
