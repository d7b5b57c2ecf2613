"""The course and everyone it is made for: read, validated, frozen."""
