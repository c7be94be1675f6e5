"""Bugs that the simulation must see. None of them ever touches a file of the checkout: a worker
changes the text between reading it and running it, in Python by `loader.py`, in TypeScript by
`engine.mjs`."""
