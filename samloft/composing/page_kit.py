"""What every page of one edition and language is made with."""

from __future__ import annotations

import functools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from markupsafe import Markup

from samloft.cache import digest
from samloft.catalogue import label, name_of, said
from samloft.composing.downloads import Downloads, told_of
from samloft.composing.needed_text import form_to_ask, headings_of
from samloft.composing.overlay import By, Kind
from samloft.composing.pictures import Sizes, sized
from samloft.composing.proposals import NOWHERE, Repositories, proposal
from samloft.composing.texts import FilledText
from samloft.course.model import Module, Session, pick
from samloft.languages import Language
from samloft.text.blocks import Block, dressed, find_blocks
from samloft.text.escape import escape
from samloft.text.heading_ids import Headings
from samloft.text.links import NOTHING, Gone, relink
from samloft.text.nodes import Node
from samloft.text.parse import parse
from samloft.text.sanitised import sanitised
from samloft.text.templates import Templates
from samloft.text.write import write

FOLDER = Path(__file__).parent / "page_templates"
Made = TypeVar("Made")
NO_TEXT = FilledText(body="", source="", chain=(), names={})


@dataclass(frozen=True, kw_only=True)
class FilledLesson:
    """A lesson of an edition with its values in place, before its blocks are dressed."""

    path: PurePosixPath
    text: FilledText
    base: Headings | None = None
    """Those of the form it was made from, where it is a translation."""
    language: Language
    """The form it is written in; not always the one asked for."""
    title: str
    objective: str
    summary: str
    minutes: int
    is_draft: bool = False
    """True where it is not finished."""
    kind: Kind | None = None
    """How it differs from the shared lesson."""
    by: By = "network"
    """Whose the difference is."""
    moved: tuple[str, ...] = ()
    """The names it had before: what readers have kept under them goes along."""

    @property
    def body(self) -> str:
        """Its Markdown."""
        return self.text.body

    @property
    def source(self) -> str:
        """The file its links start from."""
        return self.text.source

    @functools.cached_property
    def told(self) -> str:
        """The digest of all there is to it but what it was filled in with."""
        return digest(repr(replace(self, text=replace(self.text, names={}))))

    @functools.cached_property
    def untold(self) -> FilledLesson:
        """The lesson without its text."""
        return replace(self, text=replace(NO_TEXT, source=self.source), base=None)

    @property
    def slug(self) -> str:
        """How sessions refer to the lesson."""
        return self.path.stem

    def block(self, activity: str) -> Block | None:
        """Return the block an activity like `reflect-1` names."""
        return next((block for block in find_blocks(self.body) if block.id == activity), None)


