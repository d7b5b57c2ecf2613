"""The languages a text may be in; imports nothing, so that it costs nothing."""

from typing import Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
