"""An edition's pages: whose text stands, in which language, with which values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
import yaml
from composed import LESSON, Compose, composed, page, read
from world import WriteTree

from samloft.addresses import OTHER_WORDS
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import PlainTree
from samloft.course.editions import find_editions, sites_of
from samloft.languages import Language
from samloft.products.registry import find_products

# Whose text


def test_a_networks_own_page_replaces_the_shared_one_at_the_same_place(compose: Compose) -> None:
    shared, local = compose("nordvik", "nn"), compose("sorvik", "nn")
    assert "Spør oss." in page(shared, "om.md")
    assert page(local, "om.md") == (
        "---\ntitle: Om Sørvik\n---\n\n# Om Sørvik\n\n"
        "Denne sida er tilpassa av Sørvik. [Sjå den felles teksten](tilpasninger/om.md)\n"
        "{: .sl-adapted }\n\nHeile sida er vår eiga.\n"
    )


def test_what_a_network_replaced_stands_also_for_readers_of_the_other_form(
    compose: Compose,
) -> None:
    assert page(compose("sorvik", "nb"), "om.md") == (
        "---\ntitle: Om Sørvik\nlang: nn\n---\n\n"
        '# Om Sørvik {: lang="nn" }\n\n'
        "Denne siden er tilpasset av Sørvik. [Se den felles teksten](tilpasninger/om.md)\n"
        "{: .sl-adapted }\n\n"
        '!!! borrowed "Teksten er på nynorsk"\n\n'
        "    Denne siden finnes ikke på språket du har valgt ennå. Du får den på nynorsk.\n\n"
        '<div lang="nn" markdown="1">\n\nHeile sida er vår eiga.\n\n</div>\n'
    )


def test_a_networks_own_page_and_lesson_are_added_last(compose: Compose) -> None:
    tree = compose("nordvik")
    assert "Dette er vår egen side" in page(tree, "nordvik.md")
    assert "finnes bare hos Digi Nordvik &amp; Co." in page(tree, "trygghet/03-vaart-eget.md")
    assert "Leksjon 3 av 3" in page(tree, "trygghet/03-vaart-eget.md")
    other = compose("sorvik", "nn")
    assert PurePosixPath("trygghet/03-vaart-eget.md") not in other.pages
    assert PurePosixPath("nordvik.md") not in other.pages


def test_a_local_block_stands_in_the_shared_text_with_the_shared_block_where_super_is(
    compose: Compose,
) -> None:
    text = page(compose("nordvik"), LESSON)
    shared, local = text.index("Felles eksempel."), text.index("Vi melder i Kvalitet&#95;portalen")
    assert text.index("Slik gjør du") < shared < local < text.index("Hvor langt er passordet ditt?")
    assert text.count("Felles eksempel.") == 1
    assert "Vi melder i" not in page(compose("sorvik", "nb"), LESSON)


def test_a_local_block_without_super_takes_the_shared_ones_place(
    compose: Compose, small_course: Path, write_tree: WriteTree
) -> None:
    block = '{% extends "shared" %}\n{% block utgiver %}\nVi gir det ut.\n{% endblock %}\n'
    write_tree({"networks/nordvik/docs/index.md": block}, small_course)
    text = page(compose("nordvik"), "index.md")
    assert "Vi gir det ut." in text
    assert "Kurset er uavhengig." not in text


def test_front_matter_over_a_block_renames_the_page(
    compose: Compose, small_course: Path, write_tree: WriteTree
) -> None:
    head = "---\ntitle: Nordviks passord\nobjective: Mål.\nminutes: 20\nsummary: Kort.\n---\n"
    file = "networks/nordvik/modules/trygghet/01-passord.md"
    text = head + '{% extends "shared" %}\n'
    write_tree({file: text}, small_course)
    made = page(compose("nordvik"), LESSON)
    assert "# Nordviks passord\n" in made
    assert "\nLeksjon 1 av 3 · 20 minutter" in made
    assert "Felles eksempel." in made


# In which language


def test_a_missing_form_is_borrowed_with_a_notice_and_its_language(compose: Compose) -> None:
    text = page(compose("nordvik", "nn"), "trygghet/02-lovtekst.md")
    assert '# Hva loven sier {: lang="nb" }\n' in text
    assert '\n!!! borrowed "' in text
    assert '**Mål:** <span lang="nb">Du kan finne loven.</span>' in text
    body = text.split('<div lang="nb" markdown="1">')[1].split("## Kilder")[0]
    assert "Loven gjelder for Digi Nordvik" in body
    # A block in borrowed text is named in the text's own language.
    assert '!!! keypoints "Husk dette"' in body


def test_borrowed_titles_are_marked_wherever_they_are_listed(compose: Compose) -> None:
    tree = compose("nordvik", "nn")
    assert '**[<span lang="nb">Hva loven sier</span>](02-lovtekst.md)**' in page(
        tree, "trygghet/index.md"
    )
    tree = compose("nordvik", "nb")
    assert '**[<span lang="nn">Berre på nynorsk</span>](02-norsk.md)**' in page(
        tree, "deling/index.md"
    )


def test_a_text_in_the_readers_own_form_has_no_notice(compose: Compose) -> None:
    text = page(compose("nordvik", "nn"), LESSON)
    assert "borrowed" not in text
    assert "# Gode passord på nynorsk\n" in text


def test_a_block_only_in_the_other_form_has_its_language_and_the_shared_text_its_own(
    compose: Compose,
) -> None:
    text = page(compose("nordvik", "nn"), LESSON)
    block = re.search(r'<div lang="nb" markdown="1">\n(.*)\n</div>', text, re.DOTALL)
    assert block is not None
    inner = re.search(r'<div lang="nn" markdown="1">\n(.*?)\n</div>', block[1], re.DOTALL)
    assert inner is not None
    assert "Felles døme." in inner[1]
    assert "Vi melder i Kvalitet&#95;portalen" in block[1]
    assert "Vi melder i" not in inner[1]


def test_a_block_over_a_borrowed_page_is_not_marked_twice(
    compose: Compose, small_course: Path, write_tree: WriteTree
) -> None:
    block = '{% extends "shared" %}\n{% block lokalt_norsk %}\nVårt.\n{% endblock %}\n'
    write_tree({"networks/nordvik/modules/deling/02-norsk.nn.md": block}, small_course)
    text = page(compose("nordvik", "nb"), "deling/02-norsk.md")
    assert text.count('lang="nn"') == text.count('<div lang="nn"') + 2  # the heading and the goal
    assert text.count('<div lang="nn"') == 1
    assert "Vårt." in text


def test_an_edition_has_its_own_form_first_then_the_others(small_course: Path) -> None:
    _, networks = read(small_course)
    names = ["nordvik", "nordvik/anes", "nordvik/aeroy", "sorvik", "sorvik/sorvik"]
    editions = find_editions(names, networks)
    assert {edition.id: edition.languages for edition in editions} == {
        "nordvik": ("nb", "nn"),
        "nordvik/anes": ("nn",),  # språkvedtak: nynorsk
        "nordvik/aeroy": ("nb",),  # neutral: the network's
        "sorvik": ("nn", "nb"),
        "sorvik/sorvik": ("nb",),
    }
    assert [site.address for site in sites_of(editions, None)] == [
        "nordvik",
        "nordvik/nn",
        "nordvik/anes",
        "nordvik/aeroy",
        "sorvik",
        "sorvik/nb",
        "sorvik/sorvik",
    ]


# With which values


def test_a_municipalitys_edition_has_its_name_and_what_is_only_for_municipalities(
    compose: Compose,
) -> None:
    text = page(compose("nordvik/nord-vik"), LESSON)
    assert "Nord-Vik bruker dem hver dag." in text
    assert "Du leser utgaven til Nord-Vik." in text
    assert "Du leser utgaven til" not in page(compose("nordvik"), LESSON)


def test_what_a_network_does_not_say_is_left_out(compose: Compose) -> None:
    assert "Skriv til [nettverket](mailto:post@nordvik.eksempel.no)." in page(
        compose("nordvik"), LESSON
    )
    assert "Skriv til" not in page(compose("sorvik", "nb"), LESSON)


@pytest.mark.slow("each")
@pytest.mark.parametrize("name", ["nordvik", "sorvik", "nordvik/aeroy"])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_prints_as_none(name: str, language: Language, compose: Compose) -> None:
    tree = compose(name, language)
    for path, text in tree.pages.items():
        assert not re.search(r"\bNone\b|Undefined|\{\{|\{%", text), path
    assert "null" not in yaml.safe_dump(dict(tree.config))


def test_a_networks_modules_come_in_its_own_order(compose: Compose) -> None:
    def modules(tree: PlainTree) -> list[str]:
        titles = {"Trygghet", "Tryggleik", "Deling"}
        return [name for entry in tree.config["nav"] for name in entry if name in titles]

    assert modules(compose("nordvik", "nb")) == ["Trygghet", "Deling"]
    assert modules(compose("sorvik", "nb")) == ["Deling", "Trygghet"]
    front = page(compose("sorvik", "nn"), "index.md")
    assert front.index("[Deling](deling/index.md)") < front.index("](trygghet/index.md)")


@pytest.fixture
def sorvik_offers_one_module(small_course: Path) -> Callable[[str], None]:
    def offer(module: str) -> None:
        settings = small_course / "networks/sorvik/network.yml"
        text = settings.read_text(encoding="utf-8").replace("[deling, trygghet]", f"[{module}]")
        settings.write_text(text, encoding="utf-8")

    return offer


def test_a_module_a_network_leaves_out_is_nowhere_in_its_edition(
    compose: Compose, sorvik_offers_one_module: Callable[[str], None]
) -> None:
    sorvik_offers_one_module("trygghet")
    tree = compose("sorvik", "nb")
    assert [path for path in tree.pages if path.parts[0] == "deling"] == []
    assert "[neste leksjon](02-lovtekst.md), deling, modulen,\n" in page(tree, LESSON)
    assert "[samlingen](samling/1-oppstart/index.md)" in page(tree, LESSON)


def test_a_word_only_a_left_out_module_defines_stands_without_a_link(
    compose: Compose, sorvik_offers_one_module: Callable[[str], None], small_course: Path
) -> None:
    sorvik_offers_one_module("deling")
    lesson = small_course / "modules/deling/01-deling.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(f"{text}\nEt [langt passord](term:passord) hjelper.\n", encoding="utf-8")
    assert "\nEt langt passord hjelper.\n" in page(compose("sorvik", "nb"), "deling/01-deling.md")
    assert "\nEt [langt passord](../begreper.md#passord){: .sl-term } hjelper.\n" in page(
        compose("nordvik", "nb"), "deling/01-deling.md"
    )


# The same again


def test_the_same_course_twice_gives_the_same_trees(compose: Compose) -> None:
    assert compose("nordvik", "nn") == compose("nordvik", "nn")


@pytest.mark.slow
def test_editions_composed_one_by_one_equal_editions_composed_together(small_course: Path) -> None:
    course, networks = read(small_course)
    names = [
        (name, language)
        for name in ("nordvik", "sorvik", "nordvik/anes", "sorvik/sorvik")
        for language in ("nb", "nn")
    ]
    together = Composer(course, offers=find_products())
    for name, language in [*names, *reversed(names)]:
        alone = composed(Composer(course, offers=find_products()), networks, name, language)
        assert composed(together, networks, name, language) == alone


def test_a_network_adds_words_of_its_own_to_what_people_search_for(
    compose: Compose, small_course: Path
) -> None:
    (small_course / "modules/other-words.yml").write_text("passord: [pin]\n", encoding="utf-8")
    own = small_course / "networks/nordvik/modules/other-words.yml"
    own.write_text("passord: [kode, pin]\ndeling: [lenke]\n", encoding="utf-8")
    told = {name: compose(name).files[OTHER_WORDS] for name in ("nordvik", "sorvik")}
    # What the vocabulary calls them in other languages, "password" and "auge", stands last.
    assert {name: each.decode() for name, each in told.items()} == {
        "nordvik": 'var samloftOtherWords={"passord": ["pin", "kode", "password"], '
        '"deling": ["lenke"], "øye": ["auge"]};\n',
        "sorvik": 'var samloftOtherWords={"passord": ["pin", "password"], "øye": ["auge"]};\n',
    }


def test_a_form_is_named_to_machines_by_those_editions_alone_that_it_names_back(
    small_course: Path,
) -> None:
    course_yml = small_course / "modules/course.yml"
    with course_yml.open("a", encoding="utf-8") as file:
        file.write("\nsite_url: https://eksempel.no/kurs/\n")
    course, networks = read(small_course)
    composer = Composer(replace(course, addresses="folders"))
    named = {}
    for site in sites_of(find_editions((), networks, municipalities=True), None):
        tree = composer.compose(site.edition, site.language, [])
        forms = [form for form in tree.config["extra"]["languages"] if "address" in form]
        named[tree.config["site_url"]] = {str(form["address"]) for form in forms}
    assert any(len(forms) > 1 for forms in named.values())
    for address, forms in named.items():
        assert address in forms
        assert all(address in named[other] for other in forms)
