"""Read modules/ and docs/ into a Course."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from samloft.addresses import FRONT, RESERVED, SESSIONS, SHEETS, is_letter_place
from samloft.cache import cache_of, digest_of_texts
from samloft.course.laid_over import EXTENDS, SHARED, lay_reading, read_fields
from samloft.course.media import FILE_KINDS
from samloft.course.model import Course, Head, Lesson, Module, Page, Session, Writing
from samloft.course.names import check_name
from samloft.course.practice import PRACTICE, load_practice
from samloft.course.reader import Reader, Reading
from samloft.course.schema import (
    CourseForm,
    LessonForm,
    ModuleForm,
    OtherWords,
    PageForm,
    SessionForm,
    SourceForm,
    TermForm,
    link_of,
)
from samloft.course.slugs import Slug
from samloft.course.stand_ins import course_stand_in, head_stand_in, module_stand_in, row_stand_in
from samloft.languages import BASE, LANGUAGES, Language
from samloft.suggest import nearest
from samloft.text.templates import extends_shared

NOT_PAGES = {"adr", "architecture"}
"""Folders in docs/ for those who build the engine."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
_FILE_NAME = re.compile(r"^(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<language>[a-z]+))?\.md$")


def load_course(reader: Reader) -> Course | None:
    """Return the course below `reader.root`; None, with problems noted, when it cannot be read."""
    root = reader.root
    texts = digest_of_texts(root)  # before any is read
    path = root / "modules/course.yml"
    read = reader.yaml(path, CourseForm)
    if read is None and path not in reader.readings:
        return None
    form, lines = read or (course_stand_in(reader, path), reader.readings[path])
    modules = []
    for number, slug in enumerate(form.modules):
        folder = root / "modules" / slug
        check_name(reader, slug, path, lines.line(("modules", number)))
        if not (folder / "module.yml").is_file():
            there = [found.parent.name for found in (root / "modules").glob("*/module.yml")]
            line = lines.line(("modules", number))
            reader.report(path, line, "module-exists", name=slug, nearest=nearest(slug, there))
            continue
        modules.append(load_module(reader, folder))
    course = Course(
        root=root,
        texts=texts,
        cache=cache_of(root),
        title=form.title,
        summary=form.summary,
        version=form.version,
        date=form.date,
        licence=form.licence,
        site_url=form.site_url,
        faults=form.faults and link_of(form.faults),
        repository=form.repository,
        modules=tuple(modules),
        pages=tuple(load_pages(reader, form, path, lines)),
        files=find_files(root / "modules") | find_files(root / "docs"),
        other_words=load_other_words(reader, reader.root),
    )
    _check_terms(reader, course)
    return course


def load_module(reader: Reader, folder: Path) -> Module:
    """Return one module with its lessons, sessions, terms and sources."""
    path = folder / "module.yml"
    writings = read_writings(reader, folder, LessonForm)
    read = reader.yaml(path, ModuleForm)
    form, lines = read or (
        module_stand_in(reader, path, list(writings)),
        reader.readings.get(path, Reading({}, {})),
    )
    lessons = []
    for number, slug in enumerate(form.lessons):
        if slug in writings:
            lessons.append(Lesson(module=folder.name, slug=slug, forms=writings[slug]))
        elif not list(folder.glob(f"{slug}*.md")):
            line = lines.line(("lessons", number))
            close = nearest(slug, sorted(writings))
            reader.report(path, line, "lesson-has-file", name=slug, nearest=close)
    _check_picture(reader, path, lines, form.picture, folder)
    for slug in sorted(writings.keys() - set(form.lessons)):
        reader.advise(
            path, lines.line(("lessons",)), "file-is-a-lesson", name=slug, file=f"{slug}.md"
        )
    return Module(
        slug=folder.name,
        folder=reader.name(folder),
        title=form.title,
        summary=form.summary,
        audience=form.audience,
        objectives=form.objectives,
        facts_checked=form.facts_checked,
        licence=form.licence,
        picture=form.picture,
        lessons=tuple(lessons),
        sessions=tuple(load_sessions(reader, folder)),
        terms=load_terms(reader, folder),
        sources=_load_table(reader, folder / "sources.yml", SourceForm),
        practice=load_practice(reader, folder),
    )


def load_terms(
    reader: Reader, folder: Path, beneath: Mapping[str, Any] = NOTHING
) -> Mapping[str, TermForm]:
    """Return the terms a module's folder defines, by their ids.

    One that is beneath too, there as YAML gives it, has what it does not say from there.
    """
    path = folder / "terms.yml"
    terms = _read_terms(reader, path, beneath)
    for slug in filter(is_letter_place, terms):
        reader.report(path, reader.line(path, (slug,)), "id-is-free", id=slug)
    return terms


