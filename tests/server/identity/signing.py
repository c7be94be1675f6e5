"""Verifies what a phone signed, as any other program would."""

import json
from base64 import urlsafe_b64decode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils


def octets(text: str) -> bytes:
    """From base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify(public_key: str, signature: str, message: bytes) -> None:
    """WebCrypto gives r and s side by side, 32 bytes each. Raises InvalidSignature."""
    jwk = json.loads(public_key)
    x, y = (int.from_bytes(octets(jwk[name])) for name in ("x", "y"))
    raw = octets(signature)
    assert len(raw) == 64
    pair = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    numbers = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1())
    numbers.public_key().verify(pair, message, ec.ECDSA(hashes.SHA256()))
