"""What a network puts into its pages can neither run, nor load from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import built_here
from world import Run, copy_small_course

from samloft.text.markdown import OURS
from samloft.text.safety import line_of

PAGE = "networks/nordvik/docs/nordvik.md"
PAGES = "networks/nordvik/docs/angrep-{}.md"
ATTACKS = {
    "<script>alert(1)</script>": "<script>",
    "<SCRIPT SRC=//x.no/a.js></SCRIPT>": "<script>",
    '<p onclick="x()">hei</p>': "onclick",
    "<img src=x onerror=alert(1)>": "onerror",
    "[x](javascript:alert(1))": "javascript:alert(1)",
    '<a href="&#106;avascript:alert(1)">x</a>': "javascript:alert(1)",
    "[x](data:text/html,abc)": "data:text/html,abc",
    "[x](https://a.no){: onmouseover=x }": "onmouseover",
    "![x](https://a.no/b.png)": "https://a.no/b.png",
    '<iframe src="https://x.no"></iframe>': "<iframe>",
    "<style>body{display:none}</style>": "<style>",
    '<div style="position:fixed">x</div>': "style",
    '<form action="https://x.no"><input></form>': "<form>",
    "<svg><script>1</script></svg>": "<svg>",
    '<svg><a href="javascript:x"><text>x</text></a></svg>': "<a>",
    '<meta http-equiv="refresh" content="0;url=https://x.no">': "<meta>",
    "<!--> <script>alert(1)</script> -->": "<script>",
    "<!---><script>alert(1)</script>-->": "<script>",
    "<![CDATA[ > <script>alert(1)</script> ]]>": "<script>",
    "<?x > <script>alert(1)</script> ?>": "<script>",
    "<p>a</p></div></article>": "</div>",
    "<div>\n\nuten slutt": "<div>",
    '<p style="background:url(//x.no/a)">x</p>': "style",
    '<img alt="a" src="/\\x.no/a.png">': "/\\x.no/a.png",
    '<p role="alert">x</p>': "role",
    '<div role="navigation">x</div>': "role",
    '<p class="md-overlay">x</p>': "md-overlay",
    "x\n{: .sl-skip }": "sl-skip",
    "x\n{: #__q }": "__q",
    '<a href="https://bank.no@evil.no">x</a>': "https://bank.no@evil.no",
    "[x](https://bank.no@evil.no)": "https://bank.no@evil.no",
    "[x](https:\\\\bank.no)": "https:\\bank.no",
    '<a href="java&Tab;script:x">x</a>': "java\tscript:x",
    '<img alt="a" name="body" src="a.png">': "name",
    "<scr{% if true %}ipt>alert(1)</script>{% endif %}": "<script>",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the lines that `check` says of a course where each attack has a page of its own."""
    root = copy_small_course(tmp_path_factory.mktemp("angrep") / "kurs")
    for number, attack in enumerate(ATTACKS):
        page = root / PAGES.format(number)
        page.write_text(f"---\ntitle: T\n---\n\nHei.\n\n{attack}\n", "utf-8")
    done = built_here(root, "check", "--lang", "nb")
    assert done.returncode == 1
    return done.stderr.splitlines()


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_what_runs_or_loads_is_refused(number: int, told: list[str]) -> None:
    attack, found = [*ATTACKS.items()][number]
    rule = "kan ikke stå i en tekst" if "<div>" not in attack and found[:2] != "</" else "mangler"
    of_it = [line for line in told if line.startswith(PAGES.format(number))]
    if found.startswith("https://a.no"):
        rule = "hentes fra et annet sted"
    elif found == "<iframe>":
        rule = "henter inn noe"
    elif ":" in found or "/" in found[:1]:
        rule = "er ikke en adresse"
    elif found.startswith(OURS):
        rule = "bruker siden selv"
    assert any(f"«{found}» {rule}" in line for line in of_it), of_it


def test_what_is_written_as_entities_is_found_on_its_line() -> None:
    text = "Hei.\n\n[x](&#106;avascript:alert(1))\n"
    assert line_of("javascript:alert(1)", text) == 3


