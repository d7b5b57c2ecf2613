"""Places held open for an edition's own values."""
