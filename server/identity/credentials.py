"""Passwords and secrets: argon2 for what people remember, SHA-256 for what machines drew."""

import asyncio
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TOKEN_BYTES = 16  # 128 bits
JOIN_CODE_BYTES = 20
PASSWORD_LENGTH_MIN = 8

# OWASP's parameters; one at a time, or twenty sign-ins at once would take a gigabyte.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_TURNS = ThreadPoolExecutor(1, thread_name_prefix="argon2")
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _HASHER.hash(password)


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def verify_password(stored: str | None, password: str) -> bool:
    """Takes as long for a login that does not exist as for one that does."""
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(_TURNS, _verify, stored or _NOBODY, password)
    return right and stored is not None


def new_secret(octets: int = TOKEN_BYTES) -> str:
    """A token or code for a machine to keep: URL-safe text."""
    return secrets.token_urlsafe(octets)


def digest_of(secret: str) -> str:
    """What is stored of a token or code."""
    return hashlib.sha256(secret.encode()).hexdigest()
