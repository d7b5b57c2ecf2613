"""What processes that build have from their start: the one they start from imports this."""

import samloft.building.worker
import samloft.products.paper.typeset
import samloft.rendering.mkdocs_pages
from samloft.catalogue import messages
from samloft.languages import LANGUAGES

__all__ = ["samloft"]

for _language in LANGUAGES:
    messages(_language)  # remembered from here on
