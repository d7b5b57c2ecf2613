"""Build sites: what is wanted, in which order, by whom, and put in its place."""
