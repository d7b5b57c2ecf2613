"""A stamped site is, to the byte, the site the engine makes of the edition's own plain tree."""

from __future__ import annotations

import dataclasses
import gc
import os
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from world import Run, copy_small_course

from samloft.cache import Cache
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import PlainTree
from samloft.course.editions import Site
from samloft.course.model import Course, Edition, Network
from samloft.course.reader import Reader
from samloft.products.paper.letters import extraordinary, unprintable
from samloft.products.registry import find_products
from samloft.rendering.engines import built_on
from samloft.slots.slot import PREFIX
from samloft.stamping.proof import differences
from samloft.stamping.stamper import NotStampableError, Stamper

EXAMPLES = int(os.environ.get("SAMLOFT_EXAMPLES", "12"))
"""2 000 of them have been run once; this many are run each time."""

EVERYWHERE = """\
---
title: Alle steder
---

{{ network.name }} står først, **{{ network.name }}** i fet skrift, og _{{ network.name }}_x.

{{ municipality.number if municipality else "0" }}. står først i noe som ligner en liste.

## Overskrift om {{ edition.name }}

### Fast overskrift

- {{ network.name }}
- `{{ edition.name }}` i kode, ~~{{ edition.name }}~~ og *{{ edition.name }}*.

| {{ network.name }} | b |
|:--|:--|
| {{ edition.name }} | {{ edition.id }} |

!!! local "Lokalt hos oss"

    {{ network.name }}[^a] og [{{ network.name }}](om.md "{{ edition.name }}").

{% if network.url %}[Nettverket]({{ network.url }}), <{{ network.url }}>{% endif %}
{% if municipality and municipality.website %}[Kommunen]({{ municipality.website }}){% endif %}
{% if network.feedback %}[Skriv til oss]({{ network.feedback }}){% endif %}

[Utgaven](https://eksempel.no/{{ edition.id }}/?q={{ edition.name }})
<span title="{{ network.name }}">her</span>
<span id="x{{ edition.name }}">der</span> <!-- {{ network.name }} -->

{{ network.name | upper }} {{ edition.name | length }} {{ "æ" in edition.name }}
{{ edition.name ~ "!" }} {{ edition.name[:2] }} {{ "%s" | format(network.name) }}
{% if edition.name == "Aure" %}Aure{% elif edition.name > "M" %}Sent{% else %}Tidlig{% endif %}
{% for letter in edition.name %}{{ loop.index }}{% endfor %}
{{ edition.name.replace("a", "b") }} {{ values.meldesystem | default("ingen") }}
{% set navn = edition.name %}{{ navn }} {{ [network.name, edition.name] | join(", ") }}
{{ [network.name, edition.name] | sort | first }} {{ "{}!".format(edition.name) }}
{{ {"a": edition.name} | dictsort }}

[^a]: Fotnote fra {{ network.name }}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_small_course(tmp_path_factory.mktemp("stempel") / "kurs")
    (root / "docs/overalt.md").write_text(EVERYWHERE, encoding="utf-8")
    settings_file = root / "modules/course.yml"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(text.replace("pages: [", "pages: [overalt, "), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def course(small: Path) -> tuple[Course, tuple[Network, ...]]:
    read = read_all(Reader(small))
    assert any(page.slug == "overalt" for page in read[0].pages)
    return read


def changed(network: Network, name: str, place: str, url: str, value: str) -> Edition:
    """Return the edition of a network's first municipality, with other values."""
    first = dataclasses.replace(network.municipalities[0], name=place, website=f"https://{url}.no/")
    return Edition(
        network=dataclasses.replace(
            network, name=name, url=f"https://{url}", values={"meldesystem": value}
        ),
        municipality=first,
    )


