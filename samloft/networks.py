"""Read networks/<network>/ into a Network: its settings, its municipalities and its overlay."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from samloft.colours import PAPER, TEXT, contrast, nearest_passing
from samloft.course import find_files, load_module, load_sessions, load_terms, read_writings
from samloft.forms import ColoursForm, HostForm, LessonForm, MunicipalityForm, NetworkForm, PageForm
from samloft.languages import Language
from samloft.model import Addition, Course, Head, Municipality, Network, Writing
from samloft.near import nearest
from samloft.overlay import address_of
from samloft.safety import cleaned_svg, unsafe_in
from samloft.sources import Reader, Reading
from samloft.templates import block_names, extends_shared
from samloft.words import slug_of, sort_key

RESERVED = {"assets", "search", "samling", "latest", "begreper", "kommuner", "tilpasninger"}
"""Addresses the site itself uses; a municipality's edition stands beside them."""


def load_networks(reader: Reader, course: Course) -> tuple[Network, ...]:
    """Return every network that could be read, in the order of its name."""
    folders = sorted(path.parent for path in (reader.root / "networks").glob("*/network.yml"))
    if not folders:
        reader.report(reader.root / "networks", None, "networks-are-there")
    found = [load_network(reader, folder, course) for folder in folders]
    return tuple(sorted((n for n in found if n), key=lambda network: sort_key(network.name)))


def load_network(reader: Reader, folder: Path, course: Course) -> Network | None:
    """Return one network, with problems noted; None when its settings cannot be read at all."""
    path = folder / "network.yml"
    links = _leading_out(folder)
    if links:
        # Nothing of it is read: what stands there might come out in a page or in a message.
        for link in links:
            reader.report(link, None, "overlay-stays-home", name=link.name)
        return None
    read = reader.yaml(path, NetworkForm)
    if read is None and path not in reader.readings:
        return None
    if read is not None:
        _check_settings(reader, path, *read, course)
    form = read[0] if read else _stand_in(reader, path)
    own = tuple(load_module(reader, found.parent) for found in _own_modules(folder, course))
    municipalities = _load_municipalities(reader, folder, form, course)
    languages = (form.language, *(code for code in form.languages if code != form.language))
    network = Network(
        slug=folder.name,
        name=form.name,
        language=form.language,
        languages=tuple(dict.fromkeys(languages)),
        colours=form.colours,
        url=form.url,
        host=form.host,
        accessibility_statement=form.accessibility_statement,
        feedback=form.feedback,
        logo=form.logo,
        modules=form.modules or tuple(module.slug for module in (*course.modules, *own)),
        municipalities=municipalities,
        values=form.values,
        lessons=_overlay_lessons(reader, folder / "modules", course),
        pages=_overlay_pages(reader, folder / "docs"),
        files=find_files(folder / "modules") | find_files(folder / "docs"),
        without=form.without,
        own=own,
        additions=_additions(reader, folder, course),
    )
    _check_overlay(reader, network, course)
    _check_drawings(reader, folder)
    _check_own(reader, network, course)
    return network


def _stand_in(reader: Reader, path: Path) -> NetworkForm:
    """Return settings that let the rest of the network be looked through in the same run."""
    written = reader.written(path)
    texts = {key: value for key, value in written.items() if isinstance(value, str)}
    values = written.get("values")
    return NetworkForm(
        name=texts.get("name", path.parent.name),
        language="nn" if texts.get("language") == "nn" else "nb",
        languages=("nb", "nn"),
        colours=ColoursForm(primary="#000000", accent="#000000"),
        url=texts.get("url"),
        accessibility_statement=texts.get("accessibility_statement"),
        feedback=texts.get("feedback"),
        host=HostForm(name="host") if "host" in written else None,
        municipalities="municipalities.csv" if "municipalities" in written else None,
        values=values if isinstance(values, dict) else {},
    )


def _check_settings(
    reader: Reader, path: Path, form: NetworkForm, lines: Reading, course: Course
) -> None:
    known = [module.slug for module in course.modules]
    known += [found.parent.name for found in _own_modules(path.parent, course)]
    for number, slug in enumerate(form.modules):
        if slug not in known:
            line = lines.line(("modules", number))
            reader.report(path, line, "module-exists", name=slug, nearest=nearest(slug, known))
    lessons = {address_of(each): each for module in course.modules for each in module.lessons}
    for number, address in enumerate(form.without):
        line = lines.line(("without", number))
        if address not in lessons:
            close = nearest(address, list(lessons))
            reader.report(path, line, "left-out-lesson-exists", name=address, nearest=close)
        elif _is_locked(lessons[address].forms):
            reader.report(path, line, "locked-lesson-stays", name=address)
    for name in ("primary", "accent"):
        colour = getattr(form.colours, name)
        ratio = contrast(colour, PAPER)
        if ratio < TEXT:
            reader.report(
                path,
                lines.line(("colours", name)),
                "colour-has-contrast",
                key=name,
                value=colour,
                ratio=f"{ratio:.1f}",
                needed=f"{TEXT}",
                nearest=nearest_passing(colour.lower(), PAPER),
            )
    if form.logo and not (path.parent / form.logo.file).is_file():
        reader.report(path, lines.line(("logo", "file")), "logo-has-file", name=form.logo.file)


