"""The repository judges itself: layout, sizes, names, documentation, hygiene."""
