"""Every product there is, found by looking into this folder.

**To add a product, add one file here** with a `PRODUCT`, or `PRODUCTS` where one thing comes in
more than one form; nothing else names it. Its record says

- what it is made from (`made_from`): an edition, a module or a session. It is linked from that
  page: from a session's own, say;
- its `kind`, which is its address: a session's file is
  `ki/samling/1-forsta-ki/ki-1-forsta-ki-<kind><suffix>`, and its page, if it has one, `<kind>/`;
- its files' `suffixes`: each is a link on the page, and a file;
- `write(subject, desk)`: the text it is made from, filled in with the edition's values.
  `samloft.composing.sessions.session_values` gives what there is to say of a session. With
  `page_link`, the text is Markdown, and a page of the site too: the accessible original. Without,
  it may be anything, such as JSON; then `escape` tells how a value is written in it;
- `frame`: the template in overrides/ that frames its page, where that is not the ordinary one;
- `build(files, place)`: makes the files; what is a page only has none. It is given many at once,
  of many editions, so that what they have in common is done once, and yields the bytes of each in
  the same order; as `extents.Paged` where pages that lead to it are to tell how many pages it has.
  Import what is heavy in there, for every record is read before anything is built;
- `is_exact`: where files of many editions share work, proves that it shows in none of them;
- `is_there(subject)`: whether there is anything to make it of, where that is not given;
- `is_on_demand`: whether it is made with every build, or only with `--products`;
- `is_for_a_run`: whether it is made for a run only (`build.py run`): a calendar needs a day;
- `is_announced`: whether every build makes it for each run that the network announces;
- `copies(run, session)`: how many a facilitator prints for a run;
- `use(language)`: when and how it is used on the day, for the list in the facilitator's guide.

What is made of a session may be made for a run of it. `write` then finds the run in `subject.run`
(`samloft.course.run.Run`: date, start, people, groups, place, link), `build` in `file.run`; both
are None otherwise. `subject.session` starts when the run does, so `session_values` gives its clock
times, and `file.facts` has date, clock, place and link in the words of the file's language (`on`,
`at`, `place`, `link`).

Files whose names begin with `_`, and packages as `paper/`, are what products are made with.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import samloft.products
from samloft.cache import Cache
from samloft.composing.offers import Offer
from samloft.composing.plain_tree import ProductFile


@dataclass(frozen=True, kw_only=True)
class Commission:
    """One file for a builder to make."""

    file: ProductFile
    pictures: Path
    """A folder with the pictures that may be used, each at its place in the plain tree."""
    network: Path
    """The network's own folder, where it may have parts of a layout."""
    cache: Cache | None = None
    """Where to keep what other files, and later builds, will want again."""


Builder = Callable[[Sequence[Commission], Path], Iterator[bytes]]
"""Makes files, given the course's root; yields the bytes of each, in the same order.

Raises CourseError for what cannot be made.
"""


def no_files(_: Sequence[Commission], __: Path) -> Iterator[bytes]:
    """Make nothing: for what is a page of the site and no file beside it."""
    return iter(())


@dataclass(frozen=True, kw_only=True)
class Product(Offer):
    """An offer, with its builder."""

    build: Builder = no_files
    is_exact: Callable[[Commission, Path], bool] | None = None
    """Tells whether what is made for many at once is what would be made for one alone; `check
    --exact` asks it. None where nothing is shared."""


def find_products(*, on_demand: bool = False, for_a_run: bool = False) -> tuple[Product, ...]:
    """Return every product, in the order of lists.

    Those that are made on demand, or for a run, only when they are asked for.
    """
    found = []
    for entry in pkgutil.iter_modules(samloft.products.__path__):
        if entry.ispkg or entry.name.startswith("_"):
            continue
        module = importlib.import_module(f"{samloft.products.__name__}.{entry.name}")
        for product in (*getattr(module, "PRODUCTS", ()), getattr(module, "PRODUCT", None)):
            if not isinstance(product, Product):
                continue
            is_for_nobody = product.is_for_a_run and not (for_a_run or product.is_announced)
            if not is_for_nobody and product.is_on_demand <= on_demand:
                found.append(product)
    kinds = [product.kind for product in found]
    if len(set(kinds)) < len(kinds):
        raise RuntimeError(f"two products of one kind: {sorted(kinds)}")
    return tuple(sorted(found, key=lambda product: (product.rank, product.kind)))


def product_of(kind: str) -> Product:
    """Return the product of a kind. Raises StopIteration for one that does not exist."""
    every = find_products(on_demand=True, for_a_run=True)
    return next(each for each in every if each.kind == kind)
