"""What else is made of an edition than its pages, one builder a product."""
