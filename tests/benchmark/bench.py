# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make bench`: how long tasks take and how many requests they need, against an emulated Dashboard on this machine.

Prints a table and writes build/bench.json. Seconds depend on the machine and on what else it does; the ratio of two
loops that were run in turns, and the counts of requests, hardly do.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import typing as t
import urllib.request

import yaml
from ansible.release import __version__ as core_version

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGETS = ROOT / "tests/integration/targets"
LADDER = TARGETS / "setup_ladder"
RESULT = ROOT / "build/bench.json"
IMPORT = "import ansible_collections.community.tyk.plugins.modules.tyk_api"
API = "api-bench"
DECLARED = {"name": "Bench", "listen_path": "/bench/", "target_url": "https://bench.example"}
OWNER = {"first_name": "Olga", "last_name": "Owner", "user_permissions": {"IsAdmin": "admin"}}
# Kinds that climb no ladder, in the words of the ladder's data.
MORE_KINDS: dict[str, dict[str, t.Any]] = {
    "bootstrap_user": {
        "ladder_module": "tyk_bootstrap_user",
        "ladder_credential": {"admin_secret": "{{ admin_secret }}"},
        "ladder_which": {},
        "ladder_create": {
            **OWNER,
            "org_id": "{{ ladder_organisation.json.Meta }}",
            "email_address": "olga@acme.example",
        },
        "ladder_update": {"task": {"user_id": "{{ ladder_created.user.id }}", "last_name": "King"}},
    }
}
Playbook = list[dict[str, t.Any]]


class Dashboard:
    """A running emulator with one organisation and its admin."""

    def __init__(self, url: str, admin_secret: str) -> None:
        self.url, self.admin_secret, self.token = url, admin_secret, ""

    def call(self, method: str, path: str, body: t.Any = None) -> t.Any:
        header = ("admin-auth", self.admin_secret) if path.startswith("/admin") else ("authorization", self.token)
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, dict([header]), method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def requests(self) -> int:
        return len(self.call("GET", "/_emulator/requests"))

    def start_anew(self) -> None:
        """An empty Dashboard with an organisation, its admin, and one API."""
        self.call("POST", "/_emulator/reset")
        org = self.call("POST", "/admin/organisations", {"owner_name": "Bench"})["Meta"]
        admin = {**OWNER, "org_id": org, "email_address": "admin@bench.example", "active": True}
        self.token = self.call("POST", "/admin/users", admin)["Message"]
        proxy = {"listen_path": "/bench/", "target_url": "https://bench.example", "strip_listen_path": True}
        versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        api = {"api_id": API, "name": "Bench", "active": True, "proxy": proxy, "version_data": versions}
        self.call("POST", "/api/apis", {"api_definition": api})


@contextlib.contextmanager
def dashboard(folder: pathlib.Path) -> t.Iterator[Dashboard]:
    ready, secret = folder / "url", secrets.token_urlsafe(12)
    command = [sys.executable, "-m", "tyk_emulator", "--port", "0", "--ready-file", str(ready)]
    environment = {**os.environ, "TYK_ADMIN_SECRET": secret}
    with open(folder / "emulator.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=ROOT / "tests", env=environment, stdout=log, stderr=log)
    try:
        for _turn in range(600):
            if ready.exists() and ready.read_text().strip():
                break
            time.sleep(0.05)
        else:
            sys.exit("bench: the emulator did not start: " + (folder / "emulator.log").read_text())
        yield Dashboard(ready.read_text().strip(), secret)
    finally:
        process.terminate()
        process.wait()


class Ansible:
    """Runs playbooks on localhost; what they say is found by a mark."""

    def __init__(self, folder: pathlib.Path, tyk: Dashboard) -> None:
        self.folder, self.tyk = folder, tyk
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "TYK_"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        collections = os.environ.get("ANSIBLE_COLLECTIONS_PATH") or str(ROOT / ".venv/collections")
        self.environment = {
            **kept,
            "ANSIBLE_COLLECTIONS_PATH": str(pathlib.Path(collections).absolute()),
            "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
            "ANSIBLE_NOCOLOR": "1",
            "no_proxy": "127.0.0.1",
        }

    def play(self, playbook: Playbook) -> list[str]:
        """Run it; the texts of its messages."""
        variables = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "url": self.tyk.url,
            "admin_secret": self.tyk.admin_secret,
            "bench_token": self.tyk.token,
        }
        (self.folder / "ansible.cfg").write_text("[defaults]\ninject_facts_as_vars = False\n")
        files = {"play.yml": playbook, "variables.yml": variables}
        for name, content in files.items():
            (self.folder / name).write_text(json.dumps(content))
        command = [str(pathlib.Path(sys.executable).parent / "ansible-playbook"), "-i", "localhost,"]
        command += ["-e", "@variables.yml", "play.yml"]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit("bench: a playbook failed\n" + done.stdout[-4000:] + done.stderr[-2000:])
        return re.findall(r'"msg": "bench (.*)"', done.stdout)

    def seconds_of_loop(self, task: dict[str, t.Any], items: int) -> float:
        """How long a task takes that is repeated so often."""
        defaults = {"group/community.tyk.tyk": {"url": "{{ url }}", "token": "{{ bench_token }}"}}
        loop = {"loop": list(range(items))}
        tasks = [
            {"ansible.builtin.set_fact": {"started": "{{ now().timestamp() }}"}},
            {**task, **loop},
            {"ansible.builtin.debug": {"msg": "bench {{ now().timestamp() - started | float }}"}},
        ]
        play = {"hosts": "localhost", "gather_facts": False, "module_defaults": defaults, "tasks": tasks}
        return float(self.play([play])[0])


