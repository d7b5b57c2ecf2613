"""What every import reports to."""

from __future__ import annotations

import pytest

from samloft.importing.document import Report


@pytest.fixture
def report() -> Report:
    return Report()
