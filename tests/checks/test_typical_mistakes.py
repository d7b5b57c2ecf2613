"""What authors get wrong most: each at its line, in words that say how to mend it.

One course holds them all, each in a lesson or a network of its own, so two checks find the lot.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from world import Run

HEAD = "---\ntitle: En\nobjective: Du kan.\nminutes: 5\nsummary: Om.\n---\n\n## To {#to}\n\n"
LINE = HEAD.count("\n") + 1
"""The line of a lesson that its mistake begins on."""


class Mistake(NamedTuple):
    """One thing that goes wrong."""

    written: str
    line: int
    rule: str
    mend: str
    """A part of how to mend it."""


LESSONS = {
    "windows": Mistake(
        "![Lås](..\\trygghet\\laas.svg)", 0, "link-has-forward-slashes", "/laas.svg"
    ),
    "disk": Mistake("![Lås](C:/Kari/l.svg)", 0, "link-leads-off-one-machine", "ved siden av"),
    "fil": Mistake("[x](file:///C:/l.pdf)", 0, "link-leads-off-one-machine", "ved siden av"),
    "bokstav": Mistake("![Lås](../trygghet/Laas.svg)", 0, "image-has-file", "laas.svg?"),
    "fil som bilde": Mistake("![Deling](01-deling.md)", 0, "image-is-no-other-file", "utropstegn"),
    "samling": Mistake(
        "[x](../trygghet/sessions/1-opstart.yml)", 0, "link-leads-somewhere", "1-oppstart.yml?"
    ),
    "uten-tekst": Mistake("![](../trygghet/laas.svg)", 0, "image-has-alt", "hva bildet viser"),
    "uten-endelse": Mistake(
        "[x](../trygghet/01-passord)", 0, "link-leads-somewhere", "../trygghet/01-passord.md?"
    ),
    "uten-adresse": Mistake("[neste]()", 0, "link-has-an-address", "[neste](02-lovtekst.md)"),
    "bilde-uten-adresse": Mistake("![Lås]()", 0, "link-has-an-address", "mellom parentesene"),
    "uten-sted": Mistake("[neste](#)", 0, "link-has-an-address", "mellom parentesene"),
    "epost": Mistake("[x](kari@eksempel.no)", 0, "link-to-write-says-mailto", "mailto:kari@"),
    "nett": Mistake("[ks](www.ks.no)", 0, "link-begins-with-https", "https://www.ks.no"),
    "blokk": Mistake("!!! refleksjon\n    Hva?", 0, "block-kind-is-known", "mente du: reflect?"),
    "rykk": Mistake("!!! reflect\nHva?", 0, "block-has-text", "fire mellomrom"),
    "hermetegn": Mistake("!!! case “T”\n    x", 0, "block-opens-rightly", "rette anførselstegn"),
    "quiz": Mistake(
        '!!! quiz "Hva?"\n    - [ ] a\n    - [ ] b', 0, "quiz-has-a-right-answer", "- [x]"
    ),
    "navn": Mistake("{{ nettverk.name }}", 0, "name-exists", "mente du: network?"),
    "krøll": Mistake("Vi i {{ network.name }.", 0, "template-is-readable", "{{ og {% er lukket"),
    "endif": Mistake("a\n\n{% if municipality %}", 2, "template-is-readable", "sin end"),
    "verdi": Mistake("{{ values.finnes_ikke }}", 0, "value-exists", "meldesystem"),
    "begrep": Mistake("[x](term:passrod)", 0, "term-is-defined", "mente du: passord?"),
    "h1": Mistake("# Tittel", 0, "title-is-in-front-matter", "begynn med ##"),
    "nivå": Mistake("#### Fire", 0, "heading-skips-no-level", "###"),
    "fet": Mistake("Dette er <b>viktig.", 0, "html-is-whole", "åpne og lukk"),
    "endblok": Mistake("{% block a %}x{% endblok %}", 0, "template-word-exists", "endblock?"),
    "hvis": Mistake("{% hvis network.url %}", 0, "template-word-exists", "det finnes: block"),
    "filter": Mistake("{{ network.name | uper }}", 0, "template-word-exists", "upper?"),
    "to blokker": Mistake(
        "{% block a %}{% endblock %}\n{% block a %}{% endblock %}",
        1,
        "block-is-named-once",
        "annet",
    ),
    "markdown i html": Mistake(
        '<div markdown="1">\n**x**\n</div>', 0, "html-leaves-room", "tom linje etter taggen"
    ),
    "note to ganger": Mistake(
        "a[^b]\n\n[^b]: En\n[^b]: To", 3, "footnote-is-written-once", "et annet navn"
    ),
    "emoji i navn": Mistake(
        '!!! tip "Kjør :rocket:"\n    x', 0, "emoji-is-the-sign", "selve tegnet"
    ),
    "formel i navn": Mistake(
        '!!! tip "Flaten $a^2$"\n    x', 0, "formula-is-written-out", "a² + b²"
    ),
    "diagram i html": Mistake(
        '<pre class="mermaid">\ngraph TD\n</pre>', 0, "diagram-is-a-picture", "SVG-fil"
    ),
    "formel i parentes": Mistake("Flaten er \\(a^2\\).", 0, "formula-is-written-out", "a² + b²"),
    "formel for seg": Mistake("\\[\nx = y\n\\]", 0, "formula-is-written-out", "a² + b²"),
    "ramme": Mistake(
        '<iframe src="https://x.no"></iframe>', 0, "outside-is-linked-to", "legg filmen i mappa"
    ),
    "utseende": Mistake('<p style="color: red">x</p>', 0, "attribute-is-known", "ta den bort"),
    "vårt navn": Mistake('<p class="sl-x">x</p>', 0, "name-is-not-the-pages", "et annet navn"),
    "skjema i teksten": Mistake("<form>x</form>", 0, "html-is-safe", "som vanlig tekst"),
    "skråstrek": Mistake("[x](https:/ks.no)", 0, "address-is-whole", "begynner med https://"),
    "uten-vert": Mistake("[x](https://)", 0, "address-is-whole", "begynner med https://"),
    "mappe": Mistake("[x](../trygghet/)", 0, "link-leads-somewhere", "../trygghet/module.yml?"),
    "annen-mappe": Mistake(
        "[x](01-passord.md)", 0, "link-leads-somewhere", "mente du: ../trygghet/01-passord.md?"
    ),
    "side-herfra": Mistake("[x](om.md)", 0, "link-leads-somewhere", "mente du: ../../docs/om.md?"),
    "skjema": Mistake("[x](skjema.docx)", 0, "linked-file-is-there", "legg fila der"),
    "langt-fra": Mistake("[x](finns-ikke.md)", 0, "link-leads-somewhere", "det finnes: "),
    "ett-sted": Mistake("[x](../../docs/om.md#kontkat)", 0, "anchor-is-there", "det finnes: #om-"),
    "bilde utenfra": Mistake(
        "![Et kart](https://x.no/blå%20kart.png)", 0, "file-comes-with-the-course", "i mappa"
    ),
    "bilde utenfra i HTML": Mistake(
        'a\n\n<img src="http://x.no/Kart.png" alt="b" />', 2, "file-comes-with-the-course", "navnet"
    ),
    "nummer": Mistake("Nr. 17858610044", 0, "no-personal-number-is-published", "ta det bort"),
}
HEADS = {
    "tab": Mistake("---\ntitle: x\n\tminutes: 5\n---\n", 3, "yaml-has-no-tabs", "mellomrom"),
    "kolon": Mistake("---\ntitle: Deling: hva\n---\n", 2, "text-with-colon-is-quoted", '"Deling:'),
    "uten": Mistake("---\ntitle: x\nminutes:5\n---\n", 3, "key-has-a-colon", "minutes: 10"),
    "minutter": Mistake("---\ntitle: x\nminutes: 5 min\n---\n", 3, "value-is-a-whole-number", "15"),
    "apostrof": Mistake(
        "---\ntitle: 'Kari's kurs'\n---\n", 2, "text-has-no-such-quotes", "«…» inni"
    ),
    "alfa": Mistake("---\ntitle: @alle\n---\n", 2, "text-with-sign-is-quoted", '"@alle"'),
    "emoji i tittel": Mistake(
        '---\ntitle: "Del :rocket:"\n---\n', 2, "emoji-is-the-sign", "selve tegnet"
    ),
    "formel i tittel": Mistake(
        "---\ntitle: x\nsummary: Flaten er \\(a^2\\).\n---\n", 3, "formula-is-written-out", "a²"
    ),
    "malkode": Mistake(
        "---\ntitle: {{ network.name }}\n---\n", 2, "text-with-sign-is-quoted", "anførselstegn"
    ),
    "norsk": Mistake("---\ntittel: x\n---\n", 2, "key-is-known", "mente du: title?"),
    "åpent": Mistake("---\ntitle: x\n\nTekst\n", 1, "front-matter-is-closed", "egen linje"),
    "intet": Mistake("Tekst\n", 1, "page-has-front-matter", "begynn fila med ---"),
    "latin": Mistake("---\ntitle: Bl\udce5b\n---\n", 2, "file-is-utf8", "UTF-8"),
}
NETWORK = 'name: N\nlanguage: nb\ncolours: {primary: "#1d4e6b", accent: "#a3431a"}\n'
NETWORKS = {
    "farge": Mistake(NETWORK.replace('"#1d4e6b"', "blå"), 3, "value-is-colour", "seks siffer"),
    "emne": Mistake(NETWORK.replace('"#1d4e6b"', "#1d4e6b"), 3, "text-with-hash-is-quoted", "anf"),
    "adresse": Mistake(NETWORK + "url: www.n.no\n", 4, "value-is-address", "fra https://"),
    "maal": Mistake(NETWORK.replace("nb", "bokmål"), 2, "value-is-known", "nb, nn"),
    "nei": Mistake(
        NETWORK + "logo: {file: logo.jpg, alt: {nb: L}}\n", 4, "value-is-logofile", "png"
    ),
}
SLIPS = {
    "sterk": Mistake(
        "Les\n[**her**] (om.md) `[x] (y.md)`", 1, "link-has-no-space", "mellom ] og ("
    ),
    "lenke": Mistake("[her] (om.md)", 0, "link-has-no-space", "mellom ] og ("),
    "overskrift": Mistake("##Tett", 0, "heading-has-a-space", "etter ##"),
    "mellomrom": Mistake("![Lås](min lås.png)", 0, "link-has-no-blanks", "uten mellomrom"),
    "fete": Mistake("Dette er **viktig å huske.", 0, "emphasis-has-both-ends", "** både før"),
    "utrop": Mistake("!! reflect\n    Hva?", 0, "block-begins-as-here", "!!! foran"),
    "streker": Mistake("| a | b |\n| 1 | 2 |", 0, "table-has-its-line", "|---|---|"),
    "hatt": Mistake("Sant^[raad].", 0, "note-stands-by-itself", "[^navn]: …"),
    "parentes": Mistake("[KS](https://www.ks.no/x", 0, "link-has-its-end", ") etter adressen"),
    "prosent": Mistake("{ % if x % }", 0, "template-sign-is-whole", "tett sammen"),
    "her": Mistake("Les mer [her](https://www.ks.no).", 0, "link-says-where", "finner der"),
    "wiki": Mistake("Se [[01-passord]].", 0, "link-is-markdown", "[ord](fil.md)"),
    "tom": Mistake("##", 0, "heading-has-words", "slett linja"),
    "åpen kode": Mistake("```\nkode\n\n## Mer", 0, "code-is-closed", "der koden slutter"),
    "celle": Mistake("| a |\n|---|\n| 1 | 2 |", 2, "row-fits-its-table", "en kolonne til"),
    "krøllalfa": Mistake("[k](mailto:kari.no)", 0, "mail-has-an-at", "navn@kommune.no"),
    "fotnote": Mistake("Ord.\n\n[^2]: Note.", 2, "footnote-is-used", "slett den"),
    "gruppe": Mistake('!!! group "T"\n    minutter: 5', 0, "task-says-its-frame", "minutes: 20"),
    "rute": Mistake("- [] a\n- [x] b", 0, "task-has-its-mark", "ett mellomrom"),
    "adresse": Mistake("Se https://ks.no/x.", 0, "address-is-a-link", "<https://ks.no/x>"),
    "bar-epost": Mistake("Skriv kari@x-y.no.", 0, "address-is-a-link", "(mailto:kari@x-y.no)"),
    "bar-www": Mistake("Se www.ks.no.", 0, "address-is-a-link", "<https://www.ks.no>"),
    "varsel": Mistake("> [!NOTE]\n> Hei.", 0, "block-begins-as-here", "!!! foran"),
    "navn-uten-adresse": Mistake(
        "Se [mer][kart].", 0, "reference-has-an-address", "[navn]: fil.md"
    ),
    "kolon": Mistake("::: tip\nHei.\n:::", 0, "block-begins-as-here", "!!! foran"),
    "egenskap": Mistake("Ord.\n{.liten}", 1, "attributes-stand-close", "{#navn} rett bak"),
    "rett i html": Mistake(
        "<p>\nSe [deling](01-deling.md).</p>", 1, "html-leaves-room", "tom linje etter taggen"
    ),
    "to ord": Mistake("Sky\nNettsky\n: Maskiner.", 2, "definition-has-one-term", "på samme linje"),
    "ord uten rom": Mistake(
        "Sky\n: Maskiner.\nNett\n: Kabler.", 2, "definition-has-one-term", "tom linje over"
    ),
    "gjerde": Mistake(
        "1. Kjør:\n        ```\n        a\n        ```", 1, "code-is-not-too-far-in", "```"
    ),
    "kommentar": Mistake("Ord %%skjult%%.", 0, "comment-is-as-here", "<!-- … -->"),
    "kilde": Mistake("Tekst.[^ raad]", 0, "citation-has-no-space", "[^kilde]"),
    "ukjent": Mistake("Tekst.[^rad]", 0, "citation-has-source", "legg den til"),
    "tabell": Mistake("| a | b |\n|---|\n| 1 | 2 |", 1, "table-has-equal-rows", "hver kolonne"),
    "tegn": Mistake('Si "hei" - nå.', 0, "text-is-typeset", "check --fix"),
    "dato": Mistake("Den 1.Mai 2025.", 0, "date-is-in-words", "check --fix"),
}


def written(root: Path, mistakes: dict[str, Mistake], start: str = HEAD) -> dict[str, str]:
    """Write a lesson for each mistake, and return which file has which."""
    files = {name: f"modules/deling/{n:02d}-x.md" for n, name in enumerate(mistakes, 20)}
    if start == "":
        files = {name: path.replace("-x", "-y") for name, path in files.items()}
    for name, path in files.items():
        text = f"{start}{mistakes[name].written}\n"
        (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    listed = root / "modules/deling/module.yml"
    more = "".join(f", {Path(path).stem}" for path in files.values())
    text = listed.read_text(encoding="utf-8")
    listed.write_text(re.sub(r"(lessons: \[.*)\]", rf"\1{more}]", text), encoding="utf-8")
    return files


def told(run: Run, root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("check", "--format", "json", root=root).out)
    return found


def missing(
    found: list[dict[str, Any]], files: dict[str, str], mistakes: dict[str, Mistake], first: int
) -> list[str]:
    """Return the mistakes that are not told of at their line, with how to mend them."""
    lost = []
    for name, mistake in mistakes.items():
        own = [each for each in found if each["path"] == files[name]]
        line = first + mistake.line
        if not any(
            (each["line"], each["rule"]) == (line, mistake.rule) and mistake.mend in each["mend"]
            for each in own
        ):
            lost.append(f"{name}: {[(e['line'], e['rule'], e['mend']) for e in own]}")
    return lost


@pytest.mark.slow
def test_what_must_be_mended_is_told_in_one_run(small_course: Path, run: Run) -> None:
    files = written(small_course, LESSONS)
    heads = written(small_course, HEADS, "")
    networks = {}
    for name, mistake in NETWORKS.items():
        networks[name] = f"networks/{name}/network.yml"
        (small_course / "networks" / name).mkdir()
        (small_course / networks[name]).write_text(mistake.written, encoding="utf-8")
    found = told(run, small_course)
    assert missing(found, files, LESSONS, LINE) == []
    assert missing(found, heads, HEADS, 0) == []
    assert missing(found, networks, NETWORKS, 0) == []
    assert len(LESSONS) + len(HEADS) + len(NETWORKS) >= 34


def test_markdown_in_words_that_are_shown_as_they_are_written_is_advice(
    small_course: Path, run: Run
) -> None:
    words = small_course / "modules/trygghet/terms.yml"
    text = words.read_text(encoding="utf-8")
    words.write_text(
        text.replace("{nb: Et hemmelig ord.", '{nb: "Et **hemmelig** ord."'), encoding="utf-8"
    )
    found = [each for each in told(run, small_course) if each["rule"] == "words-are-plain"]
    assert [(each["path"], each["line"], each["is_warning"]) for each in found] == [
        ("modules/trygghet/terms.yml", 3, True)
    ]


def test_signs_that_nothing_reads_are_named_where_a_network_says_its_words(
    small_course: Path, run: Run
) -> None:
    folder = small_course / "networks/nordvik"
    settings = folder / "network.yml"
    said = settings.read_text(encoding="utf-8")
    settings.write_text(said.replace("Ånes kommune", "'Ånes :tada:'"), encoding="utf-8")
    local = folder / "municipalities/nord-vik/municipality.yml"
    held = folder / "runs/var.yml"
    for path, text in (
        (local, 'values:\n  meldesystem: "Kvalitet :rocket:"\n'),
        (
            held,
            'session: trygghet/1-oppstart\nstarts: "09:00"\n'
            'place: "Sal $a_1 + b$"\ndate: 2027-03-01\n',
        ),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    found = {
        (each["path"], each["line"], each["rule"])
        for each in told(run, small_course)
        if not each["is_warning"]
    }
    assert found == {
        ("networks/nordvik/network.yml", 5, "emoji-is-the-sign"),
        ("networks/nordvik/municipalities/nord-vik/municipality.yml", 2, "emoji-is-the-sign"),
        ("networks/nordvik/runs/var.yml", 3, "formula-is-written-out"),
    }


def test_what_is_only_a_slip_is_advice_in_one_run(small_course: Path, run: Run) -> None:
    files = written(small_course, SLIPS)
    found = told(run, small_course)
    assert missing(found, files, SLIPS, LINE) == []
    assert [each for each in found if not each["is_warning"]] == []