def single_task(ansible: Ansible, pairs: int, items: int) -> dict[str, t.Any]:
    """A task that finds nothing to do, against the bare GET that it can not do without."""
    ours = {"community.tyk.tyk_api": {"api_id": API, **DECLARED}}
    headers = {"Authorization": "{{ bench_token }}"}
    bare = {"ansible.builtin.uri": {"url": f"{{{{ url }}}}/api/apis/{API}", "headers": headers}}
    ansible.tyk.start_anew()
    measured = []
    for turn in range(pairs):
        pair = tuple(ansible.seconds_of_loop(task, items) for task in (ours, bare))
        measured.append(pair)
        print(f"  pair {turn + 1} of {pairs}: {pair[0] / items:.3f} s and {pair[1] / items:.3f} s a task", flush=True)
    return {
        "single_task_ratio": round(statistics.median(one / other for one, other in measured), 3),
        "single_task_seconds": round(statistics.median(one for one, _other in measured) / items, 4),
        "uri_seconds": round(statistics.median(other for _one, other in measured) / items, 4),
        "pairs": [[round(seconds / items, 4) for seconds in pair] for pair in measured],
        "items": items,
    }


def ladder_kinds() -> dict[str, dict[str, t.Any]]:
    """The data of every target that climbs the ladder."""
    found = {}
    for path in sorted(TARGETS.glob("tyk_*/vars/main.yml")):
        data = yaml.safe_load(path.read_text())
        if "ladder_module" in data:
            found[path.parts[-3].removeprefix("tyk_")] = data
    return {**found, **MORE_KINDS}


def count_play(kind: str, data: dict[str, t.Any]) -> dict[str, t.Any]:
    """Create an object, declare it once more, and change a field; tell the requests of each."""
    steps = {"created": "ladder_create", "unchanged": "ladder_create", "changed": "ladder_update.task"}
    tasks: list[dict[str, t.Any]] = [
        {"ansible.builtin.uri": {"url": "{{ url }}/_emulator/reset", "method": "POST"}},
        {"ansible.builtin.include_tasks": str(LADDER / "tasks/prepare.yml")},
    ]
    if "ladder_update" not in data:
        del steps["changed"]
    for step, options in steps.items():
        task = f"{{{{ ladder_credential | combine({{'url': url}}, ladder_which, {options}) }}}}"
        tasks += [
            {"ansible.builtin.set_fact": {"before": "{{ ladder_log | length }}"}},
            {"action": f"community.tyk.{data['ladder_module']}", "args": task, "register": "ladder_done"},
            {"ansible.builtin.debug": {"msg": f"bench {kind} {step} {{{{ ladder_log | length - before | int }}}}"}},
            {"ansible.builtin.assert": {"that": f"ladder_done is {'not ' * (step == 'unchanged')}changed"}},
        ]
        if step == "created":
            tasks.append({"ansible.builtin.set_fact": {"ladder_created": "{{ ladder_done }}"}})
    variables = {**yaml.safe_load((LADDER / "defaults/main.yml").read_text()), **data}
    return {
        "hosts": "localhost",
        "gather_facts": False,
        "vars": variables,
        "vars_files": [str(LADDER / "vars/main.yml")],
        "tasks": tasks,
    }


