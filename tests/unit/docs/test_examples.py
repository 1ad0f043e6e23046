# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every EXAMPLES block is run as it stands, for real and with --check, and RETURN is held against what came back."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import pytest
import requests
import yaml
from ansible.release import __version__ as core
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PACKAGE = "ansible_collections.community.tyk.plugins.modules"
SECRET = "the-admin-secret-of-tests"
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("tyk_*.py"))
STANDARD = {"changed", "deprecations", "diff", "failed", "failed_when_result", "invocation", "warnings"}
WRONG = "wrong_option"  # a host of its own, for an example that has to fail
PLAY = [
    {
        "hosts": "all",
        "gather_facts": False,
        "strategy": "free",
        "tasks": [
            {"name": "Setup", "include_tasks": "setup.yml", "when": "not ansible_check_mode"},
            {"name": "Examples", "include_tasks": "{{ inventory_hostname }}.yml"},
        ],
    }
]


def read(module: str, name: str):
    """DOCUMENTATION, EXAMPLES or RETURN of a module."""
    return yaml.safe_load(getattr(importlib.import_module(f"{PACKAGE}.{module}"), name))


@contextlib.contextmanager
def dashboards(folder: pathlib.Path):
    """A fresh, emulated Dashboard for each module: their URLs."""
    running = []
    try:
        for module in MODULES:
            command = [sys.executable, "-m", "tyk_emulator", "--port", "0", "--admin-secret", SECRET]
            command += ["--gateway-mode", "dashboard", "--gateway-secret", SECRET]
            command += ["--ready-file", str(folder / f"{module}.url"), "--parent-pid", str(os.getpid())]
            with open(folder / f"{module}.log", "w", encoding="utf-8") as log:
                running.append(subprocess.Popen(command, cwd=ROOT / "tests", stdout=log, stderr=log))
        yield {module: wait_for(folder / f"{module}.url") for module in MODULES}
    finally:
        for process in running:
            process.kill()
            process.wait()


def wait_for(ready: pathlib.Path) -> str:
    for _turn in range(2400):  # all of them start at the same time
        if ready.exists() and ready.read_text().strip():
            return ready.read_text().strip()
        time.sleep(0.05)
    raise TimeoutError(f"{ready} was not written: {ready.with_suffix('.log').read_text()}")


def bootstrap(url: str) -> dict[str, str]:
    """Make an organisation and its admin; the variables that the examples name."""
    headers = {"admin-auth": SECRET}
    made = requests.post(f"{url}/admin/organisations", json={"owner_name": "Example"}, headers=headers, timeout=10)
    admin = {
        "org_id": made.json()["Meta"],
        "email_address": "owner@example.com",
        "first_name": "Owner",
        "last_name": "Example",
        "active": True,
        "user_permissions": {"IsAdmin": "admin", "ResetPassword": "admin"},
    }
    user = requests.post(f"{url}/admin/users", json=admin, headers=headers, timeout=10).json()
    return {
        "tyk_url": url,
        "tyk_token": user["Message"],
        "tyk_org_id": made.json()["Meta"],
        "tyk_admin_secret": SECRET,
        "tyk_gateway_urls": [f"{url}/gateway"],
        "tyk_gateway_secret": SECRET,
        "tyk_user_id": user["Meta"]["id"],
        "tyk_owner_id": user["Meta"]["id"],
        "alice_password": "correct horse battery staple 1A!",
        "bob_password": "another horse battery staple 2B!",
        "legacy_key": "a-key-that-consumers-have-already",
        "alarm_token": "the-token-of-the-alarm",
        "login_client_id": "the-dashboard",
        "login_client_secret": "the-secret-of-the-dashboard",
        "warehouse_secret": "the-secret-of-the-warehouse",
    }


