"""Render single pages of a site with MkDocs' own steps, so that what is alike is rendered once.

`render` has MkDocs build a whole site; a press does the same, page by page: it sets up a site's
frame once (settings, navigation, theme) and then takes any text for any of its pages. What comes
out is byte for byte what `render` writes, which `check --exact` proves.
"""

from __future__ import annotations

import copy
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from mkdocs.commands.build import _build_template, get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from samloft.composing.plain_tree import PlainTree
from samloft.problems import CourseError
from samloft.rendering.engines import Listener, check_page, compile_once, complaints, listening
from samloft.slots.printed_only import printed_only


@dataclass(frozen=True)
class Printed:
    """A rendered page: its address in the site, its HTML, and its part of the search index."""

    address: str
    html: str
    entries: str
    """Comma-separated JSON objects."""
    anchors: frozenset[str]
    """Places on the page that links can lead to."""
    links: Mapping[str, Mapping[str, str]]
    """Links to places on pages: source path, and the links by the place they lead to."""


@dataclass(frozen=True)
class _Converted:
    """What became of one Markdown text, whatever site it stands in."""

    content: str
    toc: Any
    title: str | None
    anchors: set[str] | None
    links: Mapping[str, Mapping[str, str]]
    entries: tuple[Any, ...]


@dataclass
class Conversions:
    """Markdown texts that were converted, with what each asked about the site around it."""

    known: dict[tuple[str, ...], list[tuple[dict[str, str | None], _Converted]]] = field(
        default_factory=dict
    )
    theme_files: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    _read: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def read(self, text: str) -> tuple[str, dict[str, Any]]:
        """Return a page's Markdown and what its head says; most pages stand in many sites."""
        if text not in self._read:
            self._read[text] = get_data(text)
        body, head = self._read[text]
        return body, copy.deepcopy(head)

    def find(self, key: tuple[str, ...], files: Files) -> _Converted | None:
        """Return what a text became in a site where everything it asks for is the same."""
        for asked, converted in self.known.get(key, ()):
            if all(_url(files, path) == url for path, url in asked.items()):
                return converted
        return None


