"""A link leads where its reader sees that it leads."""

from __future__ import annotations

import pytest

from samloft.text.faults import faults_in
from samloft.text.parse import parse

ELSEWHERE = (
    "[https://bank.no](https://evil.example)",
    "[www.bank.no/logg-inn](https://evil.example/bank.no)",
    "[**https://bank.no**](https://bank.no.evil.example)",
    '<a href="https://evil.example">https://bank.no</a>',
    "[https://bank.no][a]\n\n[a]: https://evil.example",
    "[bank.no](https://other.no)",
    "[bank.no](https://evil.example/bank.no)",
    "[Bank.no/logg-inn](https://evil.example)",
    "[`min.bank.com`](https://bank.com.evil.example)",
    "[bank.de](https://evil.de)",
    "[BANK.NO](https://other.no)",
    '!!! note "[bank.no](https://other.no)"\n    Tekst.',
    '=== "Se [bank.no](https://other.no)"\n    Tekst.',
    "[WWW.BANK.NO](https://other.no)",
    "[Min.Bank.Com](https://bank.com.evil.example)",
    "[bank.de](https://evil.example)\n\n<https://bank.de>",
)
ALIKE = (
    "[Banken](https://b\u0430nk.no)",
    "<https://\u0440aypal.example>",
    "[Banken](https://bank.no\u2044.evil.example)",
    "<https://bank.no%2fkonto.evil.example/>",
)
RIGHT = (
    "<https://www.ks.no/side>",
    "[https://ks.no](https://www.ks.no/fagomrader)",
    "[https://ks.no](https://kurs.ks.no)",
    "[https://blåbær.no](https://xn--blbr-roah.no)",
    "[README.md](https://forge.example/README.md)",
    "[ks.no og andre](https://udir.no)",
    "[ks.no](https://www.ks.no/fagomrader)",
    "[Ks.no](https://kurs.ks.no)",
    "[kurs.ks.no/plan](https://ks.no/plan)",
    "[ks.no](../om.md)",
    "[README.md](https://forge.example)",
    "[Node.js](https://nodejs.example)",
    "[ASP.NET](https://dotnet.example)",
    "[VB.Net](https://dotnet.example)",
    "[KS.NO](https://www.ks.no/fagomrader)",
    "[Draw.io](https://diagrams.example)",
    "[kl. 12.30](https://kalender.example)",
    "[12.30](https://kalender.example)",
    "[v2.0](https://forge.example/v2.0)",
    "[post@ks.no](https://udir.no)",
    "[на русском](https://пример.рф)",
    "[日本語](https://日本ごカtest.jp)",
    "[Blåbær](https://blåbær.no)",
    "[हिन्दी](https://हिन्दी.भारत)",
    "[Prøve](https://a_b-c.example:8080/x%2fy)",
    "[post@ks.no](mailto:post@ks.no)",
    "[https://[x](om.md)",
)


def rules(text: str) -> set[str]:
    return {fault.rule for fault in faults_in(parse(text))}


@pytest.mark.parametrize("text", ELSEWHERE)
def test_words_that_are_an_address_are_the_one_the_link_leads_to(text: str) -> None:
    assert rules(text) == {"link-leads-where-it-says"}


@pytest.mark.parametrize("text", ALIKE)
def test_a_host_is_written_in_one_alphabet(text: str) -> None:
    assert "host-is-in-one-alphabet" in rules(text)


@pytest.mark.parametrize("text", RIGHT)
def test_an_honest_link_is_let_be(text: str) -> None:
    assert rules(text) == set()
