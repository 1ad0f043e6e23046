# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as a process: Starlette on one uvicorn worker."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as WebRequest
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from .core import Emulator
from .wire import Request, Response

_ABORT = "tyk_emulator.abort"


class Service:
    """ASGI application around one emulator, with its state file."""

    def __init__(self, emulator: Emulator, state_file: Path | None = None, parent: int | None = None) -> None:
        self.emulator = emulator
        self.state_file = state_file
        self.parent = parent
        self.stop = asyncio.Event()
        self._saved = 0
        self._app = Starlette(routes=[Mount("/", app=self.answer)], lifespan=self._lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Remembers how to cut the connection before the framework wraps `send`."""
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if transport is not None:
            scope[_ABORT] = transport
        await self._app(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        web = WebRequest(scope, receive)
        raw_path = scope.get("raw_path", scope["path"].encode()).split(b"?")[0].decode("latin-1")
        request = Request(
            method=scope["method"],
            path=raw_path,
            query=scope["query_string"].decode("latin-1"),
            headers=dict(web.headers),
            body=await web.body(),
            scheme=scope["scheme"],
        )
        response = self.emulator.handle(request)
        delay = response.delay
        if not request.path.startswith("/_emulator/"):
            delay += self.emulator.config.latency_ms / 1000
        if delay:
            await asyncio.sleep(delay)
        await _send(response, request.method, scope, send)

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._keep_saving()), asyncio.create_task(self._watch_parent())]
        yield
        for task in tasks:
            task.cancel()
        self.save()

    async def _keep_saving(self) -> None:
        pause = 0.1
        while self.state_file is not None:
            await asyncio.sleep(pause)
            began = time.monotonic()
            self.save()
            # A large state must not keep the process busy with nothing but saving.
            pause = max(0.1, 10 * (time.monotonic() - began))

    async def _watch_parent(self) -> None:
        while self.parent is not None:
            await asyncio.sleep(0.5)
            if not _alive(self.parent):
                self.stop.set()
                return

    def load(self) -> None:
        if self.state_file is not None and self.state_file.exists():
            self.emulator.state.load(json.loads(self.state_file.read_text(encoding="utf-8")))
            self.emulator.restart()

    def save(self) -> None:
        """Writes the state file if anything changed."""
        if self.state_file is None or self._saved == self.emulator.revision:
            return
        self._saved = self.emulator.revision
        write_atomically(self.state_file, json.dumps(self.emulator.state.dump()))


async def _send(response: Response, method: str, scope: Scope, send: Send) -> None:
    abort = scope.get(_ABORT)
    if response.drop:
        await _cut(abort)
        return
    body = response.body or b""
    headers = {"content-length": str(len(body)), **response.headers}
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    if response.truncate:
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        if abort is not None:
            abort.close()
            await asyncio.sleep(0.01)
        return
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


async def _cut(transport: Any) -> None:
    """Ends the connection without a byte, and lets the server notice before it complains."""
    if transport is not None:
        transport.abort()
    await asyncio.sleep(0.01)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_atomically(path: Path, content: str) -> None:
    """Replaces a file in one step; only its owner may read it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(content)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


class Server(uvicorn.Server):
    """Tells its address once it serves, and stops when the service wants to."""

    def __init__(self, config: uvicorn.Config, service: Service, ready_file: Path | None) -> None:
        super().__init__(config)
        self.service = service
        self.ready_file = ready_file

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.servers and self.ready_file is not None:
            write_atomically(self.ready_file, self.address())

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals end the process in good order, with exit code 0."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self.service.stop.is_set()

    def address(self) -> str:
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        host = "127.0.0.1" if host == "0.0.0.0" else host
        scheme = "https" if self.config.is_ssl else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


async def serve(service: Service, options: dict[str, Any], ready_file: Path | None = None) -> None:
    """Serves until a signal, or the end of the parent process, ends it."""
    service.load()
    quiet = {"log_level": "warning", "access_log": False, "lifespan": "on", "ws": "none"}
    config = uvicorn.Config(service, **quiet, timeout_graceful_shutdown=1, timeout_keep_alive=60, **options)
    await Server(config, service, ready_file).serve()
