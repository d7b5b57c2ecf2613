"""What stands on an edition's pages: blocks, gatherings, the vocabulary, links."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from composed import LESSON, Compose, page

from samloft.languages import Language

# Blocks


def test_notes_to_the_facilitator_stand_only_in_the_guide(compose: Compose) -> None:
    tree = compose("nordvik")
    there = [path.name for path, text in tree.pages.items() if "La ingen si passordet" in text]
    assert sorted(there) == ["fasilitator.md", "styring.md"]
    notes = [path.name for path, text in tree.pages.items() if "Si navnet ditt." in text]
    assert sorted(notes) == ["fasilitator.md", "styring.md"]


def test_the_answer_of_a_quiz_is_in_a_fold(compose: Compose) -> None:
    assert (
        "<summary>Vis svaret</summary>\n\n"
        "**Riktig svar:** Langt\n\n"
        '<div class="sl-quiz__reason" markdown="1">\n\n'
        "Lengden teller mest.\n"
    ) in page(compose("nordvik"), LESSON)


def test_a_group_task_says_its_size_time_and_product_in_words(compose: Compose) -> None:
    text = page(compose("nordvik"), LESSON)
    assert "### Gruppeoppgave: Lag en huskeregel {: #group-1 }" in text
    for name, said in (("Gruppe", "3–4"), ("Tid", "20 minutter")):
        assert f"\n{name}\n:   {said}\n" in text
    assert "Finn en setning dere husker." in text
    assert "**Resultat:** En setning\n{: .sl-activity__product }" in text


# Sessions


def form(kind: str, name: str) -> str:
    classes = "sl-form sl-break" if kind == "break" else "sl-form"
    return f'<span class="{classes}" data-form="{kind}">{name}</span>'


def at(after: int, clock: str) -> str:
    return f'<span class="sl-clock" data-after="{after}">{clock}</span>'


def test_clock_times_add_up_through_breaks_and_past_midnight(compose: Compose) -> None:
    lesson = "../../01-passord.md"
    assert (
        f"| {at(0, '22.30')} | Velkommen | {form('plenary', 'Felles')} | 10 |\n"
        f"| {at(10, '22.40')} | [Gode passord]({lesson}) | {form('input', 'Innledning')} | 25 |\n"
        f"| {at(35, '23.05')} | Pause | {form('break', 'Pause')} | 15 |\n"
        f"| {at(50, '23.20')} | [Tenk etter: Gode passord]({lesson}#reflect-1) |"
        f" {form('individual', 'Alene')} | 5 |\n"
        f"| {at(55, '23.25')} | [Gruppeoppgave: Lag en huskeregel]({lesson}#group-1) |"
        f" {form('group', 'Gruppe')} | 50 |\n"
        f"| {at(105, '00.15')} | Slutt, til sammen |  | 105 |\n"
    ) in page(compose("nordvik"), "trygghet/samling/1-oppstart/index.md")


def test_a_session_says_how_long_people_sit_in_each_way(compose: Compose) -> None:
    text = page(compose("nordvik"), "trygghet/samling/1-oppstart/index.md")
    told = re.findall(r'(?m)^- <span class="sl-form" [^>]*>(\w+)</span> (\d+) minutter$', text)
    assert told == [
        ("Gruppe", "50"), ("Innledning", "25"), ("Pause", "15"), ("Felles", "10"), ("Alene", "5"),
    ]  # fmt: skip


def test_the_guide_has_the_answers_of_the_quizzes_that_are_used_and_the_handout_has_not(
    compose: Compose, small_course: Path
) -> None:
    folder = "trygghet/samling/1-oppstart"
    guide = page(compose("nordvik"), f"{folder}/fasilitator.md")
    assert "Riktig svar" not in guide
    session = small_course / "modules/trygghet/sessions/1-oppstart.yml"
    text = session.read_text(encoding="utf-8")
    session.write_text(text.replace("reflect-1", "quiz-1"), encoding="utf-8")
    tree = compose("nordvik")
    guide, handout = (page(tree, f"{folder}/{name}.md") for name in ("fasilitator", "utdelingsark"))
    # Only activities have a place of their own on the lesson's page.
    assert page(tree, f"{folder}/index.md").count("](../../01-passord.md) |") == 2
    assert "**Riktig svar:** Langt\n" in guide
    assert "- Kort\n- Langt\n" in handout
    assert "Riktig svar" not in handout
    assert "**passord**: Et hemmelig ord.\n" in handout


def test_an_editions_papers_lie_beside_the_pages_they_are_made_from(compose: Compose) -> None:
    assert [(str(file.path), str(file.page)) for file in compose("nordvik").products] == [
        (
            "trygghet/samling/1-oppstart/trygghet-1-oppstart-utdelingsark.pdf",
            "trygghet/samling/1-oppstart/utdelingsark.md",
        ),
        (
            "trygghet/samling/1-oppstart/trygghet-1-oppstart-fasilitator.pdf",
            "trygghet/samling/1-oppstart/fasilitator.md",
        ),
    ]


# The vocabulary


def test_the_vocabulary_is_in_norwegian_order(compose: Compose) -> None:
    def words(language: Language) -> list[str]:
        return re.findall(
            r"^### <dfn>(.+?)</dfn>", page(compose("nordvik", language), "begreper.md"), re.M
        )

    assert words("nb") == ["passord", "zoom", "ærlighet", "øye", "åtferd"]
    assert words("nn") == ["auge", "passord", "zoom", "ærlighet", "åtferd"]


def test_a_borrowed_term_has_its_language(compose: Compose) -> None:
    text = page(compose("nordvik", "nn"), "begreper.md")
    heading = '### <dfn>ærlighet</dfn> {: #aerlighet lang="nb" }'
    assert f'{heading}\n\n<span lang="nb">Å si det som det er.' in text


# Links


def test_links_between_files_become_links_between_pages(compose: Compose) -> None:
    tree = compose("nordvik")
    lesson = page(tree, LESSON)
    for link in (
        "[godt passord](../begreper.md#passord){: .sl-term }",
        "[neste leksjon](02-lovtekst.md)",
        "[deling](../deling/01-deling.md#hvem)",
        "[modulen](../deling/index.md)",
        "[samlingen](samling/1-oppstart/index.md)",
        "[ordene](../begreper.md)",
        "[om kurset](../om.md)",
        "![En hengelås som er lukket](laas.svg)",
        "se [deling](../deling/01-deling.md)",
    ):
        assert link in lesson
    assert "[første leksjon](trygghet/01-passord.md)" in page(tree, "index.md")
    assert "[en leksjon](trygghet/03-vaart-eget.md)" in page(tree, "nordvik.md")


def test_every_link_of_every_page_leads_to_a_file_of_the_edition(compose: Compose) -> None:
    for name in ("nordvik", "sorvik", "nordvik/anes"):
        for language in ("nb", "nn"):
            tree = compose(name, language)
            there = {*tree.pages, *tree.files, *(file.path for file in tree.products)}
            for path, text in tree.pages.items():
                for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
                    at = (Path("/") / path.parent / target).resolve().relative_to("/")
                    assert PurePosixPath(at.as_posix()) in there, (name, path, target)
