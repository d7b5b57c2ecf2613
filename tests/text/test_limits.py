"""A text from outside the core team cannot make a build run for ever, or grow without end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from world import Run, WriteTree

from samloft.slots.traced import Lookups, traced
from samloft.text.templates import Templates

NAMES = {
    "network": SimpleNamespace(name="Digi Nord", municipalities=["Vest", "Øst"], url=None),
    "values": SimpleNamespace(tall="7"),
}
MANY = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}"
ENDS = "{% endfor %}" * 3

ATTACKS = {
    "loops in loops": f"{MANY}{ENDS}",
    "loops that print": "{% for a in range(9999) %}" + "x" * 1000 + "{% endfor %}",
    "loops that print values": (
        "{% for a in range(9999) %}{{ network.name }}" + "{{ network.name }}" * 99 + "{% endfor %}"
    ),
    "a loop in a kept text": (
        "{% set x %}{% for a in range(9999) %}" + "x" * 1000 + "{% endfor %}{% endset %}"
    ),
    "texts that double": "{% set a = 'x' * 999 %}" + "{% set a = a ~ a %}" * 40,
    "texts that double when added": "{% set a = 'x' * 999 %}" + "{% set a = a + a %}" * 40,
    "kept texts that double": (
        "{% set a %}xxxxxxxxx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40
    ),
    "calls that double": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"
    ),
    "a text many times": "{{ 'x' * 999999999 }}",
    "a list many times": "{{ ([1] * 999999999)|length }}",
    "a wide number": "{{ '%999999999d' % 1 }}",
    "a wide place": "{{ '{:>999999999}'.format(1) }}",
    "a wide named place": "{{ '{a:>999999999}'.format_map({'a': 1}) }}",
    "a place as wide as said": "{{ '{:>{w}}'.format(1, w=999999999) }}",
    "a wide filled text": "{{ '%999999999s'|format('x') }}",
    "a text as wide as said": "{{ '%*d' % (999999999, 1) }}",
    "a wide text": "{{ 'x'.zfill(999999999) }}",
    "a text in the middle": "{{ 'x'|center(999999999) }}",
    "a deep indent": "{{ 'x'|indent(999999999) }}",
    "an enormous number": "{{ 9 ** 9 ** 9 }}",
    "an enormous range": "{{ range(99999999)|length }}",
    "lists in a list": "{{ [[1] * 3000] * 3000 }}",
    "lists in a list as text": "{{ ([[1] * 300] * 3000)|string|length }}",
    "lists in a list summed": "{{ ([[1] * 300] * 3000)|sum(start=[])|length }}",
    "lists that double": "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}",
    "lists that double, compared": (
        "{% set a = [1] %}{% set b = [1] %}"
        + "{% set a = [a, a] %}{% set b = [b, b] %}" * 40
        + "{{ a == b }}"
    ),
    "tuples that double": "{% set a = (1,) %}" + "{% set a = a, a %}" * 40 + "{{ a|length }}",
    "tables that double": "{% set a = 1 %}" + "{% set a = {1: a, 2: a} %}" * 40 + "{{ a }}",
    "named tables that double": (
        "{% set a = 1 %}" + "{% set a = dict(x=a, y=a) %}" * 40 + "{{ a|string }}"
    ),
    "batches that double": "{% set a = 'x' %}" + "{% set a = [a, a]|batch(1)|list %}" * 40,
    "lists in a joined text": "{{ 'x' ~ ([['x' * 300] * 300] * 300) }}",
    "lists in a format": "{{ '%s' % [[['x' * 300] * 300] * 300] }}",
    "lists in a call": "{{ '{}'.format([['x' * 300] * 300] * 300) }}",
    "filters in a map": "{{ range(99999)|map('center', 9999)|list|length }}",
    "filters in a map of a map": (
        "{% set a = 'x' * 9999 %}{{ range(99999)|map('replace', '1', a)|map('upper')|join }}"
    ),
    "a filter many times": (
        "{% set a = ['x' * 99] * 900 %}{% for b in range(9999) %}{% set c = a|sort %}{% endfor %}"
    ),
    "a replacement that grows": (
        "{% set a = 'x' * 3000 %}{{ a|replace('x', a)|replace('x', a) }}"
    ),
}  # fmt: skip


def fill(text: str, names: Mapping = NAMES) -> list[tuple[str, int | None]]:
    problems: list = []
    Templates().fill("docs/a.md", f"Først.\n\n{text}\n", names, problems)
    return [(problem.rule, problem.line) for problem in problems]


@pytest.mark.slow("each")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_text_that_asks_for_too_much_is_stopped_with_its_line(attack: str) -> None:
    assert fill(attack) == [("template-is-bounded", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ network.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ network|attr('__class__') }}",
        "{{ '{0.__class__}'.format(network) }}",
        "{{ network.municipalities.append('Sør') }}",
        "{% set names = network.municipalities %}{{ names.clear() }}",
    ],
)
@pytest.mark.parametrize("is_traced", [False, True], ids=["plain", "traced"])
def test_what_leads_out_of_the_sandbox_is_refused_with_its_line(is_traced: bool, text: str) -> None:
    names = traced(NAMES, Lookups()) if is_traced else NAMES
    assert fill(text, names) == [("template-is-safe", 3)]
    assert NAMES["network"].municipalities == ["Vest", "Øst"]


@pytest.mark.parametrize("name", ["'../../etc/passwd'", "'/etc/passwd'", "'docs/om.md'"])
@pytest.mark.parametrize("tag", ["include", "import", "extends"])
def test_no_text_takes_in_a_file(tag: str, name: str) -> None:
    rest = " as x" if tag == "import" else ""
    [(rule, line)] = fill(f"{{% {tag} {name}{rest} %}}")
    assert (rule, line) == ("overlay-extends-shared", 3)


@pytest.mark.parametrize(
    "text",
    [
        "{% for name in network.municipalities %}{{ loop.index }}/{{ loop.length }} {% endfor %}",
        "{{ network.municipalities|join(', ') }} og {{ network.name ~ '!' }}",
        "{% if values.tall|int * 2 + 3 > 9 %}{{ network.name|upper }}{% endif %}",
        "{{ '%s, %3d'|format(network.name, 1) }} {{ '{:>5}'.format('a') }} {{ '%d' % 1 }}",
        "{{ ['b', 'a']|sort|join(', ') }} {{ {'a': [1, 2]}['a']|sum }} {{ (1, 2)|length }}",
        "{% for a, b in [('x', 1), ('y', 2)] %}{{ a }}{{ b }}{% endfor %}",
        "{% set a, b = 1, [2] %}{{ a }} {{ network.municipalities|map('upper')|join }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m('a') }}{{ m(x='b') }}",
    ],
)
def test_what_a_page_needs_is_there(text: str) -> None:
    assert fill(text) == []


def test_the_build_says_where_and_stops(
    small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    text = f"---\ntitle: Side\n---\n\n{MANY}{ENDS}\n"
    write_tree({"networks/nordvik/docs/evig.md": text}, small_course)
    done = run("build")
    assert done.code == 1
    assert "networks/nordvik/docs/evig.md:5: " in done.err
