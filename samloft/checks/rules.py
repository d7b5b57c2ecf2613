"""What there is to say of each rule: the same in a terminal, while one writes and on the site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from samloft.catalogue import messages, say, word
from samloft.languages import BASE, Language
from samloft.text.tidy import RULES


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, in a reader's words. What differs from case to case is shown as `<file>`."""

    name: str
    what: str
    """What is said where it does not hold."""
    mend: str
    why: str
    """Empty where it goes without saying."""

    @property
    def is_fixed(self) -> bool:
        """Tell whether `check --fix` mends it."""
        return self.name in RULES


def rule_of(name: str, language: Language) -> Rule:
    """Return a rule. Raises KeyError for none."""
    key = f"problems.{name}"
    has_why = f"{key}.why" in messages(BASE)
    return Rule(
        name=name,
        what=_open(word(language, f"{key}.what").text),
        mend=_open(word(language, f"{key}.mend").text),
        why=word(language, f"{key}.why").text if has_why else "",
    )


def explain(name: str, language: Language) -> str:
    """Return a rule's page for a terminal. Raises KeyError for none."""
    rule = rule_of(name, language)
    lines = [f"# {name}", "", rule.what, "", f"{say(language, 'hint')}: {rule.mend}"]
    if rule.is_fixed:
        lines += ["", word(language, "labels.rules.fixed").text]
    if rule.why:
        lines += ["", rule.why]
    return "\n".join(lines) + "\n"


def _open(text: str) -> str:
    """Return a sentence with its places shown as such."""
    return re.sub(r"(?<!\{)\{(\w+)\}(?!\})", r"<\1>", text).replace("{{", "{").replace("}}", "}")
