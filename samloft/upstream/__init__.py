"""A network's own repository, and the shared course it follows."""
