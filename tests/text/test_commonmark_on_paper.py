"""On paper, CommonMark's examples say what CommonMark says they do."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from commonmark import Example, examples

from samloft.products.paper.page import read_page
from samloft.text.parse import parse
from samloft.text.write import write


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(html: str) -> str:
    """Return the text of some HTML; white space is not told apart."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join("".join(reader.words).split())


def printed(example: Example, pictures: Path) -> str:
    """Return the text of a paper with an example on it, less its title."""
    text = f"# Ark\n\n{write(parse(example.markdown))}\n"
    page = read_page(text, "Ark", "ark.md", pictures)
    return "".join("".join(page.itertext()).split()).removeprefix("Ark")


def test_the_text_on_paper_is_the_text_of_the_page(tmp_path: Path) -> None:
    looked_at = 0
    for example in examples():
        document = parse(example.markdown)
        if any(document.all("html", "markup", "tag", "container", "image")):
            continue
        if any(not heading.words.strip() for heading in document.all("heading")):
            continue  # an empty heading has no place in a paper's outline
        looked_at += 1
        assert printed(example, tmp_path) == words_of(example.html), example
    assert looked_at > 450
