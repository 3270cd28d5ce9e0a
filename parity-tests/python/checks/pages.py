"""The pages of ``--report`` in a real browser: drawn, searched, walked by keys, in light and dark, without a word on the console."""

import re
import shutil
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np

from parity.browser import Browser
from parity.command import DONE, REFUSED, dovetail
from parity.containers import read_entries, write_safetensors

GOLDEN = Path(__file__).resolve().parents[2] / "src/test/resources/golden/resnet"
HOSTILE = ("</script><script>document.title='owned'</script>", "<img src=x onerror=\"document.title='owned'\">",
           "\u202e&lt;b&gt;\u2028", "__proto__", "constructor")
SHOWN = [name.replace("\u202e", r"\u202e").replace("\u2028", r"\u2028") for name in HOSTILE]
LAYERS = 80
MANY = 100
STATE = """
    const rows = side => [...document.getElementById(side).querySelectorAll('.row:not(.scope)')];
    return {
        title: document.title,
        count: document.getElementById('count').textContent,
        lines: document.querySelectorAll('#lines path').length,
        left: rows('left').map(row => row.title), right: rows('right').map(row => row.title),
        scopes: document.querySelectorAll('.row.scope').length,
        marked: [...document.querySelectorAll('mark')].map(mark => mark.textContent),
        chosen: [...document.querySelectorAll('.row.chosen')].map(row => row.title),
        lit: document.querySelectorAll('#lines path.lit').length,
        dashed: [...document.querySelectorAll('#lines path')]
            .filter(path => getComputedStyle(path).strokeDasharray !== 'none').length,
        legend: [...document.querySelectorAll('#groups button')].map(button => button.textContent),
        away: document.querySelectorAll('#cells .away').length,
        cells: document.querySelectorAll('#cells button').length,
        details: document.getElementById('details').textContent,
        heat: document.querySelectorAll('.heat i').length,
        focus: document.activeElement.title || document.activeElement.id,
        paper: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
        wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        loaded: performance.getEntriesByType('resource').length,
    };"""
ESCAPE = "\ue00c"
DOWN, LEFT = "\ue015", "\ue012"


