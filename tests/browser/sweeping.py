"""Has axe look at page after page, and asks it only about what it has not judged yet.

Axe takes most of a second for a page, and pages are much alike. So in each way a page is looked at,
it is first told over: what axe could judge by. What is the same in all of that was judged before,
on another page or in another way, and is not asked about again.

- A part has at most a few dozen elements. It is told by where it stands, its tags, its attributes
  (words and addresses by being there, and by leading to something), by where there is text, what is
  shown, what scrolls, and which targets are how much too small. Neighbours that are alike count as
  one. A new part is asked about with every rule but those for colours.
- An outline is which heading follows which, the landmarks, whether two have one name, what stands
  outside them, and the ids that stand twice. With a new one, and in a new language, the whole page
  is asked about, with the same rules.
- A colouring is what a text's contrast comes of: its colour, whether it is large, the colour of
  what it stands in, and every ground under it. A text with a new one is asked about with the rules
  for colours.
"""

from __future__ import annotations

from typing import Any

from axe import COLOURS, SCRIPT, TAGS, Scheme
from places import WIDE
from playwright.sync_api import Page

_BUT_COLOURS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {
        # axe leaves this one out unless asked: controls of 24 pixels (WCAG 2.5.8).
        "target-size": {"enabled": True},
        **{rule: {"enabled": False} for rule in COLOURS},
    },
    "resultTypes": ["violations"],
}
_OF_COLOURS = {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations"]}
_TELL_OVER = """
    () => {
      const styles = new Map();
      const styleOf = each => styles.get(each) ||
        styles.set(each, getComputedStyle(each)).get(each);
      const isShown = each => each.checkVisibility({visibilityProperty: true}) ||
        styleOf(each).display === "contents" && isShown(each.parentElement);
      const note = (into, key, each) => { if (!into.has(key)) into.set(key, each); };

      const grounds = new Map();
      const groundOf = each => {
        if (!each) return "";
        if (!grounds.has(each)) {
          const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position} =
            styleOf(each);
          const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position];
          const isPlain = own.join() === "rgba(0, 0, 0, 0),none,1,none,normal,static";
          grounds.set(each, groundOf(each.parentElement) + (isPlain ? "" : `|${own}`));
        }
        return grounds.get(each);
      };
      const colours = new Map();
      const noteColour = each => {
        const {color, fontSize, fontWeight, textShadow, textDecorationLine, borderBottomWidth} =
          styleOf(each);
        const size = parseFloat(fontSize);
        const isLarge = size >= 24 || size >= 18.66 && fontWeight >= 700;
        note(colours, [each.localName === "a", color, isLarge, textShadow, textDecorationLine,
                       borderBottomWidth, styleOf(each.parentElement).color,
                       groundOf(each)].join(";"), each);
      };

      const SAID = new Set(["class", "role", "type", "hidden", "tabindex", "lang", "scope", "open",
                            "disabled", "autocomplete"]);
      const LEADS = {for: "", popovertarget: "", "aria-labelledby": "", "aria-describedby": "",
                     "aria-controls": "", href: "#"};
      const tell = ({name, value}) => {
        const before = LEADS[name];
        if (before !== undefined) {
          if (!value.startsWith(before)) return name;
          const ids = decodeURIComponent(value.slice(before.length)).split(" ");
          return `${name}=${ids.every(id => document.getElementById(id))}`;
        }
        if (SAID.has(name) || name.startsWith("aria-") && value.length < 6)
          return `${name}=${value}`;
        return name + (value.trim() ? "" : "=");
      };
      const TARGETS = "a[href], button, input, select, textarea, summary, [tabindex]";
      const sizes = new Map(), keys = new Map();
      const keyOf = each => {
        let key = `<${each.localName}`, size = 1, hasText = false, before = "";
        for (const attribute of each.attributes) key += ` ${tell(attribute)}`;
        const shown = isShown(each);
        if (!shown) key += " hidden";
        else {
          if (each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight) {
            const {overflowX, overflowY} = styleOf(each);
            if (/auto|scroll/.test(overflowX + overflowY)) key += " scrolls";
          }
          if (each.matches(TARGETS) && styleOf(each).display !== "inline") {
            const {width, height} = each.getBoundingClientRect();
            if (width < 24 || height < 24)
              key += ` ${Math.min(24, Math.round(width))} ${Math.min(24, Math.round(height))}`;
          }
          key += ">";
          for (const child of each.childNodes) {
            let own = "";
            if (child.nodeType === Node.TEXT_NODE && child.data.trim()) {
              own = "t";
              hasText = true;
            } else if (child.nodeType === Node.ELEMENT_NODE) {
              own = keyOf(child);
              size += sizes.get(child);
            }
            if (own && own !== before) key += before = own;
          }
          if (hasText || each.matches("input, select, textarea")) noteColour(each);
        }
        sizes.set(each, size);
        keys.set(each, `${key}</>`);
        return keys.get(each);
      };
      keyOf(document.body);

      const LANDMARKS = "header, nav, main, aside, footer, iframe, " +
        ":is(section, form):is([aria-label], [aria-labelledby]), [role=banner], [role=main], " +
        "[role=navigation], [role=complementary], [role=contentinfo], [role=region], " +
        "[role=search], [role=form]";
      const parts = new Map(), outside = new Set();
      const divide = (each, path) => {
        if (!keys.has(each) || !isShown(each)) return;
        const {localName, className} = each, here = `${path} ${localName}.${className}`;
        if (!each.closest(LANDMARKS)) outside.add(here);
        if (sizes.get(each) <= 40 || localName === "svg") note(parts, here + keys.get(each), each);
        else for (const child of each.children) divide(child, here);
      };
      divide(document.body, "");

      const twice = [], follows = new Set(), landmarks = [], ids = new Set();
      for (const {id} of document.querySelectorAll("[id]"))
        if (ids.has(id)) twice.push(id); else ids.add(id);
      const labelOf = each => each.getAttribute("aria-label") ||
        (each.getAttribute("aria-labelledby") || "").split(" ").map(
          id => id && document.getElementById(id)?.textContent).join(" ");
      const labels = new Set();
      let before = "";
      for (const each of document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]"))
        if (isShown(each)) follows.add(`${before} ${before = each.localName}`);
      for (const each of document.querySelectorAll(LANDMARKS))
        if (isShown(each)) {
          const kind = [each.localName, each.getAttribute("role")].join();
          const label = `${kind} ${labelOf(each)}`;
          landmarks.push(`${kind} ${labels.has(label) ? "again" : !!labelOf(each).trim()}`);
          labels.add(label);
        }
      const outline = [!document.title.trim(), ...twice,
                       ...[...follows].sort(), ...new Set(landmarks), ...outside,
                       landmarks.filter(each => each.startsWith("main")).length];

      window.toldOver = {parts, colours};
      const outlines = [outline.join(";"), `in ${document.documentElement.lang}`];
      return {outlines, parts: [...parts.keys()], colours: [...colours.keys()],
              hasAxe: "axe" in window};
    }
"""
_ASK = """
    ([kind, keys, options]) => {
      const found = keys.map(key => window.toldOver[kind].get(key));
      return axe.run(kind ? {include: found} : document, options).then(({violations}) =>
        violations.flatMap(rule => rule.nodes.map(node =>
          `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary}`)));
    }
"""


class Judge:
    """Asks axe about what it has not judged yet, on one page after another."""

    def __init__(self) -> None:
        """Begin with nothing judged."""
        self._judged: set[str] = set()

    def complaints(self, page: Page) -> str:
        """Return what is wrong with what is new on a page as it is seen now: a line for each."""
        told: dict[str, Any] = page.evaluate(_TELL_OVER)
        assert told["parts"], "there is nothing to look at"
        new = {
            kind: [each for each in told[kind] if each not in self._judged]
            for kind in ("outlines", "parts", "colours")
        }
        if any(new.values()) and not told["hasAxe"]:
            page.evaluate(SCRIPT)
        said: list[str] = []
        if new["outlines"]:
            said += page.evaluate(_ASK, ["", [], _BUT_COLOURS])
        elif new["parts"]:
            said += page.evaluate(_ASK, ["parts", new["parts"], _BUT_COLOURS])
        if new["colours"]:
            said += page.evaluate(_ASK, ["colours", new["colours"], _OF_COLOURS])
        self._judged.update(*new.values())
        return "\n".join(said)


class Sweep:
    """Looks at one page after another, each in several ways."""

    def __init__(self, page: Page, judge: Judge) -> None:
        """Use a window as it is first: wide, in the light."""
        self._page, self._judge = page, judge
        self._scheme: Scheme = "light"
        self._width = WIDE["width"]

    def look(self, scheme: Scheme, width: int) -> str:
        """Return what is wrong with what is new when the page is looked at so."""
        if scheme != self._scheme:
            self._page.emulate_media(color_scheme=scheme)
        if width != self._width:
            self._page.set_viewport_size({"width": width, "height": 800})
        self._scheme, self._width = scheme, width
        return self._judge.complaints(self._page)