HOSTILE = (
    st.text(
        alphabet=st.one_of(
            st.sampled_from(list("&<>\"'*_[](){}|`\\#!-+.:~/=^$%@ \u00a0æøåáčđŋÆØÅ0123456789")),
            st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
        ),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(lambda text: text and not unprintable(extraordinary(text)))
)
"""What no paper can show is refused before anything is built (checks/letters.py)."""
PLAIN = st.text(alphabet="abcdeæøåáčđŋ ABC", min_size=1, max_size=12).map(str.strip).filter(bool)
NAMES = st.one_of(PLAIN, HOSTILE, st.sampled_from(["Aure", "1. Bø", "Sør-Varanger", "a" * 400]))
URLS = st.from_regex(r"[a-z0-9]([a-z0-9._~/?=&#%+-]{0,20}[a-z0-9/])?", fullmatch=True)


def stamper_in(folder: Path, composer: Composer) -> Stamper:
    """Return a stamper that has rendered nothing yet."""
    return Stamper(composer, Cache(folder / "lager", "motor"), folder / "verk")


class Works:
    """One stamper for all examples, as one process has for all its editions."""

    composer: Composer
    stamper: Stamper
    network: Network


@pytest.fixture(scope="module", autouse=True)
def works(course: tuple[Course, tuple[Network, ...]]) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        Works.composer = Composer(course[0], offers=find_products())
        Works.network = course[1][0]
        Works.stamper = stamper_in(Path(folder), Works.composer)
        yield


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=NAMES, place=NAMES, url=URLS, value=NAMES, language=st.sampled_from(["nb", "nn"]))
@example(name="Digi Nord", place="Sør-Varanger", url="a.no", value="Kvalitet", language="nb")
@example(name="A & B", place="<b>x</b>", url="a.no/?q=1&b=2", value="*_[]", language="nn")
@example(name="1. Nord", place="2) Sør", url="a.no/#x", value="# hei", language="nb")
@example(name="A\\B", place="\\*`|\\", url="a.no", value="\\\\fil\\kurs", language="nb")
@example(name="Nord", place="Aure", url="a_b.no", value="x" * 300, language="nb")
def test_a_stamped_site_is_the_exact_one_whatever_its_values(
    name: str,
    place: str,
    url: str,
    value: str,
    language: str,
) -> None:
    edition = changed(Works.network, name, place, url, value)
    if language not in edition.languages:
        language = edition.language
    site = Site(edition=edition, language=language)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        assert differences(Works.composer, Works.stamper, site, Path(folder)) == []


def stamped(edition: Edition) -> tuple[dict[str, bytes], tuple[tuple[str, str], ...]]:
    """Return the files of a stamped site, and the pages that were rendered for it alone."""
    with built_on(Works.composer.course.date):
        made = Works.stamper.stamp(Site(edition=edition, language=edition.language))
    common = {
        name: file if isinstance(file, bytes) else file.read_bytes()
        for name, file in made.common.items()
    }
    return {**common, **{name: stamp.content() for name, stamp in made.stamps.items()}}, made.why


def test_only_a_page_that_looks_at_a_value_is_rendered_for_it(
    course: tuple[Course, tuple[Network, ...]],
) -> None:
    network = dataclasses.replace(course[1][0], name="Nordvik")
    for name, slug in (("Anes", "anes"), ("Et annet sted", "annet")):
        place = dataclasses.replace(network.municipalities[0], name=name, slug=slug)
        files, why = stamped(Edition(network=network, municipality=place))
        assert name in files["index.html"].decode()
        # Its own value has an underscore in it, which Markdown and addresses read.
        assert {page for page, _ in why} == {"overalt.md", "trygghet/01-passord.md"}


def test_a_text_that_holds_a_mark_is_a_mistake(run: Run, small_course: Path) -> None:
    page = small_course / "docs/om.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{PREFIX.lower()}aaQ\n", encoding="utf-8")
    line = page.read_text(encoding="utf-8").count("\n")
    done = run("check")
    assert done.code == 1
    assert f"docs/om.md:{line}: «{PREFIX.lower()}» er satt av til motoren" in done.out + done.err


MISTAKES = ["{{ network.nme }}", "{{ edition.name.first }}", "{{ 'a' in network.contact }}"]


