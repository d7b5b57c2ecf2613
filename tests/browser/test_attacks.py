"""No text of a network's runs, loads, leads astray or covers anything, with our headers or without.

The attacks are in attacks.yml, each tried in a dozen spellings. Three walls are tried one by one:
what the sanitiser returns, the policy in each page, and the whole way from files to site.

The sanitiser is tried with every attack. Of a site's pages one half is shown with our headers and
one without, and the policy is tried with a third: `SAMLOFT_SWEEP=all` tries all in every way.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from attacking import ARTICLE, Trap, attacks, spelt_otherwise
from dealing import dealt, today
from playwright.sync_api import Browser
from world import FOLDERS, copy_small_course

from samloft.cli import main
from samloft.text.safety import clean

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = "trygghet/01-passord/index.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small course."""
    root = copy_small_course(tmp_path_factory.mktemp("angrep") / "kurs")
    assert main(["build", *FOLDERS, "nordvik", "--without-sheets", "--jobs", "1"], root) == 0
    return root / "site/nordvik"


@pytest.fixture(params=[True, False], ids=["with our headers", "without"])
def headers(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def within(site: Path, html: str) -> str:
    """Return a page of the site with a text in the place of its own."""
    page = (site / PAGE).read_text(encoding="utf-8")
    text = f"<div data-attacked>{html}</div><p data-after>x</p>"
    return ARTICLE.sub(lambda match: f"{match[1]}{text}{match[2]}", page)


def test_there_are_more_than_sixty_attacks_that_work_where_nothing_stops_them(
    browser: Browser, tmp_path: Path
) -> None:
    pages = {
        f"{number}.html": f"<!doctype html><body>{attack}"
        for number, attack in enumerate(attacks())
    }
    trap = Trap(browser, tmp_path, headers=False, pages=pages)
    harmful = [path for path in pages if trap.harm(path)]
    trap.close()
    assert len(harmful) >= 60, len(harmful)


def test_what_the_sanitiser_returns_does_no_harm(site: Path, browser: Browser) -> None:
    every = {each for attack in attacks() for each in spelt_otherwise(attack)}
    ordered = dealt(sorted(every), today() % 3, 3)
    groups = [ordered[start : start + 25] for start in range(0, len(ordered), 25)]
    pages = {}
    for number, group in enumerate(groups):
        texts = "".join(f"<section>{clean(each).html}</section>" for each in group)
        pages[f"trygghet/{number}/x.html"] = within(site, texts)
    trap = Trap(browser, site, headers=False, pages=pages)
    # The page's own policy is taken out: the sanitiser has to do without.
    for path, page in pages.items():
        start, _, rest = page.partition('<meta http-equiv="Content-Security-Policy"')
        assert rest
        pages[path] = start + rest.partition(">")[2]
    found = {path: harm for path in pages if (harm := trap.harm(path))}
    trap.close()
    assert len(every) > 1000
    assert found == {}


def test_the_policy_of_a_page_alone_lets_nothing_run_or_load(site: Path, browser: Browser) -> None:
    pages = {
        f"trygghet/{number}/x.html": within(site, attack)
        for number, attack in enumerate(dealt(attacks(), 0, 3))
        if "refresh" not in attack  # no policy keeps a page from leading on
    }
    trap = Trap(browser, site, headers=False, pages=pages)
    found = {}
    for path in pages:
        harm = [each for each in trap.harm(path) if each.startswith(("ran", "asked"))]
        if harm:
            found[pages[path]] = harm
    trap.close()
    assert found == {}


def test_a_film_of_the_courses_own_is_played(site: Path, browser: Browser, headers: bool) -> None:
    film = clean('<video src="film.mp4" controls preload="auto"></video>').html
    pages = {"trygghet/x/x.html": within(site, film)}
    trap = Trap(browser, site, headers=headers, pages=pages)
    assert trap.harm("trygghet/x/x.html") == []
    trap.page.wait_for_timeout(200)
    trap.close()
    assert "trygghet/x/film.mp4" in trap.asked


SETTINGS = {
    "name": "Digi Angrep <script>alert(1)</script>",
    "language": "nb",
    "host": {"name": "<img src=x onerror=alert(1)>"},
    "colours": {"primary": "#1d4e6b", "accent": "#a3431a"},
    "municipalities": "municipalities.csv",
}


def fill(root: Path) -> None:
    """Write a network whose every text is an attack."""
    network = root / "networks/angrep"
    shutil.rmtree(root / "networks/nordvik")
    (network / "docs").mkdir(parents=True)
    every = [each for attack in attacks() for each in itertools.islice(spelt_otherwise(attack), 3)]
    lines = [
        " ".join(attack.replace("\x02", "").replace("\x03", "").split()) for attack in attacks()
    ]
    # What is printed in many places is another third of them each time.
    plain = dealt([line for line in lines if not re.search(r"\{[{%#]", line)], today() % 3, 3)
    values = {f"verdi_{number}": attack for number, attack in enumerate(plain)}
    write(network / "network.yml", {**SETTINGS, "values": values})
    # Each is an edition, and takes seconds: another third of those each time. Addresses have
    # room for 80 letters.
    short = [line for line in plain if len(line) <= 70]
    rows = (
        "".join((f'{4000 + n},"', name.replace('"', '""'), f' sted{n}",nb\n'))
        for n, name in enumerate(dealt(short, today() // 3 % 3, 3))
    )
    (network / "municipalities.csv").write_text("number,name,language\n" + "".join(rows), "utf-8")
    printed = (
        f"x {{{{ values.{name} }}}} *{{{{ values.{name} }}}}*\n\n{{{{ values.{name} }}}}"
        for name in values
    )
    page(network / "docs/verdier.md", "Verdier", "\n\n".join(printed))
    for number, name in enumerate([*values][::9]):
        inside = f'<p title="{{{{ values.{name} }}}}">y</p>'
        page(network / f"docs/verdi-{number}.md", "Verdi", inside)
    for number, line in enumerate(plain[1::9]):
        alt = line.replace("]", "").replace("[", "")
        page(network / f"docs/bilde-{number}.md", "Bilde", f"![{alt}](bilde.svg)")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    )
    (network / "docs/bilde.svg").write_text(drawing, encoding="utf-8")
    (network / "docs/onerror=alert(1).svg").write_text(drawing, encoding="utf-8")
    for number, attack in enumerate(every):
        page(network / f"docs/side-{number}.md", "Side", f"Først.\n\n{attack}\n\nSist.\n")
    for number, line in enumerate(plain[2::9]):
        page(network / f"docs/tittel-{number}.md", line, "Tekst.", summary=line)
    # What would open a block is refused after the mark of a task, and in a title so is this place.
    said = [name for name, line in values.items() if not line.startswith(("!!!", "???", "///"))]
    fields = "\n\n".join(map(in_fields, dealt(said, today() // 3 % 4, 4)))
    lesson = {"objective": plain[0], "summary": plain[1], "minutes": 5}
    page(network / "modules/trygghet/04-felter.md", plain[4], fields, **lesson)
    block = network / "modules/trygghet/01-passord.md"
    block.parent.mkdir(parents=True, exist_ok=True)
    told = "\n\n".join(f"`{line.replace('`', '')}`" for line in plain if "<!" not in line)
    words = f'{{% extends "shared" %}}\n{{% block lokalt_eksempel %}}\n{told}\n{{% endblock %}}\n'
    block.write_text(words, encoding="utf-8")
    both = {"nb": "", "nn": ""}
    terms = {
        f"angrep-{number}": {
            "term": dict.fromkeys(both, line),
            "definition": dict.fromkeys(both, line),
        }
        for number, line in enumerate(plain)
    }
    write(block.parent / "terms.yml", terms)
    parts = [
        {"form": "plenary", "minutes": 1, "title": dict.fromkeys(both, line)} for line in plain
    ]
    for number, attack in enumerate(["Notat", *plain[3::6]]):
        session = {
            "title": {"nb": f"Samling {number} {attack}"},
            "starts": "09:00",
            "summary": {"nb": attack},
            "needs": {"nb": [attack]},
            "facilitator": {"nb": attack},
            "parts": [{**parts[0], "notes": {"nb": attack}}] if number else parts,
        }
        write(block.parent / f"sessions/9-angrep-{number}.yml", session)
        run = {"session": "trygghet/1-oppstart", "date": "2031-01-12", "place": attack}
        write(network / f"runs/angrep-{number}.yml", {**run, "address": attack, "starts": "09:00"})


def in_fields(name: str) -> str:
    """Return a value in every place that a block or a line of a text has for words."""
    value = f"{{{{ values.{name} }}}}"
    return f"""
## {value} og [{value}](02-lovtekst.md "{value}")

!!! quiz "{value}"
    - [ ] {value}

        *{value}*

    - [x] **{value}** `{value}`

!!! quiz "x"
    answer: {value} og y

    {value}

!!! sheet "{value}"
    - [ ] {value}

    1. {value} ~~{value}~~

    | {value} | y |
    |---|---|
    | {value} | |

!!! group "{value}"
    size: {value}
    minutes: {value}
    product: {value}

    {value}[^n-{name}]

[^n-{name}]: {value}

{value}
:   {value}
"""


def write(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def page(path: Path, title: str, text: str, **head: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = yaml.safe_dump({"title": title, **head}, allow_unicode=True)
    path.write_text(f"---\n{written}---\n\n{text}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Build a site of all that `check` does not refuse; return it, and how many it refuses."""
    root = copy_small_course(tmp_path_factory.mktemp("angrep") / "kurs")
    fill(root)
    refused = 0
    for _ in range(4):
        told = _checked(root)
        if not told:
            break
        for name in told:
            assert name.startswith("networks/angrep/"), told
            refused += 1
            (root / name).unlink()
    assert main(["build", *FOLDERS, "--without-sheets", "--jobs", "1"], root) == 0
    assert (root / "networks/angrep/docs/verdier.md").exists(), "a value is never refused"
    assert (root / "networks/angrep/modules/trygghet/01-passord.md").exists()
    assert (root / "networks/angrep/modules/trygghet/04-felter.md").exists()
    return root / "site", refused


def _checked(root: Path) -> set[str]:
    """Return the files that `check` finds something wrong with."""
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        code = main(["check", "--format", "json"], root)
    assert code in (0, 1)
    found = json.loads(said.getvalue().splitlines()[-1])
    return {each["path"] for each in found if not each["is_warning"]}


def test_nothing_a_network_writes_does_harm(
    attacked: tuple[Path, int], browser: Browser, headers: bool
) -> None:
    site, refused = attacked
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert refused > 300
    assert len(pages) > 70
    trap = Trap(browser, site, headers=headers)
    found = {}
    for path in dealt(pages, int(headers), 2):
        harm = [
            each for each in trap.harm(path) if not each.startswith(("asks", "covers", "clobbers:"))
        ]
        if harm:
            found[path] = harm
    trap.close()
    assert found == {}