@dataclass(frozen=True, kw_only=True)
class FilledModule:
    """A module of an edition, with its lessons filled."""

    module: Module
    lessons: tuple[FilledLesson, ...]
    headings: Mapping[tuple[str, Language], tuple[str, ...]] | None = None
    """Those of other forms of shared lessons that its sessions find passages by, where it is seen
    without those lessons."""

    @property
    def told(self) -> tuple[str, ...]:
        """The digests of its parts, as it is seen: of all but the head of its module."""
        return (
            *(lesson.told for lesson in self.lessons),
            *(session.told for session in self.module.sessions),
            repr(self.headings),
        )

    def seen_from(self, slugs: Container[str], sessions: Sequence[Session] = ()) -> FilledModule:
        """Return it with the texts of these lessons only, in their own form, and these sessions.

        What is made of less need not be made anew when the rest changes.
        """
        lessons = tuple(each if each.slug in slugs else each.untold for each in self.lessons)
        module = replace(self.module, lessons=(), sessions=tuple(sessions))
        headings = {
            (slug, form): tuple(self.headings_of(slug, form))
            for session in sessions
            for slug, form in self._forms_to_ask(session)
        }
        return FilledModule(module=module, lessons=lessons, headings=headings)

    def _forms_to_ask(self, session: Session) -> Iterator[tuple[str, Language]]:
        """Yield the forms of lessons whose headings tell where a session's passages are."""
        for part in session.parts:
            for want in part.needs_text:
                lesson = self.lesson(want.lesson or part.lesson or "") if want.heading else None
                form = form_to_ask(lesson.language, want) if lesson else None
                if lesson and form:
                    yield lesson.slug, form

    def headings_of(self, slug: str, form: Language) -> Sequence[str]:
        """Return the headings of a form of a lesson as it is shared; none where there is none."""
        if self.headings is not None:
            return self.headings[slug, form]
        shared = next((each for each in self.module.lessons if each.slug == slug), None)
        return headings_of(shared)(form)

    def lesson(self, slug: str) -> FilledLesson | None:
        """Return one lesson by the name sessions use."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every page of one edition and language is made with."""

    language: Language
    templates: Templates
    names: Mapping[str, Any]
    """`edition`, `network`, `course` … as templates see them."""
    gone: Gone = NOTHING
    """What the edition lacks of the course."""
    in_folders: bool = False
    """True where each page's address is a folder."""
    sizes: Sizes = field(default_factory=dict)
    """How large its pictures are."""
    downloads: Downloads = field(default_factory=dict)
    """What is said of its other files."""
    repositories: Repositories = NOWHERE
    """Where the files of its pages can be edited."""
    tells_extents: bool = False
    """True where its pages hold a place open for how long and large each file is."""
    _kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[..., Made], *of: Any, page: PurePosixPath) -> Made:
        """Return what `make` makes of some objects, a page and the desk itself.

        It is made once for all pages whose links look alike: those of a folder, but for its own
        where each page's address is a folder, one further in.
        """
        key = (make, *map(id, of), page.parent, self.in_folders and page.stem == "index")
        if key not in self._kept:
            # They are held, so that no others get their ids.
            self._kept[key] = (make(*of, page, self), of)
        made: Made = self._kept[key][0]
        return made

    @functools.cached_property
    def told(self) -> str:
        """The digest of all there is to it but templates and the edition's own values."""
        own = {name: self.names.get(name) for name in ("course", "language", "modules")}
        gone = (sorted(self.gone.pages), sorted(self.gone.terms), self.gone.is_all)
        around = (self.in_folders, self.sizes, self.downloads, self.repositories)
        return digest(repr((self.language, own, gone, around, self.tells_extents)))

    @property
    def around(self) -> tuple[Any, ...]:
        """Return what of an edition a text may show beside its own words and values."""
        return (self.gone, tuple(self.sizes.items()), tuple(self.downloads.items()))

    def label(self, key: str, /, **values: object) -> str:
        """Return a word in the edition's language, for where no mark can stand: titles, menus."""
        return label(self.language, key, **values)

    def said(self, key: str, /, **values: object) -> str:
        """Return a word for a page, with its language when it is borrowed from another."""
        return said(self.language, key, **values)

    def words(self, forms: Mapping[Language, Any]) -> Any:
        """Return a text in the edition's language, marked when it is borrowed from another."""
        if not forms:
            return None
        code = pick(self.language, forms)
        value = forms[code]
        if isinstance(value, tuple):
            return tuple(self.marked(item, code) for item in value)
        return self.marked(value, code)

    def plain(self, forms: Mapping[Language, str]) -> str:
        """Return a text in the edition's language, or in the form that stands in for it."""
        return forms[pick(self.language, forms)]

    def marked(self, text: str, code: Language) -> Markup:
        """Return a line of text, with its language when that is not the page's."""
        if code == self.language:
            return escape(text)
        return Markup(f'<span lang="{code}">{escape(text)}</span>')

    def markdown(
        self,
        forms: Mapping[Language, str],
        source: str,
        page: PurePosixPath,
        *,
        facilitator: bool = False,
    ) -> Markup | None:
        """Return an author's Markdown for a page, with its language when that is not the page's.

        Args:
            forms: the text, by language.
            source: the file it stands in.
            page: where it is to stand.
            facilitator: True for what the facilitator alone is told.
        """
        if not forms:
            return None
        code = pick(self.language, forms)
        text = dressed(parse(forms[code]), code, facilitator=facilitator)
        return Markup(self.part(self.written(text, source, page, is_piece=True), code))

    def written(
        self, text: Node, source: str, page: PurePosixPath, *, is_piece: bool = False
    ) -> str:
        """Return a text as Markdown for the site generator, with its links as a page has them.

        Of a piece of a text that is shown on another page too, `is_piece`, no place is a place
        there: what leads to one leads to the text's own page.
        """
        moved = relink(text, source, page, self.gone, in_folders=self.in_folders, is_piece=is_piece)
        told = sanitised(told_of(moved, page, self.downloads), has_ids=not is_piece)
        return write(sized(told, page, self.sizes, in_folders=self.in_folders))

    def part(self, text: str, code: Language) -> str:
        """Return a run of Markdown, with its language when that is not the page's."""
        if code == self.language:
            return text
        return f'<div lang="{code}" markdown="1">\n\n{text}\n\n</div>'

    def phrase(self, text: str, code: Language) -> Markup:
        """Return Markdown that is part of a line, with its language when not the page's."""
        return Markup(text if code == self.language else f'<span lang="{code}">{text}</span>')

    def fill(self, template: str, folder: Path = FOLDER, /, **values: Any) -> str:
        """Return one of our own page templates filled in. Raises RuntimeError on our mistakes."""
        text = (folder / template).read_text(encoding="utf-8")
        source = f"{folder.parent.name}/{folder.name}/{template}"
        everything = {**self.names, **values, "label": self.our_label, "t": self}
        problems: list[Any] = []
        filled = self.templates.fill(source, text, everything, problems, is_ours=True)
        if problems:
            raise RuntimeError(f"{source}: {problems[0]}")
        return filled

    def our_label(self, key: str, /, **values: object) -> Markup:
        """Return a word of the catalogue for our own templates: it may hold Markdown."""
        safe = {name: escape(value) for name, value in values.items()}
        return Markup(self.said(key, **safe))


def proposal_of(source: str, desk: Desk) -> list[str]:
    """Return the lines that lead to a page's file; none where nobody has said where it lies."""
    return proposal(desk.repositories.edit_address(source), desk.our_label("propose"))


def draft_notice(desk: Desk) -> list[str]:
    """Return the lines that say of a page that it is not finished."""
    name, text = desk.said("draft.name"), desk.said("draft.text")
    return [f'<span class="sl-draft__mark">{name}</span> {text}', "{: .sl-draft }", ""]


def heading(title: str, code: Language, page: Language) -> str:
    """Return a page's first heading, with its language when that is not the page's."""
    return f'# {escape(title)} {{: lang="{code}" }}' if code != page else f"# {escape(title)}"


def borrowed_notice(code: Language, desk: Desk) -> str:
    """Return the notice on a page that lacks the form asked for."""
    form = name_of(desk.language, code)
    title = desk.said("borrowed.title", form=form)
    return f'!!! borrowed "{title}"\n\n    {desk.said("borrowed.text", form=form)}'
