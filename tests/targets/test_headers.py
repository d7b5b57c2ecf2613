"""Storage sends the same headers as our nginx."""

from __future__ import annotations

import re

import jinja2
import pytest
from world import ROOT

from samloft.course.course import FILE_KINDS
from samloft.products.registry import find_products
from samloft.targets.headers import OTHER, TYPES, WITH_CHARSET, cache_control, content_type

SETTINGS = (ROOT / "samloft/serving/nginx.conf").read_text(encoding="utf-8")
DIGESTED = "agder/2026.1/assets/javascripts/bundle.79ae519e.min.js"


def block(start: str) -> list[list[str]]:
    """Return the lines of a block, without comments, in words."""
    inside = SETTINGS[SETTINGS.index(start) :].partition("{\n")[2]
    inside = re.split(r"^\s*\}$", inside, maxsplit=1, flags=re.MULTILINE)[0]
    lines = (line.split("#")[0].strip().removesuffix(";") for line in inside.splitlines())
    return [re.findall(r'"[^"]*"|\S+', line.strip().removesuffix(";")) for line in lines if line]


def test_types_are_those_of_nginx() -> None:
    theirs = {ending.removesuffix(";"): line[0] for line in block("types {") for ending in line[1:]}
    assert theirs == TYPES
    assert f"default_type {OTHER};" in SETTINGS
    charset = re.search(r"charset_types (.*);", SETTINGS)
    assert charset
    assert {"text/html", *charset[1].split()} == WITH_CHARSET  # nginx always has HTML there


def test_every_kind_of_file_a_course_may_hold_has_a_type() -> None:
    assert {kind for kind in FILE_KINDS if content_type(f"a{kind}") == OTHER} == set()


def test_every_kind_of_file_that_is_made_of_a_course_has_a_type() -> None:
    every = find_products(on_demand=True, for_a_run=True)
    made = {suffix for product in every for suffix in product.suffixes}
    assert {suffix for suffix in made if content_type(f"a{suffix}") == OTHER} == set()


def test_pages_say_the_policy_that_the_server_sends() -> None:
    written = (ROOT / "overrides/partials/policy.html").read_text(encoding="utf-8")
    sent = {line[0].strip('"'): line[1].strip('"') for line in block("map $uri $samloft_policy")}
    for answer, shown in (("default", {}), (r"~/404\.html$", {"is_anywhere": True})):
        page = jinja2.Template(written).render(shown)
        of_page = re.search(r'content="([^"]*)"', page)
        assert of_page
        assert f"{of_page[1]}; frame-ancestors 'self'" == sent[answer]


@pytest.mark.parametrize(
    "name",
    [
        DIGESTED,
        f"{DIGESTED}.map",
        "latest/" + DIGESTED,
        "agder/latest/" + DIGESTED.removeprefix("agder/2026.1/"),
        "agder/2026.1/assets/stylesheets/palette.7dc9a0ad.min.css",
        "agder/2026.1/assets/stylesheets/extra.css",
        "agder/2026.1/assets/javascripts/workers/search.2c215733.min.js",
        "agder/2026.1/ark/samling-1.pdf",
        "agder/latest/ark/samling-1.pdf",
        "latest/ark.pdf",
        "agder/latest/index.html",
        "agder/versions.json",
        "index.html",
        "CNAME",
    ],
)
def test_files_are_kept_as_long_as_nginx_says(name: str) -> None:
    rules = [[word.strip('"') for word in line] for line in block('map "$status $uri"')]
    assert len(rules) == 4
    default = next(keep for pattern, keep in rules if pattern == "default")
    patterns = [(pattern.removeprefix("~"), keep) for pattern, keep in rules if pattern[0] == "~"]
    answer = f"200 /{name}"
    expected = next((keep for pattern, keep in patterns if re.search(pattern, answer)), default)
    assert cache_control(name) == expected


def test_what_is_kept_differs() -> None:
    assert cache_control(DIGESTED) == "public, max-age=31536000, immutable"
    assert cache_control("agder/2026.1/ark/1.pdf") == "public, max-age=3600"
    assert cache_control("agder/latest/ark/1.pdf") == "no-cache"
    assert cache_control("agder/latest/index.html") == "no-cache"


def test_a_type_is_found_by_the_last_ending() -> None:
    assert content_type("agder/index.html") == "text/html; charset=utf-8"
    assert content_type("a/BILDE.PNG") == "image/png"
    assert content_type("sitemap.xml.gz") == "application/gzip"
    assert content_type("a/versions.json") == "application/json"
    assert content_type("2026.1/CNAME") == OTHER
    assert content_type(".nojekyll") == OTHER
