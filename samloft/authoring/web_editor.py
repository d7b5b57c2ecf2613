"""What Sveltia CMS, an editor in the browser, needs to know of a course: made from our models.

The program itself comes from npm when the editor is set up, and is not committed. What people
write waits for somebody to look it through: on a branch for each text (editorial workflow), or on
one for all of them where the forge takes no drafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import yaml

from samloft.catalogue import label
from samloft.course.json_schemas import field_words
from samloft.course.misfits import adapter_for
from samloft.course.model import Course, Network
from samloft.course.reader import read_lf
from samloft.course.schema import (
    CourseForm,
    LessonForm,
    ModuleForm,
    NetworkForm,
    PageForm,
    RepositoryForm,
    SessionForm,
)
from samloft.course.words_in_yaml import files_with_words, languages_in
from samloft.languages import BASE, LANGUAGES, Language

PACKAGE, VERSION = "@sveltia/cms", "0.221.1"
SCRIPT = "sveltia-cms.js"
PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="robots" content="noindex">
<title>{title}</title>
<link href="config.yml" type="application/yaml" rel="cms-config-url">
</head>
<body>
<script src="{script}"></script>
</body>
</html>
"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data: blob: https:; "
    "media-src 'self' data: blob: https:; "
    "connect-src 'self' data: blob: {forge}; worker-src 'self' blob:; "
    "manifest-src 'self' data: blob:; frame-src blob:; base-uri 'none'; form-action 'none'"
)
"""What the page may fetch: the program would else ask others how they are and what is new."""
_BACKENDS = {"github": "github", "gitlab": "gitlab", "forgejo": "gitea"}
"""What Sveltia calls each kind of forge."""
PROPOSALS = "forslag"
"""The branch for what people write, where the forge takes no drafts: Sveltia would publish it."""
TAKES_DRAFTS = ("github", "gitlab")
_OWN_WORDS = ("title", "objective", "summary", "proofread_by", "draft")
"""What of front matter each language has of its own."""
_OF_ONE_FORM = ("moved_from",)
"""What only the text that the others are made from has."""
_LONG = frozenset({"summary", "objective", "notes", "facilitator", "definition", "alt"})
"""Keys that hold more than a line."""


def editor_page(title: str, language: Language, repository: RepositoryForm) -> str:
    """Return the page that the editor is; it speaks with the forge, and with no others."""
    root = "/".join(repository.url.split("/")[:3])
    forge = f"{root} https://api.github.com" if root == "https://github.com" else root
    policy = POLICY.format(forge=forge)
    return PAGE.format(title=escape(title), language=language, script=SCRIPT, policy=policy)


def editor_config(
    course: Course, networks: tuple[Network, ...], repository: RepositoryForm, language: Language
) -> str:
    """Return the settings of the editor.

    Args:
        course: what is written in it.
        networks: whose settings can be changed.
        repository: where the files lie.
        language: what the editor's own words are in.
    """
    forge = forge_of(repository)
    takes_drafts = forge in TAKES_DRAFTS
    root, _, name = repository.url.rstrip("/").partition("://")[2].partition("/")
    branch = repository.branch if takes_drafts else PROPOSALS
    backend = {"name": _BACKENDS[forge], "repo": name, "branch": branch}
    if root not in ("github.com", "gitlab.com"):
        backend["base_url"] = f"https://{root}"
        backend["api_root"] = f"https://{root}/api/v{'4' if forge == 'gitlab' else '1'}"
    config = {
        "backend": backend,
        "publish_mode": "editorial_workflow" if takes_drafts else "simple",
        "media_folder": "docs",
        "public_folder": "",
        # What is left out is left out: empty texts in its place would stop the build.
        "output": {"omit_empty_optional_fields": True},
        "i18n": {
            "structure": "multiple_files",
            "locales": sorted({code for each in networks for code in each.languages} | {BASE}),
            "default_locale": str(BASE),
            "omit_default_locale_from_file_path": True,
        },
        "collections": list(_collections(course, networks, language, _in_texts(course, networks))),
    }
    return yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=100)


def forge_of(repository: RepositoryForm) -> str:
    """Return what kind of forge a repository lies on."""
    return repository.forge or ("gitlab" if "gitlab" in repository.url else "github")


def _in_texts(course: Course, networks: tuple[Network, ...]) -> list[Language]:
    """Return the languages that texts in YAML files are in, or are to be in."""
    files = (read_lf(path) for path in files_with_words(course.root))
    found = {code for text in files for code in languages_in(text)}
    found |= {code for each in networks for code in each.languages}
    return [code for code in LANGUAGES if code in found | {BASE}]


def _collections(
    course: Course,
    networks: tuple[Network, ...],
    language: Language,
    languages: Sequence[Language],
) -> Iterator[dict[str, Any]]:
    for module in course.modules:
        title = pick_title(module.title, language)
        yield {
            "name": module.slug,
            "label": title,
            "folder": module.folder,
            "extension": "md",
            "format": "yaml-frontmatter",
            "create": True,
            "delete": False,
            "i18n": True,
            "slug": "{{slug}}",
            "summary": "{{filename}}: {{title}}",
            "media_folder": "",
            "public_folder": "",
            "fields": [*_translated(fields_of(LessonForm)), _body(language)],
        }
        if module.sessions:
            yield {
                "name": f"{module.slug}-sessions",
                "label": f"{title}: {label(language, 'nav.sessions').lower()}",
                "folder": f"{module.folder}/sessions",
                "extension": "yml",
                "format": "yaml",
                "create": False,
                "delete": False,
                "identifier_field": "title.nb",
                "fields": fields_of(SessionForm, languages),
            }
    yield {
        "name": "pages",
        "label": label(language, "editor.pages"),
        "folder": "docs",
        "extension": "md",
        "format": "yaml-frontmatter",
        "create": False,
        "delete": False,
        "i18n": True,
        "fields": [*_translated(fields_of(PageForm)), _body(language)],
    }
    files: list[tuple[str, str, type]] = [
        ("modules/course.yml", label(language, "editor.course"), CourseForm)
    ]
    files += [
        (f"{each.folder}/module.yml", each.title[BASE], ModuleForm) for each in course.modules
    ]
    files += [(f"networks/{each.slug}/network.yml", each.name, NetworkForm) for each in networks]
    yield {
        "name": "settings",
        "label": label(language, "editor.settings"),
        "files": [
            {
                "name": re.sub(r"[^a-z0-9]+", "-", file.removesuffix(".yml")),
                "label": shown,
                "file": file,
                "fields": fields_of(form, languages),
            }
            for file, shown, form in files
        ],
    }


def pick_title(title: Mapping[Language, str], language: Language) -> str:
    """Return a title in a language, or in the first there is."""
    return title.get(language) or next(iter(title.values()))


def _body(language: Language) -> dict[str, Any]:
    text = label(language, "editor.text")
    return {"name": "body", "label": text, "widget": "markdown", "modes": ["raw"], "i18n": True}


def _translated(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return fields, each with whether every language has its own, the same, or none."""
    return [
        {**each, "i18n": each["name"] in _OWN_WORDS}
        if each["name"] in (*_OWN_WORDS, *_OF_ONE_FORM)
        else {**each, "i18n": "duplicate"}
        for each in fields
    ]


