# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server before the emulator that kills who asks, when it is time for that; and a way to kill whole plays."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

import play_zygote

from tyk_emulator.wire import Request

COLLECTIONS = next(path for path in sys.path if pathlib.Path(path, "ansible_collections/community/tyk").is_dir())
PLAY = """
- hosts: all
  connection: local
  gather_facts: false
  strategy: "{{ the_strategy | default('linear') }}"
  serial: "{{ the_serial | default(0) }}"
  any_errors_fatal: "{{ the_first_error_ends | default(false) | bool }}"
  vars: {ansible_python_interpreter: "{{ ansible_playbook_python }}"}
  roles: [community.tyk.bootstrap]
"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Hands requests to the emulator; kills who asked, when it is time for that."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm, wbufsize = True, -1  # or each answer would take the 40 ms of a delayed acknowledgement

    def setup(self):
        super().setup()
        self.asker = self.server.asker

    def handle_any(self):
        size = int(self.headers.get("Content-Length") or 0)
        body, (path, _mark, query) = self.rfile.read(size), self.path.partition("?")
        with self.server.turn:  # nothing else is half done when somebody is killed
            self.answer(Request(self.command, path, query, dict(self.headers), body, "http"))

    def answer(self, request):
        server, asked = self.server, f"{request.method} {request.path}"
        if self.asker != server.asker:  # who asked is dead, and another one runs by now
            return
        due = server.is_due(asked)
        server.cut = asked if due else server.cut
        if server.dead or due and not server.after and server.kill():  # what had not come through by then never does
            return
        answer = server.emulator.handle(request)
        if due and server.after and server.kill():
            return
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body or b"")), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body or b"")
        self.wfile.flush()
        server.answered(asked, answer)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Kills at a request: before it is done, or after that and before its answer."""

    daemon_threads, request_queue_size = True, 64
    asker = 0  # counts the processes that ask, one after the other

    def __init__(self, emulator):
        super().__init__(("127.0.0.1", 0), Handler)
        self.emulator, self.url, self.after = emulator, f"http://127.0.0.1:{self.server_address[1]}", False
        self.seen: list[str] = []
        self.turn, self.cut, self.dead = threading.Lock(), "", False  # the request at which somebody was killed

    def is_due(self, asked):
        """Note what is asked; whether it is time."""
        raise NotImplementedError

    def kill(self):
        """Kill who asks; whether it gets no answer any more."""
        raise NotImplementedError

    def answered(self, asked, answer):
        """Note what was answered."""

    @contextlib.contextmanager
    def serving(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()


def is_alive(pid):
    """Whether a process runs; nobody may have asked yet how it ended."""
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def family(pid):
    """A process and all that it has started."""
    children: dict[int, list[int]] = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            children.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


class Stop:
    """When and how a play is stopped.

    :arg at: the number or the text of a request; or, with ``task``, the number or the name of a start or result.
    :arg how: the signal; SIGKILL takes all that the play has started along.
    """

    def __init__(self, at=None, after=False, task=None, how=signal.SIGKILL):
        self.at, self.after, self.task, self.how = at, after, task, how

    def __repr__(self):
        where = f"task event {self.task}" if self.task else f"{'after' if self.after else 'before'} request {self.at}"
        return f"{self.how.name} {where}"


class Plays(Server):
    """Runs plays of the role bootstrap, and kills them. The folder is where their files are."""

    def __init__(self, emulator, folder):
        super().__init__(emulator)
        self.folder, self.stop, self.victim, self.lost, self.wrong = folder, None, 0, set(), []
        self.out, self.said, self.events, self.pending = folder.parent / "out", "", 0, set()
        self.cancelled: list[int] = []
        (folder.parent / "play.yml").write_text(PLAY)
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("TYK_", "ANSIBLE_"))}
        self.environment = {
            **environment,
            "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS,
            "ANSIBLE_HOME": str(folder.parent / "ansible"),
            "ANSIBLE_CALLBACK_PLUGINS": str(pathlib.Path(__file__).parent / "stop_plugins"),
            "ANSIBLE_FORKS": "20",
            "ANSIBLE_NOCOLOR": "1",
            "TYK_URL": self.url,
            "TYK_ADMIN_SECRET": emulator.config.admin_secret,
            "STOP_URL": f"{self.url}/_stop",
            "STOP_COUNT": str(folder.parent / "count"),
            "no_proxy": "*",
        }
        self.zygote = subprocess.Popen(
            [sys.executable, play_zygote.__file__],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.zygote.stdout.readline() == f"{play_zygote.READY}\n"

    def close(self):
        self.zygote.stdin.close()
        self.zygote.wait(60)

    def is_due(self, asked):
        if asked == "GET /_stop":
            return True
        self.seen.append(asked)
        self.look()
        stop = self.stop
        return bool(stop) and stop.at is not None and (stop.at == len(self.seen) or stop.at == asked)

    def answered(self, asked, answer):
        if asked == "POST /admin/users" and answer.status == 200:
            self.pending.add(json.loads(answer.body)["Message"])

    def landed(self):
        """Whether every token that was told is in a file."""
        kept = self.kept()
        self.pending = {token for token in self.pending if token not in kept}
        return not self.pending

    def kept(self):
        """All that stands in the files."""
        found = []
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):
                found.append(path.read_text() if path.is_file() else "")
        return "\n".join(found)

    def kill(self):
        stop, self.stop = self.stop, None
        if stop is None:
            return False
        end = time.monotonic() + 10
        while not self.landed() and time.monotonic() < end:  # what was answered has to be safe without any other task
            time.sleep(0.02)
        if stop.how != signal.SIGKILL:
            self.cancelled = family(self.victim)
            for pid in self.cancelled:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, stop.how)
            return False
        self.dead = True
        for _turn in range(3):
            for pid in reversed(family(self.victim)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        return True

    def play(self, inventory, stop=None, options=(), **variables):
        """Run the role for the hosts of an inventory; how each of them ended: "ok", "failed", or "" for not at all."""
        file = self.folder.parent / "inventory.json"
        file.write_text(json.dumps({"all": {"hosts": inventory}}))
        arguments = ["-i", str(file), str(self.folder.parent / "play.yml"), *options]
        arguments += ["-e", json.dumps({"bootstrap_wait_timeout": 0, **variables})]
        code = self.run_to_its_end(arguments, stop)
        self.end_workers()
        self.look()
        text = self.out.read_text()
        self.said += text
        assert stop or code in (0, 2, 4), f"ended with {code}: {text}"
        with contextlib.suppress(FileNotFoundError):
            self.events = int((self.folder.parent / "count").read_text())
        ends = dict(re.findall(r"^(\w+) +: ok=.* failed=(\d)", text, re.MULTILINE))
        return {host: {"0": "ok", "1": "failed"}.get(ends.get(host, ""), "") for host in inventory}

    def run_to_its_end(self, arguments, stop):
        """Run a play; how it ended. A kill has reached all that it is for by then."""
        environment = {**self.environment, "STOP_AT": str(stop.task) if stop and stop.task else ""}
        told = {"arguments": arguments, "environment": environment, "folder": str(self.folder.parent)}
        with self.turn:
            self.asker, self.seen = self.asker + 1, []
            self.stop, self.after, self.pending = stop, bool(stop and stop.after), set()
            self.cut, self.dead, self.cancelled = "", False, []
            self.zygote.stdin.write(json.dumps({**told, "out": str(self.out)}) + "\n")
            self.zygote.stdin.flush()
            self.victim = int(self.zygote.stdout.readline())
        code = int(self.zygote.stdout.readline())
        with self.turn:
            return code

    def end_workers(self):
        """Give what a cancelled play has left the time to store what it was just told, then end it."""
        end = time.monotonic() + 30
        while any(map(is_alive, self.cancelled)) and time.monotonic() < end:
            time.sleep(0.02)
        for pid in self.cancelled:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def look(self):
        """What is wrong with the files at this moment."""
        for path in self.folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.lstat().st_mode & 0o077:
                    self.wrong.append(f"{path.name} can be read by others: {path.lstat().st_mode:o}")
