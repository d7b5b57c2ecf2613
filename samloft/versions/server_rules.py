"""Rules for a server, so that old addresses lead on without a page in between.

Redirect pages do the same everywhere; a server's own answer also tells search engines, and takes
along the part of the page a link was to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from samloft.addresses import LATEST
from samloft.versions.manifest import Line
from samloft.versions.redirects import lost_pages

SERVERS = ("nginx", "apache", "netlify", "caddy")


def moves_of(lines: Sequence[Line], base: str) -> Iterator[tuple[str, str]]:
    """Yield the old and the new address of every page that has moved, in every version.

    Args:
        lines: each edition's versions.
        base: the folder of the site that the published tree lies in, as `/kurs`; or nothing.
    """
    start = f"/{base.strip('/')}/" if base.strip("/") else "/"
    for line in lines:
        for version in line.versions:
            roots = [version.folder]
            if version.version == line.newest.version:
                roots.append(f"{line.edition}/{LATEST}")
            for old, found in lost_pages(line.until(version.version)).items():
                if found.last is version:
                    for root in roots:
                        yield f"{start}{root}/{old}", f"{start}{root}/{found.address}"


def rules_for(server: str, moves: Sequence[tuple[str, str]]) -> str:
    """Return the rules one of SERVERS reads, with a word on where they go.

    nginx: https://nginx.org/en/docs/http/ngx_http_map_module.html ·
    Apache: https://httpd.apache.org/docs/2.4/mod/mod_alias.html#redirectmatch ·
    Netlify: https://docs.netlify.com/routing/redirects/ ·
    Caddy: https://caddyserver.com/docs/caddyfile/directives/redir
    """
    return "\n".join(_lines(server, moves)) + "\n"


def _lines(server: str, moves: Sequence[tuple[str, str]]) -> Iterator[str]:
    if server == "nginx":
        yield "# Include this beside `server { … }`, and in its `location /` write:"
        yield "#   if ($samloft_moved) { return 301 $samloft_moved; }"
        yield f"map_hash_max_size {max(2048, 4 * len(moves))};"
        yield "map_hash_bucket_size 512;"
        yield "map $uri $samloft_moved {"
        yield '    default "";'
        yield from (f"    {json.dumps(old)} {json.dumps(new)};" for old, new in moves)
        yield "}"
    elif server == "apache":
        yield "# In the virtual host or in .htaccess; needs mod_alias."
        for old, new in moves:
            yield f'RedirectMatch 301 "^{re.escape(old)}(index\\.html)?$" "{new}"'
    elif server == "netlify":
        yield "# The file _redirects at the site's root. ! for a page that is there, too."
        yield from (f"{old} {new} 301!" for old, new in moves)
    else:
        yield "# In the site's block of the Caddyfile."
        yield from (f"redir {old} {new} permanent" for old, new in moves)
