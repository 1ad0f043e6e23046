# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action plugins do the work in Ansible's own process where they may; all else is as with modules."""

from __future__ import annotations

import getpass
import json
import os
import pathlib
import re
import sys

import pytest
import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

BIN = pathlib.Path(sys.executable).parent
OWNER = {
    "first_name": "O",
    "last_name": "P",
    "active": True,
    "user_permissions": {"IsAdmin": "admin", "ResetPassword": "admin"},
}
SECRETS = ("s3cr3t-of-jwt", "s3cr3t-of-alice", "s3cr3t-t0ken")
IDS = re.compile("[0-9a-f]{16,}|[A-Za-z0-9+/_-]{40,}=*|[0-9-]{10}T[0-9:.]+Z?|[0-9.]+ seconds")
# The ways of a task that lists users, and whether Ansible's own process can do it.
WAYS = {
    "plain": (True, {}),
    "environment that is looked up late": (True, {"environment": {"TYK_TIMEOUT": 7, "no_proxy": "*"}}),
    "delegated to this machine": (True, {"delegate_to": "same"}),
    "its Python by another name": (True, {"vars": {"ansible_python_interpreter": str(BIN / "python3")}}),
    "other environment": (False, {"environment": {"LC_MESSAGES": "C"}}),
    "async": (False, {"async": 60, "poll": 1}),
    "become": (False, {"become": True, "become_user": getpass.getuser()}),
    "another Python": (False, {"vars": {"ansible_python_interpreter": "{{ other_python }}"}}),
    "delegated to another Python": (False, {"delegate_to": "other"}),
    "no Python yet": (False, {"vars": {"ansible_python_interpreter": "auto_silent"}, "ignore_errors": True}),
}
# What a module may be asked for; each task is done both ways.
TASKS = """
- community.tyk.tyk_api: &orders
    name: Orders
    listen_path: /o/
    target_url: http://orders.example
    definition: {jwt_source: s3cr3t-of-jwt, config_data: {text: !unsafe "{{ 7 * 6 }}", none: null, since: 2026-01-31}}
  diff: true
  register: made
- ansible.builtin.assert: {that: made.api.definition.config_data.text == odd}
- community.tyk.tyk_api: {<<: *orders, definition: {config_data: {text: null}}}
  check_mode: true
  diff: true
- community.tyk.tyk_user: &alice
    email_address: alice@acme.example
    first_name: "{{ item }}"
    last_name: Acme
    user_permissions: {apis: read}
    password: "{{ vaulted }}"
    key_file: "{{ item }}.key"
  loop: [Alice, Bob, Alice]
  diff: true
- community.tyk.tyk_user: {<<: *alice, first_name: null, key_file: ~}
  no_log: true
- community.tyk.tyk_policy:
    name: Gold
    access_rights: "{{ [{'api': item}] }}"
    rate: "10"
    per: 60
  loop: [Orders, Invoices, Invoices]
  check_mode: true
- community.tyk.tyk_api_info: {name: Orders}
- community.tyk.tyk_api_info: {nam: Orders, token: s3cr3t-t0ken}
- community.tyk.tyk_api_info: {token: s3cr3t-t0ken}
- community.tyk.tyk_api_info: {timeout: soon}
- community.tyk.tyk_api_info: {org_id: 5e9d9544a1dcd60001d0ed20}
- community.tyk.tyk_api_info: {url: "http://127.0.0.1:9", retries: 0}
- community.tyk.tyk_api_info: {url: nowhere}
- community.tyk.tyk_api_info: {ca_path: "~/s3cr3t-t0ken", token: s3cr3t-t0ken}
- community.tyk.tyk_api: {name: Orders, strategy: blend}
- community.tyk.tyk_api_info:
  environment: {TYK_AUTH: "", TYK_TOKEN: ""}
- community.tyk.tyk_api_info:
  environment: {TYK_TOKEN: s3cr3t-t0ken}
- community.tyk.tyk_certificate: {certificate: x, certificate_path: y}
- community.tyk.tyk_organisation_info:
- community.tyk.tyk_config: {config: {apis: [{name: Orders, target_url: "http://new.example"}], users: 7}}
- community.tyk.tyk_config: {config: {apis: [{name: Orders, target_url: "http://new.example"}]}}
  diff: true
- community.tyk.tyk_config_info: {kinds: [apis]}
"""


