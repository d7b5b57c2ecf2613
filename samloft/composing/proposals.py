"""Lead from a page to the file it is written in, where somebody can propose a change of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from samloft.course.schema import RepositoryForm
from samloft.text.links import home_of

WAYS = {
    "github": "{url}/edit/{branch}/{file}",
    "gitlab": "{url}/-/edit/{branch}/{file}",
    "forgejo": "{url}/_edit/{branch}/{file}",
}
"""Where each kind of forge lets people edit a file; who may not write there gets a copy to."""
_HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo"}


@dataclass(frozen=True)
class Repositories:
    """Where the files lie; None where nobody has said."""

    shared: RepositoryForm | None = None
    local: RepositoryForm | None = None
    """A network's own; without one, its files lie with the shared ones."""

    def edit_address(self, source: str) -> str:
        """Return where a file can be edited; empty where that is not known."""
        own = self.local if home_of(source) else None
        home = own or self.shared
        if home is None:
            return ""
        kind = home.forge or _HOSTS.get(urlsplit(home.url).netloc, "")
        url = home.url.rstrip("/").removesuffix(".git")
        if not kind:
            return url  # where it lies: its own pages know the way to a file
        return WAYS[kind].format(url=url, branch=quote(home.branch), file=quote(source))


NOWHERE = Repositories()


def proposal(address: str, name: Markup) -> list[str]:
    """Return the lines that lead to a page's file; none where its address is not known."""
    if not address:
        return []
    return [f"[{name}](<{escape_address(address)}>)", "{: .sl-propose }", ""]


def escape_address(address: str) -> str:
    """Return an address as it can stand in angle brackets."""
    return address.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
