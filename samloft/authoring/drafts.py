"""What `new` writes: files that build at once, and the lists they are added to."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

import yaml

from samloft.addresses import LONGEST_NAME
from samloft.authoring.places import Place, as_csv, places_of, read_places
from samloft.authoring.yaml_edit import with_entry, with_key
from samloft.course.colours import PAPER, TEXT, nearest_passing
from samloft.languages import BASE, LANGUAGES, Language, in_turn
from samloft.languages.words import slug_of
from samloft.problems import UsageError, problem
from samloft.suggest import nearest

STARTERS = Path(__file__).with_name("starters")
COLOURS = ("#1d4e6b", "#a3431a")
"""What a network has until it says otherwise; both pass on white."""
SCHEMA = "# yaml-language-server: $schema={up}schemas/{name}.json\n"
_IGNORED = Path(__file__).parent.parent / "upstream" / "fork_files" / "gitignore"
"""What a new repository keeps from Git: all that commands make."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Files to write, by path from the course's root."""

    new: Mapping[str, str]
    """Files that are not there yet."""
    changed: Mapping[str, str] = field(default_factory=dict)
    """Lists that name the new files."""
    opens: str
    """Where the author goes on."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Files that are no text, and not there yet."""
    markdown: str = ""
    """What to put into a text, for a file that no list names."""


def lesson(root: Path, module: str, title: str, language: str) -> Draft:
    """Return a lesson, last in its module. Raises UsageError for a module that is not there."""
    listed = _module_file(root, module)
    slug = numbered_after((path.name for path in listed.parent.glob("*.md")), title)
    path = f"modules/{module}/{text_file(slug, language)}"
    text = listed.read_text(encoding="utf-8")
    return Draft(
        new={path: _lesson(title, language)},
        changed={f"modules/{module}/module.yml": with_entry(text, "lessons", slug)},
        opens=path,
    )


def module(root: Path, title: str, language: str) -> Draft:
    """Return a module with one lesson, last in the course."""
    course = _course_file(root)
    slug = _slug(title)
    new = _module_files(slug, title, language)
    text = course.read_text(encoding="utf-8")
    return Draft(
        new=new,
        changed={"modules/course.yml": with_entry(text, "modules", slug)},
        opens=next(path for path in new if path.endswith(".md")),
    )


def session(root: Path, module: str, title: str, language: str) -> Draft:
    """Return a gathering over every lesson of a module, with a break in the middle."""
    listed = _module_file(root, module)
    slug = numbered_after(
        (path.name for path in (listed.parent / "sessions").glob("*.yml")), title, digits=1
    )
    lessons = yaml.safe_load(listed.read_text(encoding="utf-8")).get("lessons") or []
    words = words_of(language, title)
    path = f"modules/{module}/sessions/{slug}.yml"
    half = max(1, len(lessons) // 2)
    taught: list[dict[str, object]] = [
        {"lesson": name, "form": "input", "minutes": 20} for name in lessons
    ]
    parts = [
        {"title": {language: words["welcome"]}, "form": "plenary", "minutes": 10},
        *taught[:half],
        {"form": "break", "minutes": 15},
        *taught[half:],
        {"title": {language: words["closing"]}, "form": "plenary", "minutes": 15},
    ]
    content = {
        "title": {language: title},
        "summary": {language: words["session_summary"]},
        "starts": "09:00",
        "facilitator": {language: words["guide"]},
        "parts": parts,
    }
    return Draft(new={path: _yaml("session", "../../../", content)}, opens=path)


def term(root: Path, module: str, title: str, language: str) -> Draft:
    """Return a word for the shared vocabulary. Raises UsageError for one that is there."""
    path = _module_file(root, module).with_name("terms.yml")
    name = f"modules/{module}/terms.yml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    entry = {
        "term": {language: title},
        "definition": {language: words_of(language, title)["definition"]},
    }
    slug = _slug(title)
    try:
        written = with_key(text, slug, entry)
    except KeyError:
        raise UsageError([problem(name, "new-is-free", name=slug)]) from None
    kind = {"changed" if path.exists() else "new": {name: written}}
    draft = Draft(new=kind.get("new", {}), changed=kind.get("changed", {}), opens=name)
    return Draft(
        new=draft.new, changed=draft.changed, opens=name, markdown=f"[{title}](term:{slug})"
    )


