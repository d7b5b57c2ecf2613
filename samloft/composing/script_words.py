"""The words that the site's scripts show: a script of their own, once for a language.

They would else stand in every page, which has a tenth of its length from them.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import PurePosixPath

from samloft.addresses import SCRIPTS
from samloft.catalogue import labels
from samloft.languages import Language

_SHOWN = ("keep_", "quiz_", "term_", "when_")
"""How the names of the words begin that scripts show."""


def script_words_address(language: Language) -> PurePosixPath:
    """Return where the words of a language stand in a site."""
    return SCRIPTS / f"words-{language}.js"


@cache
def script_words(language: Language) -> bytes:
    """Return the words of a language, by the names that scripts have for them: `keepAdd`."""
    words = {
        re.sub("_([a-z])", lambda letter: letter[1].upper(), name): text
        for name, text in sorted(labels(language, "site").items())
        if name.startswith(_SHOWN)
    }
    return as_script("samloftWords", words)


def as_script(name: str, value: object) -> bytes:
    """Return a value as a script, which a page can also read from a disk."""
    return f"var {name}={json.dumps(value, ensure_ascii=False)};\n".encode()
