"""Fixtures for every test: a real PostgreSQL server, where one can be had."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest


def _program(name):
    """A program of PostgreSQL's server; Debian keeps them outside of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(found[0]) if found else shutil.which(name)


class Server:
    """A PostgreSQL server on a free loopback port, with its data in a temporary folder."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="rantau-postgres-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.user = []
        if os.getuid() == 0:
            # The server refuses to run as root.
            shutil.chown(self.folder, "postgres", "postgres")
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def _run(self, *command):
        subprocess.run([*self.user, *command], check=True, cwd=self.folder, capture_output=True, timeout=120)

    def start(self):
        data = str(self.folder / "data")
        self._run(
            _program("initdb"),
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "rantau",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off -c max_connections=40"
        self._run(
            _program("pg_ctl"), "-D", data, "-o", options, "-l", str(self.folder / "log"), "-w", "start"
        )

    def stop(self):
        subprocess.run(
            [*self.user, _program("pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop"],
            check=False,
            cwd="/",
            capture_output=True,
            timeout=60,
        )
        shutil.rmtree(self.folder, ignore_errors=True)

    def database(self, options=""):
        """The address of a new, empty database; ``options`` are those of CREATE DATABASE."""
        import psycopg

        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {options}")
        return self.address(name)

    def address(self, database):
        return f"postgresql://rantau@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="session")
def postgres_server():
    """One server for the test process. Skips where there is none to start, except in CI, where it must run."""
    if _program("initdb") is None or _program("pg_ctl") is None:
        if os.environ.get("CI"):
            pytest.fail(
                "PostgreSQL is not installed, and in CI its tests must run (apt-get install postgresql)"
            )
        pytest.skip("PostgreSQL's server is not installed (apt-get install postgresql)")
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_address(postgres_server):
    """The address of a new, empty PostgreSQL database."""
    return postgres_server.database()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_place(request, tmp_path):
    """Where a store can be made: a file for SQLite, an address for PostgreSQL. Tests with it run on both."""
    if request.param == "sqlite":
        return tmp_path / "rantau.db"
    return request.getfixturevalue("postgres_address")
