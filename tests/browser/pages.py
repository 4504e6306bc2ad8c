"""Pages as people have them before them: on a phone, a tablet or a desktop, in their language, by day or by night."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.house import House

Language = Literal["ko", "zh", "en"]
Device = Literal["phone", "tablet", "desktop"]

PATIENCE_MILLISECONDS = 15_000

SIZES: dict[Device, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 1024, "height": 768},
    "desktop": {"width": 1440, "height": 900},
}
TAGS: dict[Language, str] = {"ko": "ko-KR", "zh": "zh-CN", "en": "en-GB"}
AT_LUJIAZUI = {"latitude": 31.2352, "longitude": 121.5060}
REFUSED = "Failed to load resource"
"""What Chromium writes for each answer from 400 on. A refusal is an answer as any other; a page that cannot bear one shows it
otherwise."""


@contextmanager
def running_chromium(arguments: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser with nothing in it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(find_chromium()), args=[*ARGUMENTS, *arguments]
        )
        yield chromium
        chromium.close()


@dataclass
class Pages:
    """Opens pages and hears what goes wrong in them."""

    chromium: Browser
    house: House
    troubles: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def on(
        self,
        device: Device,
        *,
        language: Language = "en",
        dark: bool = False,
        at: dict[str, float] | None = AT_LUJIAZUI,
        **more: Any,
    ) -> BrowserContext:
        """A device of somebody's own: what one keeps, another does not see. `at`: where they let the page know they are."""
        context = self.chromium.new_context(
            base_url=self.house.url,
            viewport=SIZES[device],
            device_scale_factor=2 if device == "phone" else 1,
            has_touch=device != "desktop",
            is_mobile=device == "phone",
            locale=TAGS[language],
            color_scheme="dark" if dark else "light",
            geolocation={"latitude": at["latitude"], "longitude": at["longitude"]} if at else None,
            permissions=["geolocation"] if at else [],
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        self._contexts.append(context)
        context.on("page", self._listen)
        return context

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message))
        page.on("request", lambda request: self._look(request))
        page.on("response", lambda answer: self._broke(answer.status, answer.url))

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REFUSED):
            self.troubles.append(f"{page.url}: {message.text}")

    def _look(self, request: Request) -> None:
        ours = (self.house.url, self.house.stage.wallet_url, "data:", "blob:")
        if not request.url.startswith(ours):
            self.troubles.append(f"asked another host: {request.url}")

    def _broke(self, status: int, url: str) -> None:
        if status >= 500:
            self.troubles.append(f"{status} from {url}")

    def close(self, *, keep: Path | None = None) -> None:
        """Put all devices away. `keep`: a folder for what their pages show."""
        for number, context in enumerate(self._contexts):
            for place, page in enumerate(context.pages) if keep else ():
                keep.mkdir(parents=True, exist_ok=True)
                # written here: Playwright would leave threads behind that write
                (keep / f"{number}-{place}.png").write_bytes(page.screenshot())
            context.close()
        self._contexts.clear()


def storage_of(context: BrowserContext, front: str, token: str) -> None:
    """Somebody who came in before: their token lies where the front keeps it."""
    context.add_init_script(f"localStorage.setItem('newretail.{front}.token', '{token}')")