def figure(root: Path, module: str, title: str, language: str) -> Draft:
    """Return a drawing that takes the page's colours, and the line that shows it."""
    _module_file(root, module)
    slug = _slug(title)
    path = f"modules/{module}/{slug}.svg"
    shown = words_of(language, title)["figure"]
    drawing = _filled((STARTERS / "figure.svg").read_text("utf-8"), title=_in_xml(shown))
    return Draft(new={path: drawing}, opens=path, markdown=f"![{shown}]({slug}.svg)")


def network(root: Path, name: str, language: str | None, colours: tuple[str, str]) -> Draft:
    """Return a network with the municipalities of the counties its name names.

    Colours that white text cannot stand on become the nearest ones that it can.
    """
    places = places_of(name, read_places())
    slug = re.sub(r"^digi-?", "", _slug(name)) or _slug(name)
    return _network(slug, name, language, colours, places)


def course(folder: str, language: str) -> Draft:
    """Return a whole small course: one module, one lesson, one network, a front page."""
    title = folder.replace("-", " ").replace("_", " ").strip().capitalize() or "Kurs"
    words, today = words_of(language, title), _today()
    first = _slug(words["first_lesson"])
    content = {
        "title": {language: title},
        "summary": {language: words["summary"]},
        "version": f"{today.year}.1",
        "date": today.isoformat(),
        "modules": [first],
        "pages": [],
        "licence": "CC-BY-4.0",
    }
    own = _network(_slug(folder), title, language, COLOURS, ())
    new = {
        "modules/course.yml": _yaml("course", "../", content),
        **_module_files(first, words["first_lesson"], language),
        f"docs/{text_file('index', language)}": _page(
            {"title": title, "summary": words["front_summary"]}, _starter("index.md", language)
        ),
        ".gitignore": _IGNORED.read_text(encoding="utf-8"),
        **own.new,
    }
    return Draft(new=new, opens=next(path for path in new if path.endswith(".md")))


def base_language(root: Path) -> str:
    """Return the language a course is written in: the one its title has first."""
    text = _course_file(root).read_text(encoding="utf-8")
    title = (yaml.safe_load(text) or {}).get("title")
    return next(iter(title)) if isinstance(title, dict) and title else LANGUAGES[0]


def write(draft: Draft, root: Path) -> None:
    """Write a draft. Raises UsageError, with nothing written, where a new file is there."""
    there = [path for path in (*draft.new, *draft.pictures) if (root / path).exists()]
    if there:
        raise UsageError([problem(path, "new-is-free", name=Path(path).stem) for path in there])
    texts = {**draft.new, **draft.changed}.items()
    for path, content in (
        *((path, text.encode()) for path, text in texts),
        *draft.pictures.items(),
    ):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _network(
    slug: str,
    name: str,
    language: str | None,
    colours: tuple[str, str],
    places: tuple[Place, ...],
) -> Draft:
    from samloft.authoring.places import language_of

    primary, accent = (nearest_passing(colour, PAPER, TEXT) for colour in colours)
    own = language or language_of(places)
    content: dict[str, object] = {
        "name": name,
        "language": own,
        "colours": {"primary": primary, "accent": accent},
    }
    new = {}
    if places:
        content["municipalities"] = "municipalities.csv"
        new[f"networks/{slug}/municipalities.csv"] = as_csv(places)
    path = f"networks/{slug}/network.yml"
    return Draft(new={path: _yaml("network", "../../", content), **new}, opens=path)