class Press:
    """The frame of a site, set up from its plain tree without writing that to disk."""

    def __init__(
        self, tree: PlainTree, project: Path, conversions: Conversions, code: Path
    ) -> None:
        """Set up the frame.

        Args:
            tree: what the site is made of; its theme lies where its settings say.
            project: an empty folder, for what the engine wants to be there.
            conversions: shared by every press of a process.
            code: a folder where compiled templates are kept.

        Raises CourseError when the engine warns or stops.
        """
        self.edition, self.conversions = tree.edition, conversions
        (project / "docs").mkdir(parents=True, exist_ok=True)
        with self._strictly():
            config = load_config(
                io.BytesIO(),
                config_file_path=str(project / "mkdocs.yml"),
                **copy.deepcopy(dict(tree.config)),
                site_dir=str(project / "site"),
                strict=True,
            )
            for name in ("site_name", "site_description", "extra"):
                config[name] = printed_only(config[name])
            compile_once(config.theme, code)
            config.plugins.on_startup(command="build", dirty=False)
            self.config = config = config.plugins.on_config(config)
            config.plugins.on_pre_build(config=config)
            files = _files_of(tree, config)
            env = config.theme.get_env()
            self._add_theme_files(files, env)
            self.files = files = config.plugins.on_files(files, config=config)
            set_exclusions(files, config)
            self.nav = config.plugins.on_nav(
                get_navigation(files, config), config=config, files=files
            )
            for file in files.documentation_pages():
                page = file.page or Page(None, file, config)
                self._read(page)
            self.env = config.plugins.on_env(env, config=config, files=files)
            self.doc_files = files.documentation_pages()
        self._search = next(
            (plugin for plugin in config.plugins.values() if hasattr(plugin, "search_index")), None
        )
        self._words = json.dumps([config.mdx_configs, config.markdown_extensions], default=str)

    @property
    def pages(self) -> list[PurePosixPath]:
        """Every page, in the order of the search index."""
        return [PurePosixPath(file.src_uri) for file in self.doc_files]

    def print(self, path: PurePosixPath, text: str) -> Printed:
        """Return one page, made of this text. Raises CourseError when the engine warns."""
        file = self._file(path)
        page = file.page
        assert page is not None
        file.content_string = text
        with self._strictly():
            converted = self._convert(page)
            page.active = True
            context = get_context(self.nav, self.doc_files, self.config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = self._page_context(context, page)
            output = template.render(context)
            output = self.config.plugins.on_post_page(output, page=page, config=self.config)
            page.active = False
        return Printed(
            address=file.dest_uri,
            html=output,
            entries=",".join(_dump(entry) for entry in converted.entries),
            anchors=frozenset(converted.anchors or ()),
            links=converted.links,
        )

    def templates(self) -> dict[str, str]:
        """Return the pages that are of the theme alone, 404.html and sitemap.xml."""
        found = {}
        with self._strictly():
            for name in sorted(self.config.theme.static_templates):
                template = self.env.get_template(name)
                output = _build_template(name, template, self.files, self.config, self.nav)
                if output.strip():
                    found[name] = output
        return found

    def index_start(self) -> str:
        """Return the search index up to its first entry."""
        if self._search is None:
            return ""
        self._search.search_index.entries = []
        whole: str = self._search.search_index.generate_search_index(None)
        return whole.removesuffix("]}")

    def theme_files(self) -> dict[str, Path]:
        """Return the theme's files that are copied into every site, by their address."""
        dirs = [Path(place) for place in self.config.theme.dirs]
        return {
            file.dest_uri: Path(str(file.abs_src_path))
            for file in self.files
            if file.src_dir
            and Path(file.src_dir) in dirs
            and file.inclusion is not InclusionLevel.EXCLUDED  # by exclude_docs
        }

    def close(self) -> None:
        """Let the engine's plugins clear up."""
        self.config.plugins.on_shutdown()

    def _file(self, path: PurePosixPath) -> File:
        file = self.files.get_file_from_path(path.as_posix())
        assert file is not None, path
        return file

    def _read(self, page: Page) -> None:
        """Give a page its Markdown and its head, as MkDocs does."""
        source = self.config.plugins.on_page_read_source(page=page, config=self.config)
        text = page.file.content_string if source is None else source
        page.markdown, page.meta = self.conversions.read(text)

    def _convert(self, page: Page) -> _Converted:
        """Give a page its content, converted now or before."""
        config, plugins = self.config, self.config.plugins
        config._current_page = page
        page = plugins.on_pre_page(page, config=config, files=self.files)
        self._read(page)
        page.markdown = plugins.on_page_markdown(
            page.markdown or "", page=page, config=config, files=self.files
        )
        head = json.dumps(page.meta, default=str)
        key = (page.file.src_uri, str(page.markdown), head, self._words)
        known = self.conversions.find(key, self.files)
        if known is None:
            asked: dict[str, str | None] = {}
            before = len(self._heard.said)
            page.render(config, _Asked(self.files, asked))  # type: ignore[arg-type]
            page.content = plugins.on_page_content(
                page.content or "", page=page, config=config, files=self.files
            )
            check_page(page.content or "", page.file.src_uri)
            known = self._converted(page)
            if len(self._heard.said) == before:
                self.conversions.known.setdefault(key, []).append((asked, known))
        page.content, page.toc = known.content, known.toc
        page._title_from_render = known.title
        config._current_page = None
        return known

    def _converted(self, page: Page) -> _Converted:
        if self._search is not None:
            self._search.search_index.entries = []
            self._search.on_page_context({}, page=page, config=self.config, nav=self.nav)
        return _Converted(
            content=page.content or "",
            toc=page.toc,
            title=page._title_from_render,
            anchors=page.present_anchor_ids,
            links={file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
            entries=tuple(self._search.search_index.entries) if self._search else (),
        )

    def _page_context(self, context: Any, page: Page) -> Any:
        """Let plugins see a page's context, but for the search, which has seen it."""
        for method in self.config.plugins.events["page_context"]:
            if getattr(method, "__self__", None) is not self._search:
                changed = method(context, page=page, config=self.config, nav=self.nav)
                context = context if changed is None else changed
        return context

    def _add_theme_files(self, files: Files, env: jinja2.Environment) -> None:
        """Do what MkDocs does; the theme's folders are listed once for all presses."""
        key = tuple(self.config.theme.dirs)
        names = self.conversions.theme_files.get(key) or _names_in(key)

        def list_templates(*_: object, filter_func: Callable[[str], bool]) -> list[str]:
            return [name for name in names if filter_func(name)]

        env.list_templates = list_templates  # type: ignore[method-assign, assignment]
        before = {file.src_uri for file in files}
        files.add_files_from_theme(env, self.config)
        self.conversions.theme_files.setdefault(
            key, [file.src_uri for file in files if file.src_uri not in before]
        )

    @contextmanager
    def _strictly(self) -> Iterator[None]:
        with listening() as heard:
            self._heard: Listener = heard
            yield
        if heard.said:
            raise CourseError(complaints(heard.said, self.edition, "mkdocs"))


class _Asked:
    """A site's files, noting which were asked for."""

    def __init__(self, files: Files, asked: dict[str, str | None]) -> None:
        self._files, self._asked = files, asked

    def get_file_from_path(self, path: str) -> File | None:
        self._asked[path] = _url(self._files, path)
        return self._files.get_file_from_path(path)


def _files_of(tree: PlainTree, config: MkDocsConfig) -> Files:
    """Return the files of a tree as MkDocs finds them on a disk: in the same order."""
    names = (*tree.pages, *tree.files, *(file.path for file in tree.products))
    files = []
    for path in sorted({*names}, key=_place_in_walk):
        file = File(str(path), config.docs_dir, config.site_dir, config.use_directory_urls)
        file.content_string = tree.pages.get(path, "")
        files.append(file)
    set_exclusions(files, config)
    return Files(files)


def _place_in_walk(path: PurePosixPath) -> tuple[tuple[bool, bool, str], ...]:
    """Return what sorts files as `os.walk` and MkDocs do: a folder's own, its first page first."""
    folders = ((True, True, folder) for folder in path.parts[:-1])
    return (*folders, (False, path.stem not in ("index", "README"), path.name))


def _names_in(folders: Iterable[str]) -> list[str]:
    """Return a theme's files as Jinja lists them, less its ten thousand icons.

    MkDocs publishes no file of a theme whose path begins with a dot, as theirs do.
    """
    found = set()
    for folder in folders:
        for place, inside, files in os.walk(folder):
            if place == folder:
                inside[:] = [name for name in inside if not name.startswith(".")]
            found |= {os.path.relpath(f"{place}/{name}", folder) for name in files}
    return sorted(name.replace(os.sep, "/") for name in found)


def _url(files: Files, path: str) -> str | None:
    file = files.get_file_from_path(path)
    return file.url if file else None


def _dump(entry: object) -> str:
    return json.dumps(entry, separators=(",", ":"), default=str)
