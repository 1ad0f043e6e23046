# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Editors complete every option, by the language server of Ansible's extension for VS Code."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
COLLECTIONS = next(path for path in sys.path if pathlib.Path(path, "ansible_collections/community/tyk").is_dir())
SERVER = shutil.which("ansible-language-server")
SETTINGS = {
    "ansible": {
        "path": str(pathlib.Path(sys.executable).with_name("ansible")),
        "useFullyQualifiedCollectionNames": True,
    },
    "executionEnvironment": {"enabled": False},
    "python": {"interpreterPath": sys.executable, "activationScript": ""},
    "validation": {"enabled": False, "lint": {"enabled": False}},
    "completion": {"provideRedirectModules": True, "provideModuleOptionAliases": True},
}


def test_no_shared_documentation_is_hidden_from_editors():
    """The language server leaves out files that begin with an underscore."""
    assert not [path.name for path in (ROOT / "plugins/doc_fragments").glob("_*.py") if path.name != "__init__.py"]


class Client:
    """As much of an editor as asks for completions."""

    def __init__(self, folder: pathlib.Path) -> None:
        env = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS}
        self.process = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
        )
        self._count, self._answers, self._folder = 0, {}, folder
        threading.Thread(target=self._listen, daemon=True).start()

    def _send(self, **message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        while line := self.process.stdout.readline():
            size = int(line.split(b":")[1])
            while self.process.stdout.readline().strip():
                pass
            message = json.loads(self.process.stdout.read(size))
            if "method" in message and "id" in message:
                items = (message.get("params") or {}).get("items", ())
                self._send(id=message["id"], result=[SETTINGS for _item in items] or None)
            elif "id" in message:
                self._answers[message["id"]] = message.get("result")

    def ask(self, method: str, params: dict):
        self._count += 1
        self._send(id=self._count, method=method, params=params)
        for _turn in range(600):
            if self._count in self._answers:
                return self._answers[self._count]
            time.sleep(0.1)
        raise TimeoutError(method)

    def begin(self) -> None:
        uri = self._folder.as_uri()
        here = {"workspace": {"configuration": True, "workspaceFolders": True}}
        folders = [{"uri": uri, "name": "tests"}]
        self.ask("initialize", {"processId": None, "rootUri": uri, "workspaceFolders": folders, "capabilities": here})
        self._send(method="initialized", params={})

    def options(self, module: str) -> set[str]:
        """What is offered below a module."""
        text = f"- hosts: localhost\n  tasks:\n    - name: A task\n      community.tyk.{module}:\n        \n"
        file = {"uri": (self._folder / f"{module}.yml").as_uri()}
        (self._folder / f"{module}.yml").write_text(text)
        opened = {**file, "languageId": "ansible", "version": 1, "text": text}
        self._send(method="textDocument/didOpen", params={"textDocument": opened})
        for _turn in range(60):  # it may still be reading the collection
            found = self.ask("textDocument/completion", {"textDocument": file, "position": {"line": 4, "character": 8}})
            items = found["items"] if isinstance(found, dict) else found or []
            if items:
                return {item["label"] for item in items}
            time.sleep(1)
        raise TimeoutError(module)


@pytest.mark.skipif(not SERVER, reason="ansible-language-server is missing")
def test_every_option_of_every_module_is_completed(tmp_path):
    names = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py"))
    command = [SETTINGS["ansible"]["path"] + "-doc", "--json", *(f"community.tyk.{name}" for name in names)]
    env = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS}
    told = json.loads(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)
    client = Client(tmp_path)
    try:
        client.begin()
        for name in names:
            options = told[f"community.tyk.{name}"]["doc"].get("options", {})
            wanted = {*options, *(also for one in options.values() for also in one.get("aliases", ()))}
            assert client.options(name) == wanted, name
    finally:
        client.process.kill()


def test_the_session_installs_a_server_of_a_fixed_version():
    session = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    assert re.search(r'"@ansible/ansible-language-server@\d+\.\d+\.\d+"', session)
    matrix = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert "editor" in matrix["jobs"]["session"]["strategy"]["matrix"]["session"]
