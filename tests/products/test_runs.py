"""Whatever is made of a session may be made for a run of it: every clock time, day and place."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from world import copy_small_course

from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.for_a_run import compose_run
from samloft.composing.plain_tree import ProductFile
from samloft.course.editions import find_editions
from samloft.course.reader import Reader
from samloft.course.run import Run
from samloft.languages import Language
from samloft.products.registry import Commission, find_products, product_of

RUN = Run(
    session="trygghet/1-oppstart",
    date=datetime.date(2027, 1, 12),
    starts="13:00",
    people=18,
    groups=4,
    place="Rådhuset",
    address="Torget 1",
)


TOGETHER = "Vi som har like passord sitter sammen."


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ProductFile]:
    """What is made of a run, by the products' kinds."""
    root = copy_small_course(tmp_path_factory.mktemp("run") / "kurs")
    for lesson in ("01-passord", "02-lovtekst"):
        with (root / f"modules/trygghet/{lesson}.md").open("a", encoding="utf-8") as text:
            text.write(f'\n!!! sheet "Ark til {lesson}"\n    1. Hvor langt er det?\n')
    with (root / "modules/trygghet/01-passord.md").open("a", encoding="utf-8") as text:
        text.write('\n!!! sheet "Enda et ark"\n    1. Hvor kort er det?\n')
    practice = root / "modules/trygghet/practice"
    practice.mkdir()
    (practice / "side.html").write_text("<!doctype html><title>Feil</title>", encoding="utf-8")
    session = root / "modules/trygghet/sessions/1-oppstart.yml"
    with session.open("a", encoding="utf-8") as text:
        text.write(
            f"groups: {{nb: {TOGETHER}}}\nroles: {{nb: [Personvern]}}\nsheets_per_group: 2\n"
        )
    course, networks = read_all(Reader(root))
    edition = find_editions(["nordvik"], networks)[0]
    composer = Composer(course, offers=find_products(on_demand=True, for_a_run=True))
    return {file.kind: file for file in compose_run(composer, edition, edition.language, RUN)}


def test_every_product_of_a_session_is_made_for_a_run(files: dict[str, ProductFile]) -> None:
    every = find_products(on_demand=True, for_a_run=True)
    of_session = [each for each in every if each.made_from == "session" and each.suffixes]
    assert set(files) == {each.kind for each in of_session}
    assert all(file.run == RUN for file in files.values())


def test_day_clock_and_place_are_handed_on_in_words(files: dict[str, ProductFile]) -> None:
    facts = files["utdelingsark"].facts
    assert facts.on == "tirsdag 12.\N{NO-BREAK SPACE}januar 2027"
    assert (facts.at, facts.place) == ("13.00–14.45", "Rådhuset, Torget 1")


def test_every_clock_time_follows_the_start(files: dict[str, ProductFile]) -> None:
    text = files["utdelingsark"].text
    assert "13.00" in text
    assert "22.30" not in text


def test_the_sheets_of_its_lessons_are_among_what_is_printed_for_a_run(
    files: dict[str, ProductFile],
) -> None:
    text = files["utfyllingsark"].text
    assert "Ark til 01-passord" in text
    assert "02-lovtekst" not in text
    guide = files["fasilitator"].text
    assert "Ark til å fylle ut, 8 eksemplarer: «Ark til 01-passord», «Enda et ark»." in guide
    assert "på siden til modulen" not in guide


def test_people_find_their_places_before_the_first_part(files: dict[str, ProductFile]) -> None:
    guide = files["fasilitator"].text
    assert guide.index(TOGETHER) < guide.index("Si navnet ditt.")
    slides = files["presentasjon"].text
    assert slides.index(TOGETHER) < slides.index("## Velkommen")


@pytest.mark.parametrize(
    "kind", ["fasilitator", "gruppekart", "presentasjon", "presentasjonmednotater"]
)
def test_who_sits_with_whom_is_told_once(files: dict[str, ProductFile], kind: str) -> None:
    # The facilitator's slides have it on the slide and in the notes beside it.
    assert files[kind].text.count(TOGETHER) == (2 if kind == "presentasjonmednotater" else 1)


def test_the_guide_says_what_each_paper_and_the_screen_are_for(
    files: dict[str, ProductFile],
) -> None:
    guide = files["fasilitator"].text
    for product in find_products(on_demand=True, for_a_run=True):
        if product.copies and product.kind != "fasilitator":
            assert product.use, f"{product.kind} is printed, and the guide does not say for what"
        if product.use and product.made_from == "session":
            assert f"\n- {product.name(Language('nb'))}" in guide
            assert product.use(Language("nb")) in guide


def test_the_front_of_the_guide_has_a_line_for_each_who_helps(
    files: dict[str, ProductFile],
) -> None:
    front = files["fasilitator"].text.partition("Kjøreplan")[0]
    for who in ("Fasilitator", "Tidtaker", "Personvern"):
        assert front.count(f"\n{who}\n") == 1


def test_a_certificate_says_what_this_session_was_about(files: dict[str, ProductFile]) -> None:
    text = files["kursbevis"].text
    assert "Du kan lage et passord som holder." in text
    assert "lov" not in text


def test_a_calendar_says_who_knows_where_the_lessons_are(files: dict[str, ProductFile]) -> None:
    (content,) = product_of("kalender").build(
        [Commission(file=files["kalender"], pictures=Path(), network=Path())], Path()
    )
    told = str(Calendar.from_ical(content).walk("VEVENT")[0]["description"])
    assert told.endswith("Adressen til leksjonene får du av den som inviterer.")


def test_groups_differ_by_one_person_at_the_most() -> None:
    assert RUN.group_sizes == (5, 5, 4, 4)


@pytest.mark.parametrize("kind", ["presentasjon", "presentasjonmednotater"])
def test_slides_to_edit_say_how_people_divide(files: dict[str, ProductFile], kind: str) -> None:
    assert "18 personer i 4 grupper: 5 + 5 + 4 + 4" in files[kind].text
