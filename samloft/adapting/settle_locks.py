"""Settle a lock that two colleagues have written in: each line stands by itself."""

from __future__ import annotations

from pathlib import Path

from samloft.course.bases import TRANSLATIONS, base_lines, digest_of, write_base_lines
from samloft.course.reader import Reader
from samloft.course.schema import BaseForm
from samloft.git import MARKS

AROUND = (*MARKS, "=======")


def settle_locks(root: Path) -> list[str]:
    """Write each lock of a course that a merge left two texts in as one; return their names.

    Where both say something of a file, that stands which is not the base's text of now: so what
    is new in it is taken in once more, which does no harm, rather than never.
    """
    settled = []
    local = sorted((root / "networks").rglob("adaptations.lock"))
    for path in (root / TRANSLATIONS, *local):
        # One that is not even text has a message of its own.
        text = Reader(root).text(path) if path.is_file() else None
        if text is None or MARKS[0] not in text:
            continue
        known: dict[str, BaseForm] = {}
        for line in text.splitlines():
            if not line.startswith(AROUND):
                known |= {
                    key: _older(root, known.get(key), form)
                    for key, form in base_lines(line).items()
                }
        name = path.relative_to(root).as_posix()
        write_base_lines(root, name, known)
        settled.append(name)
    return settled


def _older(root: Path, one: BaseForm | None, other: BaseForm) -> BaseForm:
    if one is None or one == other:
        return other
    base = root / other.base
    is_now = base.is_file() and digest_of(base) == other.digest
    return one if is_now else other
