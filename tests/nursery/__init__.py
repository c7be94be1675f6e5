"""One process that imports the server once and forks it as often as a test asks."""
