"""The server as production runs it, until it is killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import create_server

from tests.soak.apart import ROOT

PATIENCE = 60
"""Seconds that a start may take on a machine with other things to do."""
OPEN_PAGE = "/account/login/"


class Server:
    """gunicorn and its worker, as one group of processes. Threads share what it takes to begin."""

    def __init__(self, folder: Path) -> None:
        with create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._log = folder / "server.log"
        self._log.touch()
        self._read = 0
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Begins to start; see `wait_until_up`."""
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--threads=4"]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [*gunicorn, f"--bind=127.0.0.1:{self.port}", "--log-level=warning"],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_up(self) -> str:
        """What keeps the start from being clean, or ""."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            try:
                status = self.ask("GET", OPEN_PAGE)[0]
            except (OSError, HTTPException):
                time.sleep(0.02)
            else:
                return self.complaints() or ("" if status == 200 else f"It answers {status}.")
        return f"The server does not start. {self.complaints()}"

    def kill(self) -> None:
        """All of its processes at once, with no chance to finish anything."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def complaints(self) -> str:
        """What it has written into its log since somebody looked last."""
        said = self._log.read_text("utf-8", "replace")
        new, self._read = said[self._read :], len(said)
        return new.strip()

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and words of the answer; OSError or HTTPException where none comes."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()