def _read_terms(reader: Reader, path: Path, beneath: Mapping[str, Any]) -> Mapping[str, TermForm]:
    found = read_fields(reader, path) if beneath and path.is_file() else None
    if found is None:
        return _load_table(reader, path, TermForm)
    own, lines = found
    if not lay_reading(reader, path, {name: beneath.get(name, {}) for name in own}, own, lines):
        return {}
    read: Mapping[str, TermForm] | None = reader.check(
        path, reader.readings[path], dict[Slug, TermForm]
    )
    return {} if read is None else read


def load_settings(
    reader: Reader, path: Path, beneath: Any
) -> tuple[ModuleForm | None, tuple[str, ...]]:
    """Return a shared module's settings with a network's own over them, and which those are.

    None where the network has no such file, or something is wrong with it.
    """
    found = read_fields(reader, path) if path.exists() else None
    if found is None:
        return None, ()
    own, lines = found
    if "lessons" in own:
        # The shared course has their order; `without` in network.yml says which are left out.
        line = lines.line(("lessons",))
        reader.report(path, line, "own-module-has-own-name", name=path.parent.name)
        return None, ()
    if not lay_reading(reader, path, beneath, own, lines):
        return None, ()
    form: ModuleForm | None = reader.check(path, reader.readings[path], ModuleForm)
    if form and "picture" in own:
        shared = reader.root / "modules" / path.parent.name
        _check_picture(reader, path, lines, form.picture, path.parent, shared)
    return form, tuple(own)


def _check_picture(
    reader: Reader, path: Path, lines: Reading, picture: str, *folders: Path
) -> None:
    """Report a picture that is in none of the folders."""
    if picture and not any((folder / picture).is_file() for folder in folders):
        reader.report(path, lines.line(("picture",)), "module-picture-has-file", name=picture)


def load_sessions(
    reader: Reader, folder: Path, beneath: Mapping[str, str] = NOTHING
) -> Iterable[Session]:
    """Yield a module's sessions in the order of their file names.

    Args:
        reader: of the course.
        folder: the module's, or one that lies over it.
        beneath: the files of the sessions that those here may lie over, by their names.
    """
    for path in sorted(folder.glob("sessions/*.yml")):
        if not check_name(reader, path.stem, path, taken=()):
            continue
        read, fields = _session(reader, path, beneath.get(path.stem))
        form, lines = read or (
            SessionForm(title={BASE: path.stem}, starts="09:00", parts=()),
            Reading({}, {}),
        )
        for number, part in enumerate(form.parts):
            if not (part.title or part.lesson or part.form == "break"):
                reader.report(path, lines.line(("parts", number)), "part-says-what")
            if part.activity and not part.lesson:
                line = lines.line(("parts", number, "activity"))
                reader.report(path, line, "activity-has-lesson", name=part.activity)
            for place, passage in enumerate(part.needs_text):
                if not (passage.is_named and (passage.lesson or part.lesson)):
                    line = lines.line(("parts", number, "needs_text", place))
                    reader.report(path, line, "passage-is-named-one-way")
        yield Session(
            module=folder.name,
            slug=path.stem,
            source=reader.name(path),
            title=form.title,
            summary=form.summary,
            starts=form.starts,
            parts=form.parts,
            needs=form.needs,
            before=form.before,
            after=form.after,
            facilitator=form.facilitator,
            follow_up=form.follow_up,
            groups=form.groups,
            roles=form.roles,
            sheets_per_group=form.sheets_per_group,
            moved_from=form.moved_from,
            fields=fields,
        )


def _required(form: type) -> tuple[str, ...]:
    """Return the fields that a form cannot do without."""
    return tuple(
        each.name for each in fields(form) if each.default is each.default_factory is MISSING
    )


def _session(
    reader: Reader, path: Path, beneath: str | None
) -> tuple[tuple[SessionForm, Reading] | None, tuple[str, ...] | None]:
    """Return a session as it holds, and the fields it lays over the one beneath, if it does.

    One with something wrong in it is none, and lays nothing over: one cause, one problem.
    """
    found = read_fields(reader, path)
    if found is None:
        return None, ()
    own, lines = found
    extends = lines.value.get(EXTENDS)
    if extends is None:
        missing = [name for name in _required(SessionForm) if beneath and name not in own]
        if missing:
            reader.report(path, 1, "session-extends-or-is-whole", name=", ".join(missing))
            return None, ()
        reader.readings[path] = lines
    elif extends != SHARED or beneath is None:
        reader.report(path, lines.line((EXTENDS,)), "extends-what-is-beneath", name=path.stem)
        return None, ()
    else:
        shared = reader.readings.get(reader.root / beneath)
        if shared is None:
            return None, ()
        if not lay_reading(reader, path, shared.value, own, lines):
            return None, tuple(own)  # `update` finds the part, if it only has another number now
    form = reader.check(path, reader.readings[path], SessionForm)
    if form is None:
        return None, ()
    return (form, reader.readings[path]), tuple(own) if extends else None


