"""Lay out a session's papers as accessible PDF."""
