"""Say plainly what this machine lacks before anything is built. Runs on any Python 3.

Exit status 0 when Python, venv, Node and npm are there; 1 with one sentence for each lack.
"""

# Written for old interpreters too: they are the ones that must be able to print the sentence.
from __future__ import annotations

import os
import shutil
import subprocess
import sys

PYTHON_OLDEST = (3, 11)
NODE_OLDEST = (20, 19)


def dotted(version: tuple[int, ...]) -> str:
    """(3, 11) as "3.11"."""
    return ".".join(str(part) for part in version)


def python_lack(version: tuple[int, ...]) -> str:
    """Why this Python will not do, or ""."""
    if version >= PYTHON_OLDEST:
        return ""
    return (
        f"Fieldward needs Python {dotted(PYTHON_OLDEST)} or newer; this one is {dotted(version)}. "
        "Install a newer one and name it: make PYTHON=python3.12 …"
    )


def node_lack(answer: str | None) -> str:
    """Why this Node will not do, or "". `answer` is what `node --version` printed, if it ran."""
    wanted = f"Fieldward needs Node {dotted(NODE_OLDEST)} or newer to build the app"
    if answer is None:
        return (
            wanted + "; none was found. Install Node with npm, or use the wheel, which needs none."
        )
    try:
        found = tuple(int(part) for part in answer.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return wanted + f"; `node --version` answered {answer.strip()!r}."
    if found >= NODE_OLDEST:
        return ""
    return wanted + f"; this one is {answer.strip()}. Install a newer one and put it on PATH."


def node_version() -> str | None:
    """What `node --version` prints, or None where there is no Node."""
    node = shutil.which("node")
    if node is None:
        return None
    return subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout


def has_venv() -> bool:
    """Whether this Python can make a virtual environment with pip in it."""
    command = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def venv_lack() -> str:
    """Debian packs venv apart: install it where we may, else say how. "" when it is there."""
    if has_venv():
        return ""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", package]):
            subprocess.run(command, env=environment, check=False)
        if has_venv():
            return ""
    return f"This Python has no venv module. Install it (Debian, Ubuntu: apt install {package})."


def main() -> int:
    """Print every lack; the exit status tells whether there was one."""
    lacks = [python_lack(tuple(sys.version_info[:3])), node_lack(node_version())]
    if shutil.which("npm") is None:
        lacks.append("npm was not found; it comes with Node, on Debian as the package npm.")
    if not lacks[0]:
        lacks.append(venv_lack())
    found = [lack for lack in lacks if lack]
    for lack in found:
        print(lack, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
