"""What several commands take, each said once."""

from __future__ import annotations

from pathlib import Path

from samloft.addresses import ADDRESS_FORMS
from samloft.building.order import default_jobs
from samloft.commands.command import Argument, Number, OneOf, Option
from samloft.languages import LANGUAGES

EDITION = Argument(["edition"], metavar="EDITION", help="one_edition_help")
EDITIONS = Argument(["editions"], nargs=-1, required=False, metavar="EDITION", help="edition_help")
LANGUAGE = Option(["--language"], type=OneOf(LANGUAGES), help="language_help")
MUNICIPALITIES = Option(["--municipalities"], is_flag=True, help="municipalities_help")
JOBS = Option(["--jobs"], type=Number(), default=default_jobs, metavar="N", help="jobs_help")
FORMAT = Option(
    ["--format"],
    type=OneOf(("text", "github", "gitlab", "json")),
    default="text",
    help="format_help",
)
"""The form that problems are told in."""
JSON = Option(["--json"], is_flag=True, help="json_help")
ADDRESSES = Option(
    ["--addresses"], type=OneOf(ADDRESS_FORMS), default="files", help="addresses_help"
)
"""The form of the addresses of what is made to be looked at, or carried off."""
OUT = Option(["--out"], type=Path, metavar="DIR", help="out_help")
PUBLIC = Option(["--out"], type=Path, metavar="DIR", help="public_help")
"""The folder of the published tree."""
MODULE = Option(["--module"], metavar="MODULE", help="new_module_help")
VERSION = Argument(["version"], metavar="VERSION", help="version_help")
TARGET = Argument(["target"], metavar="TARGET", help="target_help")
