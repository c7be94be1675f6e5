"""Resolve the lock files anew: hashes in, registry addresses out.

`requirements-build.lock` holds what installs the others, `requirements.lock` what the server
needs, `requirements-dev.lock` that and the tools; the versions in the last two are the same.
A `package-lock.json` is resolved in an empty folder: beside an installed `node_modules` npm writes
down only the packages of this platform.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
COMPILE = (
    sys.executable,
    *("-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes"),
    *("--python-version", "3.11", "--custom-compile-command", "make lock"),
)
LOCKS = (
    ("requirements-build.lock", ("--group", "build")),
    ("requirements-dev.lock", ("pyproject.toml", "--group", "dev")),
    ("requirements.lock", ("pyproject.toml", "--constraint", "requirements-dev.lock")),
)
NODE_FOLDERS = ("pwa", "benchmarks/peers")


def lock_python() -> None:
    """Write the three Python locks. Raises CalledProcessError."""
    for name, arguments in LOCKS:
        subprocess.run([*COMPILE, *arguments, "--output-file", name], cwd=ROOT, check=True)


def lock_node(folder: Path) -> None:
    """Write the folder's `package-lock.json`. Raises CalledProcessError."""
    with TemporaryDirectory() as empty:
        for name in ("package.json", ".npmrc"):
            shutil.copy(folder / name, empty)
        resolve = ["npm", "install", "--package-lock-only", "--loglevel=error"]
        subprocess.run(resolve, cwd=empty, check=True)
        shutil.copy(Path(empty) / "package-lock.json", folder)


def main() -> int:
    """Write every lock file; the first failure ends it."""
    try:
        lock_python()
        for name in NODE_FOLDERS:
            lock_node(ROOT / name)
    except subprocess.CalledProcessError as error:
        print(f"Nothing was resolved by: {' '.join(error.cmd)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
