"""Texts from elsewhere, made into lessons, with a report of all that was changed or left out."""