class Pages:
    """The pages, made when they are first asked for."""

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def compared(self) -> Path:
        """A network of Haiku's against NNX's, of which three kernels were changed."""
        numbers = read_entries(GOLDEN / "nnx.safetensors")
        for factor, name in enumerate(sorted(name for name in numbers if name.endswith("conv_b.kernel"))[:3], 1):
            numbers[name] = numbers[name].copy()
            numbers[name][..., 0] *= np.float32(1 + 10.0 ** -factor)
        write_safetensors(self.folder / "changed.safetensors", numbers)
        return self._page("diff", GOLDEN / "haiku.npy", "changed.safetensors", status=REFUSED)

    @cached_property
    def converted(self) -> Path:
        """A conversion of the same network."""
        return self._page("convert", GOLDEN / "haiku.npy", "made.safetensors", "--like", GOLDEN / "like.json")

    @cached_property
    def large(self) -> Path:
        """A network of 1,280 arrays, of which every tenth differs."""
        draw = np.random.default_rng(0)
        names = [f"layers.{i}.{part}.{leaf}" for i in range(LAYERS) for leaf in ("kernel", "bias")
                 for part in ("query", "key", "value", "out", "up", "down", "gate", "norm")]
        numbers = {name: draw.random((4, 4), np.float32) for name in names}
        write_safetensors(self.folder / "large.safetensors", numbers)
        write_safetensors(self.folder / "other.safetensors",
                          numbers | {name: numbers[name] * np.float32(1.001) for name in names[::10]})
        return self._page("diff", "large.safetensors", "other.safetensors", status=REFUSED)

    @cached_property
    def open(self) -> Path:
        """A plan of many layers, of which the last two can go either way."""
        numbers = {f"layers.{i}.kernel": np.full((2, i + 3), i, np.float32) for i in range(MANY)}
        heads = {f"{name}.{leaf}": np.zeros(shape, np.float32) for name in ("left", "right")
                 for leaf, shape in (("kernel", (2, 1)), ("bias", (1,)))}
        write_safetensors(self.folder / "open_like.safetensors", numbers | heads)
        source = {f"net/block_{i}/linear//w": array for i, array in enumerate(numbers.values())}
        source |= {f"net/{name}//{leaf}": np.ones(shape, np.float32) for name in ("policy", "value")
                   for leaf, shape in (("w", (2, 1)), ("b", (1,)))}
        np.savez(self.folder / "open.npz", **source)
        return self._page("plan", "open.npz", "--like", "open_like.safetensors", status=REFUSED)

    @cached_property
    def hostile(self) -> Path:
        """Names that would run, close the data, load or confuse."""
        write_safetensors(self.folder / "hostile.safetensors",
                          {f"net.{name}.kernel": np.ones((2, 3), np.float32) for name in HOSTILE})
        shutil.copy(self.folder / "hostile.safetensors", self.folder / "<title>&amp;.safetensors")
        return self._page("diff", "hostile.safetensors", "<title>&amp;.safetensors")

    def _page(self, *arguments: object, status: int = DONE) -> Path:
        page = self.folder / f"page{len(list(self.folder.glob('page*')))}.html"
        dovetail(*arguments, "--report", page, folder=self.folder).expect(status)
        return page

    def drawn(self) -> None:
        """Both trees are there, every match has its line, and nothing was loaded or complained of."""
        with Browser() as browser:
            seen = opened(browser, self.compared)
            matches = read_entries(GOLDEN / "nnx.safetensors").keys()
            assert len(seen["right"]) == seen["lines"] == seen["cells"] == len(matches), seen
            assert {row.partition("  ")[0] for row in seen["right"]} == matches
            assert len(seen["left"]) > len(matches) and "unmatched" in seen["count"], seen["count"]
            picture = browser.screenshot(self.folder / "drawn.png")
            assert picture.startswith(b"\x89PNG") and len(picture) > 20_000, len(picture)

    def searched(self) -> None:
        """The search filters both trees, the lines and the squares, and Escape gives all back."""
        with Browser() as browser:
            before = opened(browser, self.compared)
            browser.type("/conv_b stages.1")
            seen = look(browser)
            assert seen["focus"] == "query" and seen["count"] == "1 of 82 matches", seen
            assert len(seen["left"]) == len(seen["right"]) == seen["lines"] == 1, seen
            assert seen["right"][0].startswith("stages.1.units.0.conv_b.kernel"), seen["right"]
            assert "conv_b" in seen["marked"] and seen["away"] == seen["cells"] - 1, seen
            browser.type(" nosuchname")
            seen = look(browser)
            assert seen["lines"] == 0 and seen["left"] == seen["right"] == [], seen
            browser.type(ESCAPE)
            assert look(browser) == before | {"focus": "query"}

    def chosen(self) -> None:
        """The worst array comes first; its rule, its evidence, its numbers and a map of it are shown."""
        with Browser() as browser:
            opened(browser, self.compared)
            browser.run("document.querySelector('#cells button').click()")
            seen = look(browser)
            assert len(seen["chosen"]) == 2 and seen["lit"] == 1 and seen["heat"] > 0, seen
            for word in ("Conv2D", "rests on", "name", "max abs", "max ULP", "cosine", "conv_b.kernel"):
                assert word in seen["details"], f"{word} is not in {seen['details']}"
            differing = browser.run("document.querySelector('#groups button').click(); " + STATE)
            assert differing["count"] == "3 of 82 matches" and len(differing["right"]) == 3, differing

    def walked(self) -> None:
        """Keys alone reach every row: down a tree, to the match, and close a scope."""
        with Browser() as browser:
            before = opened(browser, self.converted)
            browser.run("document.querySelector('#left .row').focus()")
            browser.type(DOWN + DOWN)
            assert look(browser)["focus"].startswith("params/res_net/~/"), look(browser)["focus"]
            browser.type("m")
            seen = look(browser)
            assert len(seen["chosen"]) == 2 and "." in seen["focus"] and "rests on" in seen["details"], seen
            browser.type(LEFT + LEFT)
            closed = look(browser)
            assert len(closed["right"]) < len(before["right"]) and closed["lines"] <= before["lines"], closed

    def themed(self) -> None:
        """Dark where the system is dark, and the other way round by the button."""
        with Browser() as browser, Browser(dark=True) as night:
            light, dark = opened(browser, self.converted), opened(night, self.converted)
            assert brightness(light["paper"]) > 0.8 > 0.3 > brightness(light["ink"]), light
            assert brightness(dark["paper"]) < 0.2 < 0.7 < brightness(dark["ink"]), dark
            night.screenshot(self.folder / "dark.png")
            browser.run("document.getElementById('theme').click()")
            assert look(browser)["paper"] == dark["paper"]

    def undecided(self) -> None:
        """Dashed lines go from what is open to every candidate; keys walk them and show the line to type."""
        with Browser() as browser, Browser(dark=True) as night:
            seen, dark = opened(browser, self.open), opened(night, self.open)
            for page in (seen, dark):
                assert page["dashed"] == 8 and "open 8" in page["legend"] and "8 candidates" in page["count"], page
            night.screenshot(self.folder / "open_dark.png")
            browser.screenshot(self.folder / "open.png")
            browser.run("document.querySelector('#groups button[data-group=open]').click()")
            seen = look(browser)
            assert seen["lines"] == seen["dashed"] == 8 and len(seen["left"]) == len(seen["right"]) == 4, seen
            browser.run("[...document.querySelectorAll('#right .row')]"
                        ".find(row => row.title.startsWith('left.kernel')).focus()")
            settled = []
            for _ in range(2):
                browser.type("c")
                seen = look(browser)
                assert seen["lit"] == 1 and seen["focus"].startswith("left.kernel"), seen
                settled.append(re.search(r"--map '([^']*)'", seen["details"])[1])
            assert settled == ["net/policy=left", "net/value=left"], settled
            browser.type("m")
            assert look(browser)["focus"].startswith("net/value/w"), look(browser)["focus"]

    def narrow(self) -> None:
        """A narrow window needs no scrolling to the side."""
        with Browser(500, 800) as browser:
            seen = opened(browser, self.converted)
            assert not seen["wide"] and seen["lines"] == 82, seen

    def crowded(self) -> None:
        """Over a thousand arrays start folded, each bundle of lines is there, and one of them is found."""
        with Browser() as browser:
            seen = opened(browser, self.large)
            assert seen["cells"] == 16 * LAYERS and seen["count"] == "1,280 matches", seen["count"]
            assert len(seen["right"]) + seen["scopes"] <= 1000 and seen["lines"] > 0, seen["scopes"]
            browser.type("/layers.42 gate kernel")
            seen = look(browser)
            assert seen["count"] == "1 of 1,280 matches" and seen["right"][0].startswith("layers.42.gate.kernel"), seen
            browser.type(ESCAPE)
            browser.run("document.getElementById('unfold').click()")
            assert look(browser)["lines"] == 16 * LAYERS

    def harmless(self) -> None:
        """Names stay text: none runs, loads, becomes an element or turns the text around it."""
        with Browser() as browser:
            seen = opened(browser, self.hostile)
            assert seen["title"] == "hostile.safetensors \u2194 <title>&amp;.safetensors", seen["title"]
            assert len(seen["right"]) == len(HOSTILE) and all(
                any(name in row for row in seen["right"]) for name in SHOWN), seen["right"]
            made = browser.run("return [document.scripts.length, document.images.length]")
            assert made == [2, 0], made


def opened(browser: Browser, page: Path) -> dict:
    """Opens a page, on which nothing may be loaded and nothing said, and looks at it."""
    browser.open(page)
    seen = look(browser)
    assert seen["loaded"] == 0, f"{seen['loaded']} things were loaded"
    assert browser.messages() == [], browser.messages()
    return seen


def look(browser: Browser) -> dict:
    """What is on the page."""
    return browser.run(STATE)


def brightness(colour: str) -> float:
    """The mean of a colour's parts, from 0 to 1."""
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / (3 * 255)


def checks(folder: Path) -> Iterator[tuple]:
    """All checks of pages, which share their files."""
    own = folder / "pages"
    own.mkdir()
    pages = Pages(own)
    for body in (pages.drawn, pages.searched, pages.chosen, pages.walked, pages.themed, pages.undecided, pages.narrow,
                 pages.crowded, pages.harmless):
        yield (body.__doc__ or "").splitlines()[0].rstrip("."), body
