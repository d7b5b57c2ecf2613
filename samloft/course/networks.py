"""Read networks/<network>/ into a Network: its settings, its municipalities and its overlay."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from samloft.addresses import DEVICES, LONGEST_NAME, RESERVED
from samloft.course.colours import PAPER, TEXT, contrast, nearest_passing
from samloft.course.model import Course, Layer, Municipality, Network
from samloft.course.names import check_name
from samloft.course.overlay_files import Beneath, check_choice, load_layer, own_modules
from samloft.course.reader import Reader, Reading
from samloft.course.runs import load_runs
from samloft.course.schema import (
    ColoursForm,
    HostForm,
    LocalForm,
    MunicipalityForm,
    NetworkForm,
    link_of,
)
from samloft.languages import BASE, LANGUAGES
from samloft.languages.words import slug_of, sort_key
from samloft.suggest import nearest

MOST_MUNICIPALITIES = 1000
"""Norway has 357."""


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
    check_name(reader, folder.name, folder)
    read = reader.yaml(path, NetworkForm)
    if read is None and path not in reader.readings:
        return None
    if read is not None:
        _check_settings(reader, path, *read, course)
    form = read[0] if read else _stand_in(reader, path)
    layer = load_layer(reader, folder, Beneath(course=course))
    municipalities = _load_municipalities(reader, folder, form, course, layer)
    languages = (form.language, *(code for code in form.languages if code != form.language))
    network = Network(
        slug=folder.name,
        name=form.name,
        language=form.language,
        languages=tuple(dict.fromkeys(languages)),
        colours=form.colours,
        url=form.url,
        published_at=form.published_at,
        repository=form.repository,
        host=form.host,
        accessibility_statement=form.accessibility_statement,
        feedback=form.feedback and link_of(form.feedback),
        logo=form.logo,
        modules=form.modules or tuple(module.slug for module in (*course.modules, *layer.own)),
        municipalities=municipalities,
        values=form.values,
        layers=(layer,),
        without=form.without,
        moved_from=form.moved_from,
    )
    network = replace(network, runs=load_runs(reader, folder, network))
    return replace(network, local=_local(reader, folder, network, course))


def _local(reader: Reader, folder: Path, network: Network, course: Course) -> dict[str, Network]:
    """Return the network as each municipality has it that has a folder of its own."""
    found = {}
    known = [place.slug for place in network.municipalities]
    for place in sorted(path for path in folder.glob("municipalities/*") if path.is_dir()):
        if place.name not in known:
            heirs = [each.slug for each in network.municipalities
                     if f"{network.slug}/{place.name}" in each.moved_from]  # fmt: skip
            close = heirs[0] if heirs else nearest(place.name, known) if known else ""
            reader.report(
                place, None, "overlay-municipality-exists", name=place.name, nearest=close
            )
            continue
        beneath = Beneath(course=course, layers=network.layers)
        path = place / "municipality.yml"
        read = reader.yaml(path, LocalForm) if path.exists() else None
        form = read[0] if read else LocalForm()
        if read is not None:
            check_choice(reader, path, *read, beneath)
        layer = load_layer(reader, place, beneath)
        modules = (*network.modules, *(module.slug for module in layer.own))
        found[place.name] = replace(
            network,
            modules=form.modules or modules,
            without=(*network.without, *form.without),
            values={**network.values, **form.values},
            layers=(*network.layers, layer),
        )
    return found


def _stand_in(reader: Reader, path: Path) -> NetworkForm:
    """Return settings that let the rest of the network be looked through in the same run."""
    written = reader.written(path)
    texts = {key: value for key, value in written.items() if isinstance(value, str)}
    values = written.get("values")
    return NetworkForm(
        name=texts.get("name", path.parent.name),
        language=next((each for each in LANGUAGES if each == texts.get("language")), BASE),
        languages=LANGUAGES,
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
    check_choice(reader, path, form, lines, Beneath(course=course))
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
    reader: Reader, folder: Path, form: NetworkForm, course: Course, layer: Layer
) -> tuple[Municipality, ...]:
    if form.municipalities is None:
        return ()
    path = folder / form.municipalities
    taken = RESERVED | DEVICES | {module.slug for module in course.modules}
    taken |= {page.slug for page in course.pages}
    taken |= {place.parts[0].removesuffix(".md") for place in (*layer.pages, *layer.files)}
    taken |= set(own_modules(folder, Beneath(course=course)))
    found: dict[str, Municipality] = {}
    numbers: dict[str, str] = {}
    for row, line in reader.csv(path, MunicipalityForm, most=MOST_MUNICIPALITIES):
        slug = slug_of(row.name)
        if not slug:
            reader.report(path, line, "name-has-letters", name=row.name)
            continue
        if len(slug) > LONGEST_NAME:
            reader.report(path, line, "name-is-short", count=len(slug), most=LONGEST_NAME)
            continue
        if slug in taken:
            slug = f"{slug}-{row.number}"
        if slug in found:
            reader.report(path, line, "municipality-is-listed-once", name=row.name)
            continue
        if row.number in numbers:
            other = numbers[row.number]
            reader.report(path, line, "number-is-of-one", number=row.number, name=other)
            continue
        numbers[row.number] = row.name
        found[slug] = Municipality(
            slug=slug,
            number=row.number,
            name=row.name,
            other_names=_parted(row.other_names),
            moved_from=_parted(row.moved_from),
            language=row.language,
            website=row.website,
        )
    return tuple(sorted(found.values(), key=lambda municipality: sort_key(municipality.name)))


def _parted(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def _leading_out(folder: Path) -> list[Path]:
    """Return the links in a network's folder that lead out of it, or to nothing; or itself."""
    if folder.is_symlink():
        return [folder]
    home = os.path.realpath(folder)
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_symlink()
        and not (path.exists() and Path(os.path.realpath(path)).is_relative_to(home))
    ]
