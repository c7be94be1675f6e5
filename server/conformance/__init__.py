"""`fieldward conformance`: whether a running server speaks the protocol of `docs/protocol.md`."""
