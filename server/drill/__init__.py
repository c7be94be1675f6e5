"""A bad network to rehearse with: a proxy with sixteen personalities. See `docs/drill.md`."""
