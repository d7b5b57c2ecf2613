"""What a search cuts words down to their stems with: Snowball's stemmers, as Lunr has them.

The theme and the engine bring them along, installed. We need neither Lunr's index nor its lists, so
what they ask of Lunr is given here. Their lists of small words come along: those say little of
what a reader asks for.
"""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

from samloft.addresses import SEARCH
from samloft.defaults import installed

OWN = "lunr"
"""Its own stemmer, which is for English; all others are in files by themselves."""
_LUNR = b"""\
var lunr = { Pipeline: { registerFunction: function () {} } };
lunr.generateStopWordFilter = function (words) {
  return function (word) { return words.indexOf(word) < 0 ? word : undefined; };
};
"""
_STEM = """
var samloftStem = function (word) {{
  return lunr{place}.stemmer({{ update: function (cut) {{ return cut(word); }} }});
}};
var samloftIsSmall = function (word) {{
  return lunr{place}.stopWordFilter ? !lunr{place}.stopWordFilter(word) : false;
}};
"""


def stemmer_address(name: str) -> PurePosixPath:
    """Return where a stemmer stands in a site."""
    return PurePosixPath(SEARCH, f"stem-{name}.js")


@cache
def stemmer(name: str) -> bytes:
    """Return a script that knows how to cut down words of a language, by Lunr's name for it.

    Raises FileNotFoundError where Lunr has none.
    """
    place = "" if name == OWN else f".{name}"
    own = _STEM.format(place=place).encode()
    if name == OWN:
        return (installed("mkdocs") / "contrib/search/templates/search/lunr.js").read_bytes() + own
    folder = installed("material") / "templates/assets/javascripts/lunr/min"
    names = ("stemmer.support", name)
    parts = ((folder / f"lunr.{each}.min.js").read_bytes() for each in names)
    return b"\n".join((_LUNR, *parts)) + own
