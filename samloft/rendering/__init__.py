"""From a plain tree to pages."""
