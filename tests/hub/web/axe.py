"""What axe, the checker of accessible pages, finds wrong with what a browser shows."""

from functools import cache
from importlib.resources import files

from playwright.async_api import Page

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast",)

# What lies still is seen through what floats over it, which axe cannot decide: it looks again
# at what floats, with nothing behind it.
LOOK = """async (only) => {
    const told = (rules) => rules.flatMap((rule) => rule.nodes.map((node) =>
        [node.target, `${rule.id}: ${node.any.map((check) => check.message)}: ${node.html}`]));
    const wrong = (found) => [...told(found.violations), ...told(found.incomplete)];
    const first = wrong(await axe.run(document, { runOnly: only }));
    const floats = first.filter(([target]) =>
        document.querySelector(target)?.closest("footer, dialog"));
    if (!floats.length) return first.map(([, said]) => said);
    const under = document.querySelector("dialog[open]") ? "header, main, footer" : "main";
    const behind = [...document.querySelectorAll(`:is(${under}):not(dialog *)`)];
    for (const part of behind) part.style.visibility = "hidden";
    const include = floats.map(([target]) => target);
    const second = wrong(await axe.run({ include }, { runOnly: only }));
    for (const part of behind) part.style.visibility = "";
    return [...first.filter((one) => !floats.includes(one)), ...second].map(([, said]) => said);
}"""


async def wrongs(page: Page, *rules: str) -> list[str]:
    """Return what is wrong, or what axe could not decide; of some `rules` alone, where named."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_source())
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
    found = await page.evaluate(LOOK, only)
    return [str(one) for one in found]


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
