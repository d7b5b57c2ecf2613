"""Samløft: one shared course, an edition for every network and municipality."""