def load_pages(reader: Reader, form: CourseForm, path: Path, lines: Reading) -> Iterable[Page]:
    """Yield the front page and then the pages course.yml names, in order."""
    folder = reader.root / "docs"
    writings = read_writings(reader, folder, PageForm)
    if "index" not in writings:
        reader.report(folder / "index.md", None, "file-exists")
    if FRONT.stem in form.pages:
        line = lines.line(("pages", form.pages.index(FRONT.stem)))
        reader.report(path, line, "front-page-is-not-listed")
    for number, slug in enumerate(("index", *form.pages), start=-1):
        if slug in writings:
            yield Page(slug=slug, forms=writings[slug])
        elif slug != "index" and not list(folder.glob(f"{slug}*.md")):
            close = nearest(slug, sorted(writings))
            line = lines.line(("pages", number))
            reader.report(path, line, "page-has-file", name=slug, nearest=close)
    for slug in sorted(writings.keys() - {"index", *form.pages}):
        reader.advise(path, lines.line(("pages",)), "file-is-a-page", name=slug, file=f"{slug}.md")


def read_writings(
    reader: Reader, folder: Path, form: type[Head], *, overlay: bool = False
) -> dict[str, dict[Language, Writing[Head]]]:
    """Return a folder's Markdown files by slug and language: no suffix is the base."""
    # A lesson stands beside its module's page, its sessions and its sheets; a page beside all that
    # is fixed.
    taken = {FRONT.stem, SESSIONS, SHEETS} if form is LessonForm else RESERVED - {FRONT.stem}
    found: dict[str, dict[Language, Writing[Head]]] = {}
    for path in sorted(folder.glob("*.md")):
        match = _FILE_NAME.match(path.name)
        if match is None:
            reader.report(path, None, "file-name-is-plain", name=path.name)
            continue
        if not check_name(reader, match["slug"], path, taken=taken):
            continue
        language = Language(match["language"] or BASE)
        if language not in LANGUAGES:
            known = ", ".join(each for each in LANGUAGES if each != BASE)
            reader.report(path, None, "file-language-is-known", name=language, known=known)
            continue
        read = reader.markdown(path, form, headless=overlay)
        if read is None:
            continue
        head, body = read
        if head is None and not (overlay and extends_shared(body)):
            head = head_stand_in(form, match["slug"])
        found.setdefault(match["slug"], {})[language] = Writing(
            source=reader.name(path),
            language=language,
            head=head,
            body=body,
        )
    return found


def find_files(folder: Path) -> dict[PurePosixPath, Path]:
    """Return the pictures and other files in a folder by their place in a plain tree.

    A link that leads out of the folder is not followed.
    """
    found = {}
    home = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        if path.suffix.lower() not in FILE_KINDS or inside.parts[0] in NOT_PAGES:
            continue
        if PRACTICE in inside.parts[:-1]:
            continue
        if path.is_file() and path.resolve().is_relative_to(home):
            found[inside] = path
    return found


def _load_table(reader: Reader, path: Path, form: Any) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    read = reader.yaml(path, dict[Slug, form])
    return dict.fromkeys(reader.written(path), row_stand_in(form)) if read is None else read[0]


def load_other_words(reader: Reader, folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Return what people search for instead of words of a course or an overlay in `folder`."""
    path = folder / "modules/other-words.yml"
    form: Any = OtherWords
    read = reader.yaml(path, form) if path.is_file() else None
    return {} if read is None else read[0]


def _check_terms(reader: Reader, course: Course) -> None:
    """Note terms that two modules define, and references to terms nobody defines."""
    owner: dict[str, str] = {}
    known = {term for module in course.modules for term in module.terms}
    for module in course.modules:
        path = reader.root / "modules" / module.slug / "terms.yml"
        for slug, term in module.terms.items():
            if slug in owner:
                line = reader.line(path, (slug,))
                reader.report(path, line, "term-is-defined-once", name=slug, other=owner[slug])
            owner.setdefault(slug, f"modules/{module.slug}/terms.yml")
            for other in term.see:
                if other not in known:
                    line = reader.line(path, (slug, "see"))
                    close = nearest(other, sorted(known))
                    reader.report(path, line, "term-is-defined", name=other, nearest=close)