def certify(name: str) -> tuple[str, str]:
    """A fresh certificate and its private key, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=9))
    signed = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.PKCS8
    return signed.decode(), key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def prepare(folder: pathlib.Path, urls: dict[str, str]) -> None:
    """Lay out the playbook: a host for each module, with its examples as a file of tasks."""
    for name in ("files", "tyk"):
        shutil.copytree(HERE / name, folder / name)
    shutil.copytree(HERE / "tyk", folder / "before/tyk")  # as it was declared earlier
    (folder / "files/client.pem").write_text(certify("client.example.com")[0])
    upstream, upstream_key = certify("upstream.example.com")
    (folder / "files/upstream.pem").write_text(upstream)
    shutil.copy(HERE / "setup.yml", folder)
    hosts = {}
    for module in MODULES:
        (folder / f"{module}.yml").write_text(importlib.import_module(f"{PACKAGE}.{module}").EXAMPLES)
        secrets = folder / "secrets" / module
        secrets.mkdir(parents=True)
        for suffix, pem in zip(("crt", "key"), certify("orders.example.com")):
            (secrets / f"orders.{suffix}").write_text(pem)
        for suffix, pem in zip(("crt", "key"), certify("orders.example.com")):
            (secrets / f"orders-next.{suffix}").write_text(pem)
        hosts[module] = {
            **bootstrap(urls[module]),
            "tyk_secrets_dir": str(secrets),
            "upstream_key": upstream_key,
        }
    task = {"name": "A wrong option", "community.tyk.tyk_user": {"mail": "alice@example.com"}}
    (folder / f"{WRONG}.yml").write_text(json.dumps([task]))
    hosts[WRONG] = {}
    shared = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    (folder / "hosts.yml").write_text(json.dumps({"all": {"hosts": hosts, "vars": shared}}))
    (folder / "play.yml").write_text(json.dumps(PLAY))


def play(folder: pathlib.Path, *arguments: str) -> dict[str, list[dict]]:
    """Run the playbook; what the tasks of each host returned."""
    record = folder / "record.jsonl"
    record.write_text("")
    module = importlib.import_module(f"{PACKAGE}.tyk_api")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "TYK_"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.update(
        ANSIBLE_COLLECTIONS_PATH=str(pathlib.Path(module.__file__).parents[5]),
        ANSIBLE_CALLBACK_PLUGINS=str(HERE.parent / "support/callback_plugins"),
        ANSIBLE_CALLBACKS_ENABLED="record",
        ANSIBLE_FORKS=str(os.cpu_count() or 2),
        ANSIBLE_NOCOLOR="1",
        RECORD_FILE=str(record),
    )
    command = [str(pathlib.Path(sys.executable).parent / "ansible-playbook"), "-i", "hosts.yml", "play.yml", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    entries = [json.loads(line) for line in record.read_text().splitlines()]
    assert entries, done.stdout + done.stderr
    return {host: [entry for entry in entries if entry["host"] == host] for host in (*MODULES, WRONG)}


def tasks_of(module: str) -> list[str]:
    """The names of all tasks in the examples of a module."""
    return [task["name"] for entry in read(module, "EXAMPLES") for task in entry.get("block", [entry])]


def problems(entries: list[dict]) -> list[str]:
    """The tasks that failed, with what they said."""
    return [f"{e['name']!r}: {e['result'].get('msg', e['result'])}" for e in entries if e["outcome"] == "failed"]


def undocumented(shown, documented: dict, where: str) -> list[str]:
    """The ways in which a returned dictionary differs from what RETURN says of it."""
    found = [f"{where}{name} is not documented" for name in shown.keys() - documented.keys()]
    for name, entry in documented.items():
        if name not in shown:
            if entry.get("returned", "success") == "success":
                found.append(f"{where}{name} is missing")
            continue
        items = shown[name] if isinstance(shown[name], list) else [shown[name]]
        for item in items if "contains" in entry else ():
            found += undocumented(item, entry["contains"], f"{where}{name}.")
    return found


@pytest.mark.skipif(
    core.startswith(("2.19.", "2.20.")), reason="takes a minute; the oldest and the newest core tell enough"
)
def test_examples(tmp_path: pathlib.Path) -> None:
    with dashboards(tmp_path) as urls:
        prepare(tmp_path, urls)
        real = play(tmp_path)
        for url in urls.values():
            requests.delete(f"{url}/_emulator/requests", timeout=10)
        check = play(tmp_path, "--check", "--diff")
        logs = {module: requests.get(f"{url}/_emulator/requests", timeout=10).json() for module, url in urls.items()}
    wrong = {}
    for module in MODULES:
        ran = {entry["name"] for entry in real[module] if entry["outcome"] == "ok"}
        found = problems(real[module]) or [f"{name!r} did not run" for name in tasks_of(module) if name not in ran]
        found += [f"--check: {text}" for text in problems(check[module])]
        found += [
            f"--check sent {entry['method']} {entry['path']}" for entry in logs[module] if entry["method"] != "GET"
        ]
        returned = read(module, "RETURN")
        for entry in real[module] + check[module]:
            censored = "censored" in entry["result"] or "results" in entry["result"]
            if entry["outcome"] == "ok" and entry["action"] == f"community.tyk.{module}" and not censored:
                shown = {key: value for key, value in entry["result"].items() if not key.startswith("_ansible")}
                for name in STANDARD - returned.keys():
                    shown.pop(name, None)
                found += undocumented(shown, {k: v for k, v in returned.items() if k not in STANDARD or k in shown}, "")
        if found:
            wrong[module] = sorted(set(found))
    assert not wrong, json.dumps(wrong, indent=2)
    assert [entry["outcome"] for entry in real[WRONG]][-1] == "failed", real[WRONG]
    assert "no such option" in real[WRONG][-1]["result"]["msg"]
