"""The rooms of the engine: each knows only those before it, no file is too long, none is dead."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import vulture
from packaging.requirements import Requirement
from world import ROOT

ENGINE = ROOT / "samloft"
ROOMS = (
    *(
        "problems",
        "suggest",
        "languages",
        "catalogue",
        "disk",
        "mirror",
        "git",
        "defaults",
        "cache",
        "addresses",
    ),
    *("console", "processes", "slots", "text", "course", "composing", "rendering"),
    *("products", "checks", "stamping", "building", "changes", "adapting", "upstream"),
    *("authoring", "importing"),
    *("targets", "versions", "settling", "commands", "cli", "refuse_mkdocs"),
)
"""Every room, from the ground up: a file or a folder of samloft/."""
LONGEST = 400
"""Lines a file may have without saying in its first lines why it has more."""

STILL_TO_PART: list[str] = []
"""What is too long, and gives no reason because there is none."""


@cache
def files() -> dict[str, Path]:
    """Return every file of the engine by the name it is imported as."""
    found = {}
    for path in sorted(ENGINE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports(name: str) -> set[str]:
    """Return the files of ours that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(files()[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("samloft"):
            wholes = [f"{node.module}.{each.name}" for each in node.names]
            found |= {whole if whole in files() else str(node.module) for whole in wholes}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name in files()}
    return found - {name}


def room_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_every_room_is_on_the_list() -> None:
    there = {path.stem for path in ENGINE.glob("*.py")} | {
        path.parent.name for path in ENGINE.glob("*/__init__.py")
    }
    assert there - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_those_before_it(room: str) -> None:
    known = {*ROOMS[: ROOMS.index(room) + 1], ""}
    wrong = {
        f"{name} imports {other}"
        for name in files()
        if room_of(name) == room
        for other in imports(name)
        if room_of(other) not in known
    }
    assert wrong == set()


def test_no_file_imports_itself_round_about() -> None:
    arrows = {name: imports(name) for name in files()}
    assert list(circles(arrows)) == []
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == [["b", "c", "b"]]


def circles(arrows: dict[str, set[str]]) -> Iterator[list[str]]:
    """Yield the circles there are, each as the way round it."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> Iterator[list[str]]:
        if name in way:
            yield [*way[way.index(name) :], name]
        elif name not in done:
            for other in sorted(arrows[name]):
                yield from walk(other, [*way, name])
            done.add(name)

    for name in sorted(arrows):
        yield from walk(name, [])


def test_a_long_file_says_why_it_is_long() -> None:
    silent = []
    for name, path in files().items():
        text = path.read_text(encoding="utf-8")
        about = ast.get_docstring(ast.parse(text)) or ""
        if text.count("\n") > LONGEST and "in one file because" not in " ".join(about.split()):
            silent.append(name)
    assert silent == STILL_TO_PART


def test_every_library_that_is_imported_is_named_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = [each for group in project["optional-dependencies"].values() for each in group]
    named = {Requirement(each).name for each in [*project["dependencies"], *extra]}
    imported = set()
    for path in files().values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Import):
                imported |= {each.name.partition(".")[0] for each in node.names}
    ours = imported - set(sys_modules())
    assert {DISTRIBUTIONS.get(name, name.replace("_", "-")) for name in ours} <= named


def sys_modules() -> Iterator[str]:
    import sys

    yield from sys.stdlib_module_names
    yield "samloft"


DISTRIBUTIONS = {
    "PIL": "pillow",
    "botocore": "boto3",
    "material": "mkdocs-material",
    "pydantic_core": "pydantic",
    "yaml": "pyyaml",
    "bs4": "beautifulsoup4",
    "docx": "python-docx",
    "fontTools": "fonttools",
    "pptx": "python-pptx",
    "ruamel": "ruamel.yaml",
    "markdown_it": "markdown-it-py",
}
"""What is imported by another name than it is installed by."""

CALLED_BY_LIBRARIES = {
    "click": {
        *("allow_extra_args", "format_arguments", "format_epilog", "format_help_text"),
        *("format_usage", "list_commands", "resolve_command"),
    },
    "expat": {
        "CharacterDataHandler",
        "EndElementHandler",
        "EntityDeclHandler",
        "StartElementHandler",
    },
    "html.parser": {"handle_data", "handle_starttag"},
    "jinja2": {
        *("bytecode_cache", "filter_stream", "get_bucket", "intercepted_binops", "join_path"),
        "priority",
    },
    "markdown-it": {"validateLink"},
    "mkdocs": {
        *("_current_page", "active", "build_delay"),
        *("_inject_js_into_html", "_want_rebuild", "_watched_paths"),
    },
    "python-docx": {"base_style", "created", "modified", "rgb", "underline"},
    "pikepdf": {
        *("BitsPerComponent", "IDTree", "Length", "P", "ParentTreeNextKey", "Scope"),
    },
    "pillow": {"MAX_IMAGE_PIXELS"},
    "python-pptx": {
        *("_blob", "first_col", "first_row", "horz_banding", "keywords", "last_modified_by"),
        *("margin_bottom", "margin_left", "margin_right", "margin_top", "rgb", "slide_height"),
        *("slide_width", "space_after", "space_before", "word_wrap"),
    },
    "ruamel.yaml": {"allow_unicode", "preserve_quotes"},
    "socketserver": {"daemon_threads", "request_queue_size"},
    "fonttools": {"CIDCount", "flavor"},
    "tests, which hold contrast against it": {"NIGHT"},
    "zipfile": {"compress_type", "external_attr"},
    "watchdog": {"on_any_event"},
    "tests that need a dictionary": {"is_possible"},
    "read as it is, past __getattribute__": {"_path"},
}
"""What nothing of ours calls, and who does."""


def templates() -> Iterator[str]:
    """Yield the templates, which use what they are given."""
    for folder in (ENGINE, ROOT / "overrides"):
        for path in folder.rglob("*"):
            if path.suffix in {".html", ".jinja", ".md", ".typ"}:
                yield path.read_text(encoding="utf-8")


def test_everything_is_used_by_something() -> None:
    seen = vulture.Vulture()
    seen.scavenge([str(ENGINE), str(ROOT / "build.py")])
    explained = set().union(*CALLED_BY_LIBRARIES.values())
    shown = {name for text in templates() for name in re.findall(r"\.(\w+)", text)}
    unused = {each.name: each.filename for each in seen.get_unused_code() if each.name not in shown}
    assert {name: where for name, where in unused.items() if name not in explained} == {}
    assert explained - unused.keys() == set()


def test_no_pattern_asks_python_for_what_its_first_releases_get_wrong() -> None:
    """Before 3.11.5 a group that never turns back, `(…)*+`, may not match what it should.

    See https://github.com/python/cpython/issues/106052; Debian 12 has 3.11.2.
    """
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "samloft").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "(?:" in line and re.search(r"\)(?:[*+?]|\{[\d,]+\})\+", line)
    ]
    assert found == []
