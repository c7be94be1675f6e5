"""The only reader of the environment: `FIELDWARD_*`. `fieldward settings` lists them."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a firm may set. Names here are the names in the environment, in lower case."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("data")
    database_url: str = ""  # "" = SQLite in data_dir
    public_url: str = ""  # "" = http://host:port; phones need https here
    tls_certificate: str = ""
    tls_key: str = ""
    static_dir: str = ""  # "" = the built app beside or inside the package
    tiles_url: str = ""  # {z}/{x}/{y} template of the firm's own map, WGS-84
    session_days: Annotated[int, msgspec.Meta(ge=2, le=3_650)] = 90  # unused for so long: refused
    upload_day_mb: Annotated[int, msgspec.Meta(ge=0)] = 2_000  # a device, in a UTC day; 0: no limit
    files_max_mb: Annotated[int, msgspec.Meta(ge=0)] = 0  # all files of a firm; 0: no limit
    s3_bucket: str = ""  # "" = files in data_dir
    s3_prefix: str = ""
    s3_endpoint: str = ""  # "" = AWS
    s3_region: str = "us-east-1"
    s3_access_key: str = ""  # "" = as obstore finds it: AWS_* variables, or the machine's own role
    s3_secret_key: str = ""
    behind_proxy: bool = False  # believe X-Forwarded-Proto and -For

    @property
    def url(self) -> str:
        """SQLAlchemy URL of the database, driver included."""
        if self.database_url.startswith("postgresql://"):
            return self.database_url.replace("postgresql://", "postgresql+asyncpg://", 1)
        return self.database_url or f"sqlite:///{self.data_dir / 'fieldward.sqlite3'}"

    @property
    def origin(self) -> str:
        scheme = "https" if self.tls_certificate else "http"
        return self.public_url or f"{scheme}://{self.host}:{self.port}"


MEANING = {
    "host": "address to listen on",
    "port": "port to listen on",
    "data_dir": "folder of the database, uploads and files",
    "database_url": "postgresql://… ; empty: SQLite in the data folder",
    "public_url": "address that phones use, with https",
    "tls_certificate": "certificate file, to speak HTTPS",
    "tls_key": "key file of the certificate",
    "static_dir": "folder of the built app; empty: the one that came along",
    "tiles_url": "template of the firm's own map tiles",
    "session_days": "a session unused for so many days has to sign in again",
    "upload_day_mb": "megabytes of files that a device may send in a day; 0: no limit",
    "files_max_mb": "megabytes of files that a firm may keep in all; 0: no limit",
    "s3_bucket": "bucket for the files; empty: the data folder",
    "s3_prefix": "folder inside the bucket",
    "s3_endpoint": "https://… of an S3 that is not AWS",
    "s3_region": "region of the bucket",
    "s3_access_key": "empty: AWS_* variables, or the machine's own role",
    "s3_secret_key": "belongs to the access key",
    "behind_proxy": "1 when a proxy in front speaks HTTPS and sets X-Forwarded-*",
}


SECRETS = frozenset({"s3_secret_key"})


class BadSetting(ValueError):
    """A FIELDWARD_* variable that cannot be understood, or that does not exist."""


def _from_text(kind: type, value: object) -> object:
    return kind(value)


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment. Raises BadSetting, naming the variable and what it takes."""
    given: dict[str, str] = {}
    for name, value in environment.items():
        if not name.startswith("FIELDWARD_"):
            continue
        field = name.removeprefix("FIELDWARD_").lower()
        if field not in MEANING:
            raise BadSetting(f"{name} is not a setting; `fieldward settings` lists them")
        given[field] = value
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        raise BadSetting(f"a FIELDWARD_* variable has no usable value: {error}") from error


# What a helper process may know: enough to start, and nothing that a hostile file could be after.
PLAIN_NAMES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG")


def plain_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    return {name: environment[name] for name in PLAIN_NAMES if name in environment}
