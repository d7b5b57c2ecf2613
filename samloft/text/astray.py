"""Find links that lead elsewhere than a reader sees: another host, or one that looks alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from urllib.parse import unquote, urlsplit

from markdown_it.common.normalize_url import normalizeLink

from samloft.addresses import HOST_ENDINGS
from samloft.text.nodes import Node

_LIKE_LATIN = {"LATIN", "GREEK", "COPTIC", "CYRILLIC", "ARMENIAN", "CHEROKEE"}
_SAYS_WHERE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_OF_NAMES = {"NET", "Net"}
"""`ASP.NET` and `VB.Net` are names."""
_LIKE_A_HOST = re.compile(r"(?:[\w-]+\.)+(?P<ending>[^\W\d_]{2,})(?::\d+)?(?:[/?#]\S*)?")


def leads_elsewhere(every: Iterable[Node]) -> Iterator[tuple[int, str, str]]:
    """Yield line, words and host of each link whose words are an address on another host.

    `bank.no` is one as well as `https://bank.no`. `README.md` and `Node.js` look the same: words
    without a beginning are an address where they end as addresses do here, or as one that the same
    text links to does, in large letters or small: `BANK.NO`.
    """
    links = [(link, host) for link in every if (host := _host_of(link.target))]
    endings = HOST_ENDINGS.union(host.rpartition(".")[2] for _, host in links)
    for link, host in links:
        words = link.words.strip()
        if _is_an_address(words, endings):
            said = _host_of(words if "://" in words else f"https://{words}")
            if said and not f".{host}".endswith(f".{said}") and not f".{said}".endswith(f".{host}"):
                yield link.line, words, host


def in_two_alphabets(links: Iterable[Node]) -> Iterator[tuple[int, str]]:
    """Yield line and host of each link whose host mixes letters of alphabets that look alike.

    A Cyrillic `а` in `bаnk.no` cannot be told from the one of the bank. Japanese writes with three
    kinds of letters, and with Latin ones among them. A host that seems to end before it does, as
    `bank.no⁄.evil.no`, has a sign for a slash that is none.
    """
    for link in links:
        labels = [_readable(label) for label in unquote(_host_of(link.target)).split(".")]
        if any(len(_alphabets(label) & _LIKE_LATIN) > 1 or _has_signs(label) for label in labels):
            yield link.line, ".".join(labels)


def _is_an_address(words: str, endings: Set[str]) -> bool:
    found = _LIKE_A_HOST.fullmatch(words)
    return bool(_SAYS_WHERE.fullmatch(words) or (found and _ends_a_host(found["ending"], endings)))


def _ends_a_host(ending: str, endings: Set[str]) -> bool:
    return ending.lower() in endings and ending not in _OF_NAMES


def _host_of(address: str) -> str:
    """Return the host of an address on the web, as browsers ask for it; empty where it has none."""
    try:
        parts = urlsplit(normalizeLink(address))
        host = parts.hostname if parts.scheme in ("http", "https") else ""
    except ValueError:  # safety tells of it
        return ""
    return (host or "").removeprefix("www.")


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _has_signs(label: str) -> bool:
    return any(unicodedata.category(sign)[0] not in "LMN" and sign not in "-_" for sign in label)


def _alphabets(label: str) -> set[str]:
    letters = (unicodedata.name(sign, "").split(" ")[0] for sign in label if sign.isalpha())
    return set(letters)
