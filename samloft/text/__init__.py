"""One text: its blocks, links and templates, and what keeps them safe."""
