"""The code of a day's receipt: a phone and the server work it out, each from what it holds.

Equal codes say that the server has every entry up to the last, and every file that the phone
counts, by its hash. TypeScript twin: `pwa/src/sync/receipt.ts`; shared cases:
`tests/contract/cases/receipt.json`.
"""

from collections.abc import Iterable
from hashlib import blake2s

# Crockford's: no I, L, O and U, so that nobody misreads it over the telephone.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTER_BITS = 5
CODE_LETTERS = 8


def receipt_code(replica: str, last_n: int, files: Iterable[tuple[str, str]]) -> str:
    """`7K4F-QM92`: the first 40 bits of blake2s over the replica, its last n and the files.

    A file is (attachment, SHA-256); their order does not matter.
    """
    lines = ["fieldward/receipt", replica, str(last_n), *sorted(f"{a} {h}" for a, h in files)]
    digest = blake2s("\n".join(lines).encode()).digest()
    bits = int.from_bytes(digest[: CODE_LETTERS * LETTER_BITS // 8])
    places = range((CODE_LETTERS - 1) * LETTER_BITS, -1, -LETTER_BITS)
    letters = "".join(LETTERS[bits >> place & 31] for place in places)
    return f"{letters[:4]}-{letters[4:]}"