def _load_municipalities(
    reader: Reader, folder: Path, form: NetworkForm, course: Course
) -> tuple[Municipality, ...]:
    if form.municipalities is None:
        return ()
    path = folder / form.municipalities
    taken = RESERVED | {module.slug for module in course.modules}
    taken |= {page.slug for page in course.pages} | {"nb", "nn", "en"}
    taken |= {found.parent.name for found in _own_modules(folder, course)}
    found: dict[str, Municipality] = {}
    for row, line in reader.csv(path, MunicipalityForm):
        slug = slug_of(row.name)
        if slug in taken:
            slug = f"{slug}-{row.number}"
        if any(row.number == other.number for other in found.values()) or slug in found:
            reader.report(path, line, "municipality-is-listed-once", name=row.name)
            continue
        found[slug] = Municipality(
            slug=slug,
            number=row.number,
            name=row.name,
            other_names=tuple(name.strip() for name in row.other_names.split(";") if name.strip()),
            language=row.language,
            website=row.website,
        )
    return tuple(sorted(found.values(), key=lambda municipality: sort_key(municipality.name)))


def _overlay_lessons(
    reader: Reader, folder: Path, course: Course
) -> dict[PurePosixPath, dict[Language, Writing[LessonForm]]]:
    found = {}
    known = [module.slug for module in course.modules]
    own = [found.parent for found in _own_modules(folder.parent, course)]
    for module in sorted(path for path in folder.glob("*") if path.is_dir() and path not in own):
        if module.name not in known:
            close = nearest(module.name, known)
            reader.report(module, None, "overlay-module-exists", name=module.name, nearest=close)
            continue
        for slug, forms in read_writings(reader, module, LessonForm, overlay=True).items():
            found[PurePosixPath(module.name, f"{slug}.md")] = forms
    return found


def _own_modules(folder: Path, course: Course) -> list[Path]:
    """Return the module.yml of each module of a network's own."""
    shared = {module.slug for module in course.modules}
    every = sorted(folder.glob("modules/*/module.yml"))
    return [path for path in every if path.parent.name not in shared]


def _additions(reader: Reader, folder: Path, course: Course) -> dict[str, Addition]:
    """Return what a network adds to shared modules."""
    found = {}
    for module in course.modules:
        place = folder / "modules" / module.slug
        sessions, terms = tuple(load_sessions(reader, place)), load_terms(reader, place)
        if sessions or terms:
            found[module.slug] = Addition(sessions=sessions, terms=terms)
        if (place / "module.yml").exists():
            reader.report(place / "module.yml", None, "own-module-has-own-name", name=module.slug)
    return found


def _check_own(reader: Reader, network: Network, course: Course) -> None:
    """Note terms that are defined elsewhere, and what sessions must not hold."""
    home = {term: module.slug for module in course.modules for term in module.terms}
    given = {slug: addition.terms for slug, addition in network.additions.items()}
    given |= {module.slug: module.terms for module in network.own}
    for module, terms in given.items():
        path = reader.root / "networks" / network.slug / "modules" / module / "terms.yml"
        for term in terms:
            other = home.setdefault(term, module)
            if other != module:
                line = reader.line(path, (term,))
                place = f"modules/{other}/terms.yml"
                reader.report(path, line, "term-is-defined-once", name=term, other=place)
    sessions = [each for addition in network.additions.values() for each in addition.sessions]
    sessions += [session for own in network.own for session in own.sessions]
    for session in sessions:
        notes = [text for part in session.parts for text in part.notes.values()]
        for found in unsafe_in("\n\n".join([*session.facilitator.values(), *notes])):
            reader.report(reader.root / session.source, None, "html-is-safe", value=found)


def _overlay_pages(
    reader: Reader, folder: Path
) -> dict[PurePosixPath, dict[Language, Writing[PageForm]]]:
    read = read_writings(reader, folder, PageForm, overlay=True)
    return {PurePosixPath(f"{slug}.md"): forms for slug, forms in read.items()}


def _leading_out(folder: Path) -> list[Path]:
    """Return the links in a network's folder that lead out of it, or to nothing."""
    home = os.path.realpath(folder)
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_symlink()
        and not (path.exists() and Path(os.path.realpath(path)).is_relative_to(home))
    ]


def _check_overlay(reader: Reader, network: Network, course: Course) -> None:
    """Note overlay files that meet nothing to lie over, and locked lessons they may not replace."""
    shared = {lesson.path: lesson.forms for module in course.modules for lesson in module.lessons}
    pages = {page.path: page.forms for page in course.pages}
    for path, forms in network.lessons.items():
        beneath = shared.get(path)
        for writing in forms.values():
            file = reader.root / writing.source
            if beneath and _is_locked(beneath):
                reader.report(file, None, "locked-text-is-shared", name=path.stem)
            _check_blocks(reader, writing, _bodies(beneath))
    for path, page_forms in network.pages.items():
        below = pages.get(path)
        for page in page_forms.values():
            _check_blocks(reader, page, _bodies(below))


def _check_drawings(reader: Reader, folder: Path) -> None:
    for path in sorted(folder.rglob("*.svg")):
        try:
            cleaned_svg(path)
        except ValueError:
            reader.report(path, None, "drawing-is-svg")


def _is_locked(forms: Mapping[Language, Writing[LessonForm]]) -> bool:
    return any(form.head and form.head.locked for form in forms.values())


def _bodies(forms: Mapping[Language, Writing[Head]] | None) -> list[str]:
    return [writing.body for writing in forms.values()] if forms else []


def _check_blocks(
    reader: Reader,
    writing: Writing[LessonForm] | Writing[PageForm],
    beneath: list[str],
) -> None:
    if not extends_shared(writing.body):
        return
    file = reader.root / writing.source
    if not beneath:
        reader.report(file, None, "overlay-has-shared-page")
        return
    known = sorted({name for body in beneath for name in block_names(body)})
    for name, line in block_names(writing.body).items():
        if name not in known:
            close = nearest(name, known) if known else ""
            reader.report(file, line, "block-exists", name=name, nearest=close)
