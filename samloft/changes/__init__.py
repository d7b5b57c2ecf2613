"""What has changed between two states of an edition."""
