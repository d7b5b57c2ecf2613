"""Keep compiled templates by what they say: a course that was moved or cloned has them too."""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from samloft.cache import digest


class CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """A folder of compiled templates, each under the digest of its name and text.

    Jinja's own goes by where a file lies. In messages a template has the place it has now.
    """

    def __init__(self, folder: Path, kind: str = "") -> None:
        """Use a folder; what one kind of environment compiled is of no use to another."""
        super().__init__(str(folder), f"{kind}%s.cache")

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return what is kept of a template, or an empty place for it."""
        bucket = Bucket(environment, digest(name, source), self.get_source_checksum(source))
        self.load_bytecode(bucket)
        if bucket.code is not None:
            bucket.code = bucket.code.replace(co_filename=filename or "<template>")
        return bucket
