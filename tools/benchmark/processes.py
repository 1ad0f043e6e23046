# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Processes that are measured: ansible-playbook, a module alone, a bare client."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
import typing as t

from emulated import ROOT, Dashboard

Playbook = list[dict[str, t.Any]]
MODULES = "ansible_collections.community.tyk.plugins.modules"
EMPTY = """from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        return super().run(tmp, task_vars)
"""


class Failed(Exception):
    """What was to be measured did not happen."""


class Ran(t.NamedTuple):
    """A process that has ended: its wall time, its processor time, the most memory that it had, what it printed."""

    seconds: float
    busy: float
    megabytes: float
    output: str


class Processes:
    """Runs them against one emulator. Playbooks run on localhost; what they say is found by a mark."""

    def __init__(self, folder: pathlib.Path, tyk: Dashboard) -> None:
        self.folder, self.tyk = folder, tyk
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "TYK_"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        collections = pathlib.Path(os.environ.get("ANSIBLE_COLLECTIONS_PATH") or ROOT / ".venv/collections").absolute()
        empty = folder / "ansible_collections/bench/empty/plugins"
        for kind, text in (("action", EMPTY), ("modules", "")):
            (empty / kind).mkdir(parents=True)
            (empty / kind / "nothing.py").write_text(text)
        (folder / "ansible.cfg").write_text("[defaults]\ninject_facts_as_vars = False\n")
        self.environment = {
            **kept,
            "ANSIBLE_COLLECTIONS_PATH": f"{collections}:{folder}",
            "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
            "ANSIBLE_NOCOLOR": "1",
            "PYTHONPATH": str(collections),
            "no_proxy": "127.0.0.1",
        }

    def run(self, *command: str) -> Ran:
        """Run a command to its good end."""
        output, taken = self.folder / "output", self.folder / "taken"
        start = [sys.executable, "-I", "-S", str(pathlib.Path(__file__).with_name("launch.py")), str(taken)]
        with open(output, "w", encoding="utf-8") as said:
            code = subprocess.call([*start, *command], cwd=self.folder, env=self.environment, stdout=said, stderr=said)
        text = output.read_text()
        if code:
            raise Failed(f"{' '.join(command[:3])} failed\n{text[:2000]}\n...\n{text[-4000:]}")
        seconds, busy, megabytes = map(float, taken.read_text().split())
        return Ran(seconds, busy, megabytes, text)

    def play(self, playbook: Playbook) -> tuple[Ran, list[str]]:
        """Run a playbook; the texts of its messages."""
        variables = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "url": self.tyk.url,
            "admin_secret": self.tyk.admin_secret,
            "bench_token": self.tyk.token,
        }
        for name, content in {"play.yml": playbook, "variables.yml": variables}.items():
            (self.folder / name).write_text(json.dumps(content))
        command = str(pathlib.Path(sys.executable).with_name("ansible-playbook"))
        ran = self.run(command, "-i", "localhost,", "-e", "@variables.yml", "play.yml")
        return ran, re.findall(r'"msg": "bench (.*)"', ran.output)

    def loop(self, task: dict[str, t.Any], items: int) -> tuple[float, float]:
        """How long a task takes that is repeated so often: the loop, and Ansible's whole process."""
        defaults = {"group/community.tyk.tyk": {"url": "{{ url }}", "token": "{{ bench_token }}"}}
        tasks = [
            {"ansible.builtin.set_fact": {"started": "{{ now().timestamp() }}"}},
            {**task, "loop": list(range(items))},
            {"ansible.builtin.debug": {"msg": "bench {{ now().timestamp() - started | float }}"}},
        ]
        play = {"hosts": "localhost", "gather_facts": False, "module_defaults": defaults, "tasks": tasks}
        ran, (said,) = self.play([play])
        return float(said), ran.seconds

    def task(self, name: str, **options: t.Any) -> Ran:
        """One task, as Ansible's whole process."""
        task = {f"community.tyk.{name}": {"url": self.tyk.url, "token": self.tyk.token, **options}}
        return self.play([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}])[0]

    def module(self, name: str, **options: t.Any) -> Ran:
        """The same as a module alone, in a process of its own."""
        arguments = self.folder / "arguments.json"
        given = {"url": self.tyk.url, "token": self.tyk.token, **options}
        arguments.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": given}))
        return self.run(sys.executable, "-m", f"{MODULES}.{name}", str(arguments))

    def recorded(self, name: str, **options: t.Any) -> list[list[t.Any]]:
        """The same, not measured; the requests that it sent."""
        arguments, record = self.folder / "arguments.json", self.folder / "record.jsonl"
        given = {"url": self.tyk.url, "token": self.tyk.token, **options}
        arguments.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": given}))
        self.script("record.py", str(record), f"{MODULES}.{name}", str(arguments))
        return [json.loads(line) for line in record.read_text().splitlines()]

    def bare(self, requests: list[list[t.Any]], parallel: int, script: str = "bare.py") -> Ran:
        """The same requests, sent by a client that does nothing else: bare.py or floor.py."""
        record = self.folder / "requests.jsonl"
        record.write_text("".join(json.dumps(request) + "\n" for request in requests))
        return self.script(script, str(record), self.tyk.url, self.tyk.token, str(parallel))

    def script(self, name: str, *arguments: str) -> Ran:
        """A script of this folder."""
        return self.run(sys.executable, str(pathlib.Path(__file__).with_name(name)), *arguments)
