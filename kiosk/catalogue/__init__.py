"""Service items on the terminal: the catalogue in use, its updates, its search."""
