"""One site out of what its kind shares."""
