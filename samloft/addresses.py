"""Every fixed place of a site, and every name that is taken by one.

Addresses end in `.md` where they are a page of a plain tree, which an engine turns into an address.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Literal, get_args

from samloft.languages import LANGUAGES

AddressForm = Literal["files", "folders"]
"""How pages are addressed: `ki/01-hva.html`, which also opens from a disk, or `ki/01-hva/`."""
ADDRESS_FORMS: tuple[AddressForm, ...] = get_args(AddressForm)


FRONT = PurePosixPath("index.md")
"""The first page of an edition."""
VOCABULARY = PurePosixPath("begreper.md")
"""Every term of the edition's modules."""
MINE = PurePosixPath("min-side.md")
"""What a reader has kept in their own browser."""
PRIVACY = PurePosixPath("personvern.md")
"""What is kept, where a course has such a page."""
MUNICIPALITIES = PurePosixPath("kommuner.md")
"""The municipalities of a network."""
GATHERINGS = PurePosixPath("samlinger.md")
"""The gatherings a network announces, and the folder of their calendar files."""
ADAPTATIONS = PurePosixPath("tilpasninger.md")
"""What an edition has of its own."""
SHARED_TEXTS = PurePosixPath("tilpasninger")
"""Where the shared texts stand that an edition has adapted."""
HOST_ENDINGS = frozenset({"no", "eu", "com", "org", "net"})
"""What readers here know as the ends of hosts; `.md`, `.py` and `.io` are files' or names'."""
SESSIONS = "samling"
"""The folder, in a module's, where its sessions stand."""
SHEETS = "ark"
"""The page, in a module's folder, of its sheets to fill in."""
SHORT = "s"
"""The folder of short addresses, for people to write."""
ASSETS = PurePosixPath("assets")
"""Pictures, styles and scripts."""
STYLES = ASSETS / "stylesheets/samloft.css"
"""The looks of every page of an edition."""
COLOURS = STYLES.with_name("edition.css")
"""An edition's own colours."""
LOGO = ASSETS / "logo"
"""An edition's logo; its kind is added."""
SEARCH = "search"
"""Where the engine puts its index."""
SEARCH_INDEX = PurePosixPath(SEARCH, "index.js")
"""The same as a script, which a page can also read from a disk."""
SCRIPTS = ASSETS / "javascripts"
"""The scripts of every page of an edition."""
OTHER_WORDS = PurePosixPath(SEARCH, "other-words.js")
"""What people may search for instead of the course's own words."""
RULES = "regler"
"""The folder beside the editions with a page for each rule of `check`."""
MISSING = "404"
"""The page that is shown for an address where there is none."""
LATEST = "latest"
"""The newest version of an edition, whichever that is."""
VERSIONS = "versjoner"
"""An edition's list of versions."""
VERSIONS_FILE = "versions.json"
"""The same list for programs, in mike's form."""
MOVES_FILE = "pages.json"
"""Where each page of each version stands in the others."""
MANIFEST_FILE = "manifest.json"
"""What a version holds; at the root, which versions there are."""

RESERVED = frozenset(
    {
        *(page.stem for page in (FRONT, VOCABULARY, MINE, MUNICIPALITIES, GATHERINGS, ADAPTATIONS)),
        *(str(ASSETS), SESSIONS, SEARCH, SHORT, RULES, LATEST, VERSIONS, MISSING),
        *LANGUAGES,
    }
)
"""Names the site itself uses: no network, municipality, module or page may be called so."""

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""Names that Windows keeps for itself: no file and no folder there can be called so."""
LONGEST_NAME = 80
"""Letters in the name of a folder or page: what is made of two of them is a file's name too."""
PLAIN_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What a folder is called that becomes a part of an address."""
NOT_IN_ADDRESS = re.compile(
    r"[\x00-\x1f\x7f-\x9f<>\"\\|?*:#%{}\[\]\ud800-\udfff"
    r"\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
"""What a file beside the texts may not have in its name.

Browsers, disks or links read it anew; or nobody sees it, and it may turn the name round.
"""


_LETTER_PLACE = re.compile(r"bokstav-(?:[a-z0-9]|u[0-9a-f]+)")


def letter_place(letter: str) -> str:
    """Return the id of the part of the vocabulary that a letter begins."""
    name = letter.lower()
    is_plain = len(name) == 1 and name.isascii() and name.isalnum()
    return f"bokstav-{name if is_plain else f'u{ord(name[0]):x}'}"


def is_letter_place(name: str) -> bool:
    """Tell whether the vocabulary may give the id to a letter, so that no term can have it."""
    return bool(_LETTER_PLACE.fullmatch(name))


def short_sessions(sessions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return a short name for each session, given as module and slug: `ki-1`, `uu-3`.

    Names that would be the same are the whole ones.
    """
    every = list(sessions)
    short = {each: _short(*each) for each in every}
    count = Counter(short.values())
    return {each: name if count[name] == 1 else "-".join(each) for each, name in short.items()}


def _short(module: str, session: str) -> str:
    words = module.split("-")
    name = module if len(words) == 1 else "".join(word[0] for word in words if word)
    number = session.partition("-")[0]
    return f"{name}-{number if number.isdigit() else session}"


def opening(form: AddressForm) -> str:
    """Return what a link to a folder ends in: only a server opens a folder at its first page."""
    return "index.html" if form == "files" else ""


def address_of(page: PurePosixPath, form: AddressForm) -> str:
    """Return where a page of a plain tree stands in a site."""
    if page.stem == "index":
        folder = "" if page.parent == PurePosixPath() else f"{page.parent}/"
        return f"{folder}{opening(form)}"
    return f"{page.with_suffix('')}/" if form == "folders" else f"{page.with_suffix('.html')}"


def session_folder(module: str, session: str) -> PurePosixPath:
    """Return where a session's page and products stand: `ki/samling/1-forsta-ki`."""
    return PurePosixPath(module, SESSIONS, session)
