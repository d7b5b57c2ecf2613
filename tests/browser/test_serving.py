"""Sites as readers get them from nginx: every link, the right 404 page, packed, guarded."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hosting import Host, crawl, nginx_serving, read

from samloft.addresses import RULES
from samloft.catalogue import label
from samloft.languages import Language

pytestmark = pytest.mark.slow("file")

HEADERS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cache-control",
)


def test_every_link_of_every_edition_answers(built: Host, folders: tuple[Path, Path]) -> None:
    found = crawl(built, "/")
    assert {path: status for path, status in found.items() if status != 200} == {}
    # The pages of rules are for authors, who are led there by `check` and by the preview.
    every = (page.parent.relative_to(folders[0]) for page in folders[0].rglob("index.html"))
    pages = {f"/{page}/" for page in every if RULES not in page.parts}
    assert {path.replace("/./", "/") for path in pages} - found.keys() == set()
    assert sum(path.endswith(".pdf") for path in found) >= 2
    assert any(path.endswith("/search/index.js") for path in found)


def test_no_page_holds_a_script_or_a_style(folders: tuple[Path, Path]) -> None:
    every = sorted(folders[0].rglob("*.html"))
    # What a 404 page holds stands in the policy by digest: see test_missing_pages.py.
    pages = [page for page in every if page.name != "404.html"]
    assert len(pages) > 100
    assert {path: held for path in pages if (held := read(path.read_text("utf-8")).inline)} == {}
    assert read("<style></style><p style='' onclick=''><script>").inline == [
        *("<style>", "style", "onclick", "<script>")
    ]


@pytest.mark.parametrize("version", ["2026.1", "latest"])
@pytest.mark.parametrize("network", ["nordvik", "sorvik"])
def test_every_link_of_every_version_answers(network: str, version: str, released: Host) -> None:
    root = f"/{network}/{version}/"
    found = {path: status for path, status in crawl(released, root).items() if root in path}
    assert len(found) > 50
    assert set(found.values()) == {200}


@pytest.mark.parametrize(
    ("address", "folder", "language"),
    [
        ("/finnes-ikke", "/", "nb"),
        ("/finnes/ikke/her/heller/slett/ikke.html", "/", "nb"),
        ("/nn/finnes-ikke/", "/nn/", "nn"),
        ("/en/finnes-ikke/", "/en/", "en"),
        ("/nordvik/finnes-ikke", "/", "nb"),
        ("/nordvik/2026.1/finnes-ikke", "/nordvik/2026.1/", "nb"),
        ("/nordvik/2026.1/trygghet/finnes-ikke/", "/nordvik/2026.1/", "nb"),
        ("/nordvik/2026.1/nn/trygghet/samling/x/y/z/", "/nordvik/2026.1/nn/", "nn"),
        ("/nordvik/latest/nn/finnes-ikke.pdf", "/nordvik/latest/nn/", "nn"),
        ("/nordvik/anes/2026.1/trygghet/x", "/nordvik/anes/2026.1/", "nn"),
        ("/sorvik/latest/nb/x/", "/sorvik/latest/nb/", "nb"),
        ("/sorvik/latest/search/", "/sorvik/latest/", "nn"),
        ("/nordvik/2026.1/404.html", "/nordvik/2026.1/", "nb"),
        ("/.git/config", "/", "nb"),
        ("/nordvik/2026.1/nn/.skjult", "/nordvik/2026.1/nn/", "nn"),
        ("/nordvik/2026.1/%22%3E%3Cb%3E/%0D%0Ax", "/nordvik/2026.1/", "nb"),
    ],
)
def test_an_unknown_address_gets_the_nearest_404_page(
    address: str, folder: str, language: Language, released: Host
) -> None:
    answer = released.get(address)
    page = answer.page()
    assert (answer.status, page.language) == (404, language)
    assert page.heading == label(language, "site.not_found")
    links = released.links(address, page)
    assert folder in links
    own = {link for link in links if "/assets/" in link or "/search/" in link}
    assert own
    assert {released.get(link).status for link in own - {address}} == {200}
    if folder.count("/") > 1 and "/20" in folder:
        assert all(link.startswith(folder) for link in own)


def test_where_there_is_no_404_page_there_is_still_a_404(nginx: str, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    with nginx_serving(nginx, tmp_path / "tom", tmp_path / "nginx") as host:
        for path in ("/", "/finnes/ikke"):
            assert host.get(path).status == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("trygghet/01-passord/", "text/html; charset=utf-8"),
        ("assets/stylesheets/samloft.css", "text/css; charset=utf-8"),
        ("assets/javascripts/samloft.js", "text/javascript; charset=utf-8"),
        ("search/index.js", "text/javascript; charset=utf-8"),
        ("nn/trygghet/01-passord/", "text/html; charset=utf-8"),
    ],
)
def test_who_takes_gzip_gets_the_packed_file_and_others_the_same_text_plain(
    path: str, kind: str, released: Host, folders: tuple[Path, Path]
) -> None:
    plain = released.get(f"/nordvik/2026.1/{path}")
    small = released.get(f"/nordvik/2026.1/{path}", Accept_Encoding="gzip", Via="1.1 proxy")
    file = folders[1] / "nordvik" / "2026.1" / f"{path}{'index.html' if path[-1] == '/' else ''}"
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.body == Path(f"{file}.gz").read_bytes()
    assert gzip.decompress(small.body) == plain.body == file.read_bytes()
    for answer in (plain, small):
        assert answer.headers["content-type"] == kind
        assert answer.headers["vary"] == "Accept-Encoding"


def test_the_404_page_is_packed_on_the_way(released: Host) -> None:
    plain = released.get("/nordvik/2026.1/finnes-ikke")
    small = released.get("/nordvik/2026.1/finnes-ikke", Accept_Encoding="gzip")
    assert gzip.decompress(small.body) == plain.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/nordvik/2026.1/trygghet/", 200),
        ("/nordvik/2026.1/assets/stylesheets/samloft.css", 200),
        ("/nordvik/2026.1/trygghet", 301),
        ("/nordvik/", 302),
        ("/nordvik/2026.1/finnes-ikke", 404),
        ("/.git/config", 404),
    ],
)
def test_every_answer_carries_the_headers(path: str, status: int, released: Host) -> None:
    answer = released.get(path)
    assert answer.status == status
    assert [name for name in HEADERS if not answer.headers.get(name)] == []
    policy = answer.headers["content-security-policy"]
    # What a 404 page holds of its own is known by digest: see test_missing_pages.py.
    own = r" 'sha256-[^']{44}'" if status == 404 else ""
    assert re.search(f"; script-src 'self'{own}; style-src 'self'{own}; ", policy)
    assert "unsafe" not in policy
    assert answer.headers["server"] == "nginx"
    # There is no TLS here, so it must not be said.
    assert "strict-transport-security" not in answer.headers


def test_drawings_and_papers_have_rules_of_their_own(
    released: Host, folders: tuple[Path, Path]
) -> None:
    version = folders[1] / "nordvik" / "2026.1"
    drawing, sheet = (
        released.get(f"/nordvik/2026.1/{next(version.rglob(kind)).relative_to(version)}")
        for kind in ("laas*.svg", "*.pdf")
    )
    assert drawing.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert "script-src" not in drawing.headers["content-security-policy"]
    assert drawing.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert drawing.headers["content-security-policy"].endswith("; sandbox")
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert sheet.body.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/nordvik/2026.1/trygghet", "/nordvik/2026.1/trygghet/"),
        ("/nordvik/2026.1/nn", "/nordvik/2026.1/nn/"),
        ("/nordvik", "/nordvik/"),
        ("/nordvik/", "latest/"),
    ],
)
def test_redirects_name_no_host(path: str, to: str, released: Host) -> None:
    assert released.get(path, Host="proxy.example:8443").headers["location"] == to


def test_answers_are_kept_as_long_as_they_hold(released: Host, folders: tuple[Path, Path]) -> None:
    version = folders[1] / "nordvik" / "2026.1"
    sheet = next(version.rglob("*.pdf")).relative_to(version)
    kept = {
        "/": "no-cache",
        "/nordvik/versions.json": "no-cache",
        "/nordvik/2026.1/trygghet/": "no-cache",
        f"/nordvik/2026.1/{sheet}": "public, max-age=3600",
        f"/nordvik/latest/{sheet}": "no-cache",
        "/nordvik/2026.1/assets/stylesheets/samloft.css": "no-cache",
        "/nordvik/2026.1/assets/stylesheets/main.00000000.min.css": "no-cache",  # is not there
    }
    assert {path: released.get(path).headers["cache-control"] for path in kept} == kept


def test_a_page_that_is_unchanged_is_not_sent_again(released: Host) -> None:
    path = "/nordvik/2026.1/trygghet/"
    mark = released.get(path).headers["etag"]
    assert released.get(path, If_None_Match=mark).status == 304