@pytest.fixture
def owner(dashboard):
    """Makes an organisation and its admin on an empty Dashboard; the token."""

    def make() -> str:
        dashboard.call("POST", "/_emulator/reset")
        admin = {"admin_auth": dashboard.secret}
        org = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, **admin)["Meta"]
        user = {**OWNER, "org_id": org, "email_address": "admin@acme.example"}
        return dashboard.call("POST", "/admin/users", user, **admin)["Message"]

    return make


def other_python(folder: pathlib.Path) -> str:
    """A Python that has all that this one has, but is another file."""
    script = folder / "python"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    script.chmod(0o755)
    return str(script)


def inventory(folder: pathlib.Path) -> None:
    python = {"ansible_python_interpreter": other_python(folder)}
    hosts = {"same": {}, "other": python}
    shared = {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "other_python": python["ansible_python_interpreter"],
    }
    (folder / "hosts.yml").write_text(json.dumps({"all": {"hosts": hosts, "vars": shared}}))


def test_where_the_work_is_done(owner, play, tmp_path):
    inventory(tmp_path)
    tasks = [{"name": name, "community.tyk.tyk_user_info": {}, **more} for name, (_here, more) in WAYS.items()]
    (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "same", "gather_facts": False, "tasks": tasks}]))
    said = play("-vvv", "-i", "hosts.yml", "play.yml", TYK_TOKEN=owner()).text
    parts = dict(re.findall(r"TASK \[(.*?)\] \*+\n(.*?)(?=\nTASK \[|\nPLAY RECAP)", said, re.DOTALL))
    assert parts.keys() == WAYS.keys()
    for name, text in parts.items():
        here, started = "in Ansible's own process" in text, "tyk_user_info.py" in text
        assert (here, started) == (WAYS[name][0], not WAYS[name][0]), name
        assert "admin@acme.example" in text or name == "no Python yet", text


def results(folder: pathlib.Path, run, way: str, **environment: str) -> tuple[list[dict], list[str], str]:
    """What every task returned and what was told about them, ids and times aside, and all that was said."""
    record = folder / f"{way}.jsonl"
    tasks = [{"name": f"Task {number}", "ignore_errors": True, **task} for number, task in enumerate(loaded())]
    shown = {"hosts": "same", "gather_facts": False, "tasks": tasks}
    shown["environment"] = {"TYK_URL": "{{ lookup('env', 'URL') }}", "TYK_AUTH": "{{ lookup('env', 'OWNER') }}"}
    if way == "there":
        shown["environment"]["LC_MESSAGES"] = "C"
    password = VaultLib([("default", VaultSecret(b"phrase"))]).encrypt("s3cr3t-of-alice").decode()
    shown["vars"] = {"odd": Unsafe("{{ 7 * 6 }}"), "vaulted": Vaulted(password)}
    place = folder / way
    place.mkdir()
    (place / "play.yml").write_text(yaml.dump([shown], Dumper=Dumper, sort_keys=False))
    (folder / "phrase").write_text("phrase")
    environment = {
        **environment,
        "ANSIBLE_CALLBACK_PLUGINS": str(pathlib.Path(__file__).parents[1] / "support/callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "record",
        "ANSIBLE_VAULT_PASSWORD_FILE": str(folder / "phrase"),
        "RECORD_FILE": str(record),
    }
    text = run("-i", "hosts.yml", f"{way}/play.yml", **environment).text
    told = [line for line in IDS.sub("ID", text).splitlines() if line.startswith(("[WARNING]", "[ERROR]", "fatal"))]
    return [json.loads(IDS.sub("ID", line)) for line in record.read_text().splitlines()], told, text


class Unsafe(str):
    """A text that is no template."""


class Vaulted(str):
    """A text that only Ansible's vault opens."""


class Dumper(yaml.SafeDumper):
    """Writes such texts so that Ansible reads them as they are meant."""


class Loader(yaml.SafeLoader):
    """Reads !unsafe."""


Dumper.add_representer(Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text)))
Dumper.add_representer(Vaulted, lambda dumper, text: dumper.represent_scalar("!vault", str(text), style="|"))
Loader.add_constructor("!unsafe", lambda loader, node: Unsafe(node.value))


def loaded() -> list[dict]:
    return yaml.load(TASKS, Loader=Loader)


