"""The protocol engine, pure: values in, verdicts out.

Nothing here does I/O, reads a clock, draws a random number or knows a word of the domain.
`docs/protocol.md` is the specification these modules follow.
"""
