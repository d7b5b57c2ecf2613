"""A fixed place of a site is said once, in samloft/addresses.py."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from world import ROOT

from samloft import addresses
from samloft.addresses import LATEST

OURS = {
    *(page.stem for page in (addresses.VOCABULARY, addresses.MUNICIPALITIES)),
    *(str(addresses.SHARED_TEXTS), addresses.ADAPTATIONS.stem),
    *(addresses.SESSIONS, LATEST, addresses.VERSIONS),
}
SAID = re.compile(rf"(?<![\w-])({'|'.join(sorted(OURS))})(?![\w-])")


def strings_in(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield the strings of a file that are not said to a reader of the code."""
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node


def test_no_other_file_of_the_engine_names_a_fixed_place() -> None:
    named = [
        f"{path.relative_to(ROOT)}:{each.lineno}: {found[0]}"
        for path in sorted((ROOT / "samloft").rglob("*.py"))
        if path.name != "addresses.py"
        for each in strings_in(ast.parse(path.read_text(encoding="utf-8")))
        for found in SAID.finditer(str(each.value))
    ]
    assert named == []


def test_no_template_names_a_fixed_place() -> None:
    folders = [ROOT / "overrides", *(ROOT / "samloft").glob("*/page_templates")]
    named = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".jinja", ".md", ".typ"}
        for found in SAID.finditer(path.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_what_cannot_ask_the_list_agrees_with_it() -> None:
    script = (ROOT / "overrides/assets/javascripts/samloft.js").read_text(encoding="utf-8")
    server = (ROOT / "samloft/serving/nginx.conf").read_text(encoding="utf-8")
    assert {found[1] for found in SAID.finditer(script)} <= {LATEST}
    assert {found[1] for found in SAID.finditer(server)} <= {LATEST}
