"""The server's key for sealed files: the private half never leaves the data folder."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import cast

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from server.files import write_once

ID_LENGTH = 16
OWNER_ONLY = 0o600


class RescueKey(msgspec.Struct, frozen=True):
    private: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """The point, 65 octets uncompressed, in base64url."""
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    @property
    def id(self) -> str:
        """Tells which key a file was sealed for."""
        return sha256(self.public.encode()).hexdigest()[:ID_LENGTH]


def path_of(data_dir: Path) -> Path:
    return data_dir / "keys" / "rescue.pem"


def rescue_key(data_dir: Path) -> RescueKey:
    """The key of this installation, made when it is first asked for. Blocks."""
    path = path_of(data_dir)
    if not path.exists():
        _make(path)
    private = load_pem_private_key(path.read_bytes(), None)
    return RescueKey(cast(ec.EllipticCurvePrivateKey, private))


def _make(path: Path) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    write_once(path, pem, OWNER_ONLY)
