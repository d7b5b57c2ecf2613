"""Files an author begins with, and the lists they are added to."""