def requests_of(ansible: Ansible) -> dict[str, dict[str, int]]:
    """For each kind: how many requests an unchanged object, a change, and a new object need."""
    said = ansible.play([count_play(kind, data) for kind, data in ladder_kinds().items()])
    counts: dict[str, dict[str, int]] = {"requests_unchanged": {}, "requests_changed": {}, "requests_created": {}}
    for kind, step, number in (text.split() for text in said):
        counts[f"requests_{step}"][kind] = int(number)
    return counts


def loop_of_keys(ansible: Ansible, keys: int) -> dict[str, t.Any]:
    """Many keys in one loop: made, and then found in order."""
    task = {"community.tyk.tyk_key": {"alias": "bench-{{ item }}", "access_rights": [{"api": "Bench"}], "rate": 10}}
    ansible.tyk.start_anew()
    results: dict[str, t.Any] = {}
    for name in ("loop_created", "loop"):
        before = ansible.tyk.requests()
        seconds = ansible.seconds_of_loop(task, keys)
        results[f"{name}_seconds_{keys}"] = round(seconds, 2)
        results[f"{name}_requests_{keys}"] = ansible.tyk.requests() - before
    return results


def import_seconds(ansible: Ansible, turns: int = 5) -> float:
    """Starting Python and importing a module, which is what a module's own process can not do without."""
    path = ansible.environment["ANSIBLE_COLLECTIONS_PATH"]
    measured = []
    for _turn in range(turns):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", IMPORT], env={**ansible.environment, "PYTHONPATH": path}, check=True)
        measured.append(time.perf_counter() - started)
    return round(statistics.median(measured), 3)


def show(results: dict[str, t.Any], keys: int) -> None:
    print()
    print(f"  a tyk_api task with nothing to do    {results['single_task_seconds']:7.3f} s")
    print(f"  ansible.builtin.uri, GET of that API {results['uri_seconds']:7.3f} s")
    print(f"  ratio (median of the pairs)          {results['single_task_ratio']:7.2f}")
    print(f"  {keys} keys in a loop, made             {results[f'loop_created_seconds_{keys}']:7.1f} s")
    print(f"  {keys} keys in a loop, nothing to do    {results[f'loop_seconds_{keys}']:7.1f} s")
    print(f"  Python's start and a module's import {results['import_seconds']:7.3f} s")
    print(f"\n  {'requests':16}{'unchanged':>10}{'changed':>10}{'created':>10}")
    for kind in results["requests_unchanged"]:
        counts = (results[f"requests_{step}"].get(kind, "-") for step in ("unchanged", "changed", "created"))
        print(f"  {kind:16}" + "".join(f"{count:>10}" for count in counts))
    print(f"\n  all of it: {RESULT.relative_to(ROOT)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5, help="how often the two loops are compared (%(default)s)")
    parser.add_argument("--items", type=int, default=20, help="tasks in each of these loops (%(default)s)")
    parser.add_argument("--keys", type=int, default=100, help="tasks in the loop of keys (%(default)s)")
    asked = parser.parse_args()
    results: dict[str, t.Any] = {
        "ansible_core": core_version,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_at_start": round(os.getloadavg()[0], 2),
    }
    with tempfile.TemporaryDirectory(prefix="tyk-bench-") as name, dashboard(pathlib.Path(name)) as tyk:
        ansible = Ansible(pathlib.Path(name), tyk)
        print("A task that finds nothing to do, and a bare GET in turns:", flush=True)
        results.update(single_task(ansible, asked.pairs, asked.items))
        print("Requests of each kind", flush=True)
        results.update(requests_of(ansible))
        print(f"A loop of {asked.keys} keys", flush=True)
        results.update(loop_of_keys(ansible, asked.keys))
        results["import_seconds"] = import_seconds(ansible)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(results, indent=2) + "\n")
    show(results, asked.keys)


if __name__ == "__main__":
    main()
