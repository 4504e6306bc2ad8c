"""Is a screen for everybody? axe-core looks at it by day and by night, and a finger of 44 px tries every target."""

from functools import cache

from playwright.sync_api import Page

from tests.browser.scene import Scene
from tests.browser.tour import Screen, look_at
from tests.fronts.words import WEB

TARGET_PIXELS = 44
MOST_LOOKS = 4
NEXT_PICTURE = "() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(drawn)), 250))"
GRAVE = ("serious", "critical")
LOOK = """async (rules) => {
  const found = await axe.run(document, { resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: rules } } : {}) });
  return found.violations.map((each) => ({
    id: each.id, impact: each.impact, help: each.help,
    nodes: each.nodes.slice(0, 4).map((node) => `${node.target.join(" ")}  ${node.any[0]?.message ?? ""}`),
  }));
}"""
SMALL = """(least) => {
  const targets = 'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=radio], [role=switch], [role=checkbox]';
  const seen = (el) => el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && el.getClientRects().length > 0;
  const small = [];
  for (const el of document.querySelectorAll(targets)) {
    // A box to tick is pressed by its label, and so is a field that only screen readers see.
    const target = el.matches('input.unseen, input[type=checkbox], input[type=radio]') ? el.closest('label') ?? document.querySelector(`label[for="${el.id}"]`) ?? el : el;
    if (!target || !seen(target) || target.closest('[inert], [aria-hidden=true]') || el.disabled || el.tabIndex < 0) continue;
    if (target.closest('.unseen, .skip')) continue;
    target.scrollIntoView({ block: 'center', inline: 'center' });
    const box = target.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    // What lies around a target may belong to it: a link's pseudo-element, a label's whole row.
    const hits = (dx, dy) => {
      const hit = document.elementFromPoint(Math.min(Math.max(x + dx, 0), innerWidth - 1), Math.min(Math.max(y + dy, 0), innerHeight - 1));
      return hit && (target.contains(hit) || hit.contains(target) && hit.matches('label, button, a') || hit.closest('label')?.contains(target) || hit.closest('label')?.control === target);
    };
    const half = least / 2 - 1;
    const wide = box.width >= least - 0.5 || (hits(-half, 0) && hits(half, 0));
    const high = box.height >= least - 0.5 || (hits(0, -half) && hits(0, half));
    // A link within a sentence is as high as its line (WCAG 2.5.8, inline).
    const isInline = target.tagName === 'A' && getComputedStyle(target).display === 'inline' && target.closest('p, dd, td');
    if ((!wide || !high) && !isInline) {
      small.push(`${target.tagName.toLowerCase()}.${[...target.classList].join('.')} "${(target.innerText || target.getAttribute('aria-label') || '').trim().slice(0, 40)}" ${Math.round(box.width)}x${Math.round(box.height)}`);
    }
  }
  return small;
}"""


@cache
def axe() -> str:
    return (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def barriers(page: Page, screen: Screen, scene: Scene) -> list[str]:
    """What of the screen would keep somebody out; empty when nothing does."""
    look_at(page, screen, scene)
    page.evaluate(axe())
    found = [f"by day: {each}" for each in _grave(page, rules=None)]
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    found += [f"by night: {each}" for each in _by_night(page)]
    page.evaluate("delete document.documentElement.dataset.theme")
    if screen.device != "desktop":
        found += [f"smaller than {TARGET_PIXELS} px: {each}" for each in page.evaluate(SMALL, TARGET_PIXELS)]
    return found


def _by_night(page: Page) -> list[str]:
    """What nobody can read in the dark, once all colours have changed: a busy machine takes a while to change them."""
    found: list[str] = []
    for _ in range(MOST_LOOKS):
        page.evaluate(NEXT_PICTURE)
        found = _grave(page, rules=["color-contrast"])
        if not found:
            break
    return found


def _grave(page: Page, *, rules: list[str] | None) -> list[str]:
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {'; '.join(each['nodes'])}"
        for each in page.evaluate(LOOK, rules)
        if each["impact"] in GRAVE
    ]
