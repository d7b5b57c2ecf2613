"""axe-core, which checks pages, and what it is asked: WCAG 2.2 A and AA, its best practices."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SCRIPT = f"""
    if (!window.axe) {{
      {AXE_SCRIPT}
      // axe reads each colour anew for each element; a page has some twenty of them.
      const colour = axe.commons.color.Color.prototype;
      const read = colour.parseString, known = new Map();
      colour.parseString = function (text) {{
        if (known.has(text)) Object.assign(this, known.get(text));
        else {{
          read.call(this, text);
          known.set(text, {{r: this.r, g: this.g, b: this.b, alpha: this.alpha}});
        }}
        return this;
      }};
    }}
    null
"""
"""What a page is given once: axe, which remembers the colours it has read."""
COLOURS = ("color-contrast", "link-in-text-block")
"""What of it hangs on the scheme."""
Scheme = Literal["light", "dark"]


def complaints(page: Page) -> str:
    """Return what axe finds on a page, one line for each element; nothing when all is well."""
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        # axe leaves this one out unless asked: controls of 24 pixels (WCAG 2.5.8).
        "rules": {"target-size": {"enabled": True}},
    }
    page.evaluate(SCRIPT)
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    assert found["passes"], "axe looked at nothing"
    return "\n".join(
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    )