def fields_of(form: type, languages: Sequence[Language] = LANGUAGES) -> list[dict[str, Any]]:
    """Return the fields of a form as the editor shows them, in our order.

    Args:
        form: what is written.
        languages: those a text has; one that is left out would be lost when it is saved.
    """
    schema = adapter_for(form).json_schema()
    return list(_fields(schema, schema.get("$defs", {}), languages))


def _fields(
    schema: Mapping[str, Any], known: Mapping[str, Any], languages: Sequence[Language]
) -> Iterator[dict[str, Any]]:
    needed = set(schema.get("required", ()))
    words = field_words().get(schema.get("title", ""), {})
    for name, part in schema.get("properties", {}).items():
        field = _field(name, part, known, languages)
        hint = {"hint": words[name]} if name in words else {}
        yield {**field, **hint, "required": name in needed}


def _field(
    name: str, part: Mapping[str, Any], known: Mapping[str, Any], languages: Sequence[Language]
) -> dict[str, Any]:
    """Return one key as a field of the editor."""
    found = _resolved(part, known)
    own: dict[str, Any] = {"name": name, "label": name}
    if "enum" in found or "const" in found:
        return {**own, "widget": "select", "options": found.get("enum") or [found["const"]]}
    kind = found.get("type")
    if kind == "boolean":
        return {**own, "widget": "boolean"}
    if kind == "integer":
        return {**own, "widget": "number", "value_type": "int"}
    if kind == "array":
        item = _field(name, found.get("items", {}), known, languages)
        if item["widget"] == "object":
            return {**own, "widget": "list", "fields": item["fields"]}
        if item["widget"] == "select":
            return {**own, "widget": "select", "multiple": True, "options": item["options"]}
        return {**own, "widget": "list"}
    if kind == "object" and "properties" in found:
        return {**own, "widget": "object", "fields": list(_fields(found, known, languages))}
    if kind == "object":
        inside = found.get("additionalProperties", {})
        names = _resolved(found.get("propertyNames", {}), known).get("enum")
        if not names:
            return {**own, "widget": "keyvalue"}
        spoken = [code for code in names if code in languages]
        fields = [{**_field(code, inside, known, languages), "required": False} for code in spoken]
        if name in _LONG:
            fields = [
                {**each, "widget": "text"} if each["widget"] == "string" else each
                for each in fields
            ]
        return {**own, "widget": "object", "fields": fields}
    if found.get("format") == "date":
        return {**own, "widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
    text = {**own, "widget": "text" if name in _LONG else "string"}
    if "pattern" in found:
        text["pattern"] = [found["pattern"], found["pattern"]]
    return text


def _resolved(part: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a part of a schema stands for, without what only says that it may be missing."""
    if "$ref" in part:
        return _resolved(known[part["$ref"].rpartition("/")[2]], known)
    for each in part.get("anyOf", ()):
        if each.get("type") != "null":
            return _resolved(each, known)
    return part