@pytest.mark.slow("each")
@pytest.mark.parametrize("text", MISTAKES)
@pytest.mark.parametrize("how", [[], ["--exact"]], ids=["stamped", "exact"])
def test_a_mistake_in_a_value_is_told_however_the_site_is_made(
    text: str, how: list[str], run: Run, small_course: Path
) -> None:
    page = small_course / "docs/om.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    line = page.read_text(encoding="utf-8").count("\n")
    done = run("build", "nordvik", "--without-sheets", *how)
    assert done.code == 1
    assert f"docs/om.md:{line}: " in done.out + done.err
    assert not (small_course / "site").exists()


KEEPS = {
    "a block that is kept": "{% set x %}{{ edition.name }}{% endset %}{{ x | upper }}",
    "a block that is compared": "{% set x %}{{ edition.name }}{% endset %}{{ x == 'Aure' }}",
    "a block that is filtered": "{% filter upper %}{{ edition.name }}{% endfilter %}",
    "a macro": "{% macro m() %}{{ edition.name }}{% endmacro %}{{ m() | length }}",
    "a block of its own": "{% block b %}{{ edition.name }}{% endblock %}{{ self.b() | upper }}",
    "a text that refuses other values": "{{ 'abc'.replace('b', edition.name) }}",
    "a joined list": "{{ ', '.join([edition.name, network.name]) }}",
}


@pytest.mark.slow("each")
@pytest.mark.parametrize("text", KEEPS.values(), ids=KEEPS)
def test_what_was_printed_can_be_looked_at_too(text: str, tmp_path: Path) -> None:
    root = copy_small_course(tmp_path / "kurs")
    head = "---\ntitle: Om kurset\n---\n\n"
    (root / "docs/om.md").write_text(head + text + "\n", encoding="utf-8")
    course, networks = read_all(Reader(root))
    composer = Composer(course, offers=find_products())
    stamper = stamper_in(tmp_path / "verk", composer)
    for number, place in enumerate(networks[0].municipalities):
        edition = Edition(network=networks[0], municipality=place)
        site = Site(edition=edition, language=edition.language)
        try:
            assert differences(composer, stamper, site, tmp_path / str(number)) == []
        except NotStampableError:
            assert text in (KEEPS["a text that refuses other values"], KEEPS["a joined list"])


def test_no_mark_is_left_in_a_site(course: tuple[Course, tuple[Network, ...]]) -> None:
    network = course[1][0]
    for place in (None, network.municipalities[0]):
        files, _ = stamped(Edition(network=network, municipality=place))
        left = [
            name
            for name, content in files.items()
            if PREFIX.lower() in content.decode("utf-8", "ignore").lower()
        ]
        assert left == []


def test_explain_names_the_page_and_the_value_it_was_rendered_for(run: Run) -> None:
    done = run("build", "nordvik", "--explain", "--without-sheets")
    assert done.code == 0
    assert "Digi Nordvik & Co" in done.out


@pytest.mark.slow
def test_check_exact_compares_editions_drawn_at_random(run: Run) -> None:
    done = run("check", "--exact", "3", "--seed", "7")
    assert done.code == 0
    assert "3 nettsteder er like til siste byte" in done.out


def test_every_municipality_gets_its_edition_in_its_own_form(run: Run, small_course: Path) -> None:
    assert run("build", "--municipalities", "--without-sheets").code == 0
    page = (small_course / "site/nordvik/anes/index.html").read_text(encoding="utf-8")
    assert '<html lang="nn"' in page


def test_trees_of_a_build_that_is_done_are_let_go(
    course: tuple[Course, tuple[Network, ...]], tmp_path: Path
) -> None:
    network = course[1][0]
    site = Site(edition=Edition(network=network), language=network.language)
    stamper = stamper_in(tmp_path, Composer(course[0]))
    trees: list[weakref.ref[PlainTree]] = []
    with built_on(course[0].date):
        for _ in range(3):
            composer = Composer(course[0])
            stamper.take(composer)
            stamper.stamp(site)
            trees.append(weakref.ref(composer.compose_marked(site.edition, site.language)))
    del composer
    gc.collect()
    # The first is what the frame was set up with.
    assert [tree() is None for tree in trees] == [False, True, False]
