"""What else is made of an edition than its pages: one file a product, found by being here."""