@pytest.mark.seldom
def test_both_ways_return_the_same(dashboard, owner, play, tmp_path):
    inventory(tmp_path)
    (here, told_here, said_here), (there, told_there, said_there) = (
        results(tmp_path, play, way, OWNER=owner(), URL=dashboard.url, TYK_URL="", TYK_ADMIN_SECRET="")
        for way in ("here", "there")
    )
    assert len(here) == len(there) == len(loaded())
    assert [entry for entry, other in zip(here, there) if entry != other] == []
    assert told_here == told_there
    assert (
        "same: tyk_config: 1 of 1 object changed (1 updated), and" in said_here
        and "same: tyk_config:" not in said_there
    )
    outcomes = [entry["outcome"] for entry in here]
    assert outcomes.count("failed") > 10 and outcomes.count("ok") > 5
    assert not [entry for entry in here if "Traceback" in json.dumps(entry) or "Module failed" in json.dumps(entry)]
    assert [line for line in told_here if "there is no API 'Invoices' yet" in line]
    assert not [secret for secret in SECRETS if secret in json.dumps([here, told_here])]
    for way in ("here", "there"):  # a relative path is relative to the playbook
        written = tmp_path / way / "Alice.key"
        assert written.stat().st_mode & 0o777 == 0o600 and written.read_text().strip()


def test_a_document_is_looked_for_where_ansible_looks_for_files(owner, play, tmp_path):
    inventory(tmp_path)
    (tmp_path / "files").mkdir()
    document = "openapi: 3.0.3\ninfo: {title: Sealed, version: '1'}\npaths: {}\n"
    (tmp_path / "phrase").write_text("phrase")
    sealed = VaultLib([("default", VaultSecret(b"phrase"))]).encrypt(document).decode()
    (tmp_path / "files/sealed.yml").write_text(sealed)
    (tmp_path / "files/broken.yml").write_text("openapi: [\n")
    api = {"listen_path": "/s/", "target_url": "http://up.example", "openapi": "sealed.yml"}
    named = {"openapi": "sealed.yml"}
    tasks = [
        {"community.tyk.tyk_api": api},
        {"community.tyk.tyk_api": api, "environment": {"LC_MESSAGES": "C"}},  # in a process of its own, quiet
        {"community.tyk.tyk_api": {**api, "openapi": "broken.yml"}, "ignore_errors": True},
        {"community.tyk.tyk_api": {**api, "openapi": "none.yml"}, "ignore_errors": True},
        {"community.tyk.tyk_config": {"config": {"apis": [{**api, "name": "Sealed"}]}}},
        {"community.tyk.tyk_config": {"config": "{{ said }}", "overlays": [{"apis": [{"name": "Sealed", **named}]}]}},
        {"community.tyk.tyk_config": {"config": {"apis": [{**api, "openapi": "broken.yml"}]}}, "ignore_errors": True},
        {"ansible.builtin.assert": {"that": "said.apis[0].openapi == 'sealed.yml'"}},
    ]
    plays = [{"hosts": "same", "gather_facts": False, "tasks": [{**task, "register": "made"} for task in tasks]}]
    plays[0]["vars"] = {"said": {"apis": [{**api, "name": "Sealed"}]}}
    (tmp_path / "play.yml").write_text(json.dumps(plays))
    played = play("-i", "hosts.yml", "--vault-password-file", "phrase", "play.yml", TYK_TOKEN=owner())
    failures = [line for line in played.text.splitlines() if "openapi: " in line and line.startswith("fatal")]
    assert played.changed == 1 and " ok=8 " in played.text and " ignored=3" in played.text
    assert len(failures) == 3 and "files/broken.yml cannot be taken: line 2" in failures[0]
    assert "openapi: there is no file " in failures[1] and "/none.yml" in failures[1]
    assert "config: apis[0]: openapi: " in failures[2] and "files/broken.yml cannot be taken" in failures[2]


def test_requests_is_missing_in_both_ways(play, tmp_path):
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking/requests.py").write_text("raise ImportError('hidden')\n")
    inventory(tmp_path)
    tasks = [
        {"name": "here", "community.tyk.tyk_user_info": {}, "ignore_errors": True},
        {
            "name": "there",
            "community.tyk.tyk_user_info": {},
            "ignore_errors": True,
            "environment": {"LC_MESSAGES": "C"},
        },
    ]
    (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "same", "gather_facts": False, "tasks": tasks}]))
    path = os.pathsep.join([str(tmp_path / "lacking"), *filter(None, [os.environ.get("PYTHONPATH")])])
    said = play("-i", "hosts.yml", "play.yml", PYTHONPATH=path).text
    failures = [line for line in said.splitlines() if line.startswith("fatal")]
    assert len(failures) == 2 and failures[0] == failures[1] and "Python library (requests)" in failures[0]