def _module_files(slug: str, title: str, language: str) -> dict[str, str]:
    words = words_of(language, title)
    name = f"01-{_slug(words['first_lesson'])}"
    return {
        f"modules/{slug}/{text_file(name, language)}": _lesson(words["first_lesson"], language),
        f"modules/{slug}/module.yml": module_yml(title, language, [name]),
    }


def module_yml(title: str, language: str, lessons: Sequence[str]) -> str:
    """Return the settings of a module that is new."""
    words = words_of(language, title)
    content = {
        "title": {language: title},
        "summary": {language: words["summary"]},
        "audience": ["leaders", "staff"],
        "objectives": {language: [words["objective"]]},
        "lessons": list(lessons),
        "facts_checked": _today().isoformat(),
        "licence": "CC-BY-4.0",
    }
    return _yaml("module", "../../", content)


def _module_file(root: Path, module: str) -> Path:
    path = root / "modules" / module / "module.yml"
    if not path.is_file():
        known = sorted(each.parent.name for each in (root / "modules").glob("*/module.yml"))
        close = nearest(module, known)
        raise UsageError(
            [problem(f"modules/{module}", "module-exists", name=module, nearest=close)]
        )
    return path


def _course_file(root: Path) -> Path:
    path = root / "modules/course.yml"
    if not path.is_file():
        raise UsageError([problem("modules/course.yml", "course-is-here")])
    return path


def numbered_after(names: Iterable[str], title: str, digits: int = 2) -> str:
    """Return a name after those that are there: `09-tittel` after `08-for`."""
    taken = [int(match[1]) for name in names if (match := re.match(r"(\d+)-", name))]
    return f"{max(taken, default=0) + 1:0{digits}d}-{_slug(title)}"


def text_file(name: str, language: str) -> str:
    """Return what the file of a text is called; one whose name tells no language is in `BASE`."""
    return f"{name}.md" if language == BASE else f"{name}.{language}.md"


_LONGEST_SLUG = LONGEST_NAME - len("100-")


def _slug(title: str) -> str:
    """Return what a text of some title is called; of a long one as many words as there is room for.

    Raises UsageError for one without letters.
    """
    slug = slug_of(title)
    if not slug:
        raise UsageError([problem(title or ".", "title-has-letters", name=title)])
    if len(slug) <= _LONGEST_SLUG:
        return slug
    cut = slug[:_LONGEST_SLUG]
    return cut.rpartition("-")[0] or cut


def _today() -> datetime.date:
    return datetime.date.today()  # noqa: DTZ011 - the author's own day


def words_of(language: str, title: str) -> dict[str, str]:
    """Return what is proposed where an author has written nothing yet."""
    words = tomllib.loads(_starter("words.toml", language))
    return {key: _filled(text, title=title) for key, text in words.items()}


def _starter(name: str, language: str) -> str:
    """Return what is proposed in a language, or in the one its readers are given first."""
    stem, _, kind = name.partition(".")
    files = [STARTERS / f"{stem}.{each}.{kind}" for each in in_turn(Language(language))]
    return next(file for file in files if file.exists()).read_text(encoding="utf-8")


def _lesson(title: str, language: str) -> str:
    words = words_of(language, title)
    head = {
        "title": title,
        "objective": words["objective"],
        "minutes": 15,
        "summary": words["lesson_summary"],
    }
    return _page(head, _starter("lesson.md", language))


def _page(head: Mapping[str, object], body: str) -> str:
    return f"---\n{_dumped(head)}---\n\n{body}"


def _filled(text: str, **values: str) -> str:
    return Template(text).safe_substitute(values)


def _yaml(schema: str, up: str, content: Mapping[str, object]) -> str:
    return SCHEMA.format(up=up, name=schema) + _dumped(content)


def _dumped(content: Mapping[str, object]) -> str:
    return yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=10**6)


def _in_xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


IN_A_MODULE: Mapping[str, Callable[[Path, str, str, str], Draft]] = {
    "lesson": lesson,
    "session": session,
    "term": term,
    "figure": figure,
}
"""What stands in a module, by the word on the command line."""
