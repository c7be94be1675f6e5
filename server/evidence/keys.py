"""The firm's signing key: Ed25519, in the data folder beside the other keys, never in the database.

`keys/chain.pem` signs. Keys that signed before lie beside it under other names, `keys/chain-….pem`:
to change the key, rename the file; the next signature makes a new one, and exports name both.
"""

from pathlib import Path
from typing import cast

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from server.files import write_once
from sync.evidence import Key, key_id_of

OWNER_ONLY = 0o600


class ChainKey(msgspec.Struct, frozen=True):
    """A key of the firm. `key` is its public half."""

    private: Ed25519PrivateKey

    @property
    def key(self) -> Key:
        public = self.private.public_key().public_bytes_raw().hex()
        return Key(key_id_of(public), public)

    def sign(self, message: bytes) -> str:
        """Hex of the signature."""
        return self.private.sign(message).hex()


def path_of(data_dir: Path) -> Path:
    return data_dir / "keys" / "chain.pem"


def chain_key(data_dir: Path) -> ChainKey:
    """The key that signs now, made when it is first asked for. Blocks."""
    path = path_of(data_dir)
    if not path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        write_once(path, pem, OWNER_ONLY)
    return _read(path)


def known_keys(data_dir: Path) -> list[Key]:
    """Public halves of all keys that the firm has signed with, the present one first. Blocks."""
    present = chain_key(data_dir).key
    older = sorted(path_of(data_dir).parent.glob("chain-*.pem"))
    return [present, *(key for path in older if (key := _read(path).key) != present)]


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is this public key's; all of them octets."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read(path: Path) -> ChainKey:
    return ChainKey(cast(Ed25519PrivateKey, load_pem_private_key(path.read_bytes(), None)))