def test_a_block_is_looked_through_too_and_says_its_own_line(small_course: Path, run: Run) -> None:
    file = small_course / "networks/nordvik/modules/trygghet/01-passord.md"
    file.write_text(
        '{% extends "shared" %}\n{% block lokalt_eksempel %}\n\n<iframe></iframe>\n'
        "{% endblock %}\n",
        encoding="utf-8",
    )
    done = run("check")
    assert "networks/nordvik/modules/trygghet/01-passord.md:4: «<iframe>»" in done.err


def test_what_cannot_be_filled_in_is_not_looked_through_as_well(
    small_course: Path, run: Run
) -> None:
    text = "---\ntitle: T\n---\n\n{{ nettverk }}[x]({{ network.url }}){% if true %}{% endif %}\n"
    (small_course / PAGE).write_text(text, "utf-8")
    done = run("check")
    assert done.code == 1
    assert f"{PAGE}:5: navnet «nettverk» finnes ikke" in done.err
    assert "html-is-safe" not in done.err


@pytest.mark.parametrize(
    "deep",
    [
        "".join("    " * depth + "- a\n" for depth in range(300)),
        "<div>\n\n" * 300 + "x\n\n" + "</div>\n\n" * 300,
        "<details>\n" * 1400,
    ],
    ids=["lists", "elements with text", "elements"],
)
def test_a_text_too_deep_to_be_read_is_a_mistake_of_its_own(
    deep: str, small_course: Path, run: Run
) -> None:
    (small_course / PAGE).write_text(f"---\ntitle: T\n---\n\n{deep}", "utf-8")
    done = run("check")
    assert done.code == 1
    assert f"{PAGE}:" in done.err
    assert "[text-is-shallow]" in done.err


def test_ordinary_markup_is_left_alone(small_course: Path, run: Run) -> None:
    text = (
        "Et **ord**, <abbr title='kunstig intelligens'>KI</abbr>, <kbd>Tab</kbd> og `<script>`.\n\n"
        "| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n??? note \"Mer\"\n    Tekst med [lenke](om.md).\n\n"
        "<div lang=\"en\" markdown=\"1\">\n\nHello [there](https://example.no/).\n\n</div>\n"
    )  # fmt: skip
    (small_course / PAGE).write_text(f"---\ntitle: T\n---\n\n{text}", encoding="utf-8")
    assert run("check").code == 0


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><title>N</title>'
    "<script>alert(2)</script>{}<rect width='5' height='5'/></svg>"
)
LOGO = "logo: {file: merke.svg, alt: {nb: Merke}}\n"


def logo(root: Path, svg: str) -> None:
    folder = root / "networks/nordvik"
    (folder / "merke.svg").write_text(svg, encoding="utf-8")
    with (folder / "network.yml").open("a", encoding="utf-8") as file:
        file.write(LOGO)


def test_a_logo_is_cleaned_of_scripts_and_outside_addresses(small_course: Path, run: Run) -> None:
    logo(small_course, SVG.format("<path d='M0 0h1' fill='url(https://x.no/a.svg#b)'/>"))
    assert run("build", "nordvik", "--without-sheets").code == 0
    shown = (small_course / "site/nordvik/assets/logo.svg").read_text(encoding="utf-8")
    assert "<rect" in shown
    assert "<title>N</title>" in shown
    for trace in ("script", "alert", "onload", "x.no"):
        assert trace not in shown


@pytest.mark.parametrize(
    "lost", ["<image href='https://x.no/a.png'/>", "<foreignObject><p>x</p></foreignObject>"]
)
def test_what_a_logo_would_lose_is_a_mistake(lost: str, small_course: Path, run: Run) -> None:
    logo(small_course, SVG.format(lost))
    assert "networks/nordvik/merke.svg:1: " in run("check").err


def test_a_picture_beside_a_page_is_cleaned_too(small_course: Path, run: Run) -> None:
    (small_course / "networks/nordvik/docs/kart.svg").write_text(SVG.format(""), encoding="utf-8")
    assert run("build", "nordvik", "--without-sheets").code == 0
    shown = (small_course / "site/nordvik/kart.svg").read_text(encoding="utf-8")
    assert "alert" not in shown


def test_a_drawing_that_is_none_is_a_mistake(small_course: Path, run: Run) -> None:
    logo(small_course, "<svg><b")
    done = run("check")
    assert done.code == 1
    assert "networks/nordvik/merke.svg: " in done.err
