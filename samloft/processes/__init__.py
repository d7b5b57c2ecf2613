"""Spread work over processes, here or on a cluster."""
