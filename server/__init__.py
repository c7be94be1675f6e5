"""The Litestar shell around `sync` and `geo`: one folder for each business noun."""
