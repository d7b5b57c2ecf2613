"""A network's text over a shared one: begun, kept up, given back."""
