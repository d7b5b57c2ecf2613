"""What processes that build have from their start: the one they start from imports this."""

import samloft.building.worker
import samloft.products.paper.typeset
import samloft.rendering.mkdocs_pages
from samloft.catalogue import messages
from samloft.languages import LANGUAGES
from samloft.text.markdown import engine_html
from samloft.text.parse import parse

__all__ = ["samloft"]

# Remembered from here on, or set up.
for _language in LANGUAGES:
    messages(_language)
parse("")
engine_html("")
