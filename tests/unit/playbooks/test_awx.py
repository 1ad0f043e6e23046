# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What extensions/awx/setup.yml makes in AWX works as AWX runs it: credentials are injected as AWX does it, the private
data folder is laid out as AWX does it, and ansible-runner runs each job template against the built and installed
tarball."""

from __future__ import annotations

import base64
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import types

import jinja2.sandbox
import pytest
import yaml
from ansible.release import __version__ as core

ROOT = pathlib.Path(__file__).resolve().parents[3]
AWX = ROOT / "extensions/awx"
GUIDE = ROOT / "docs/docsite/rst/guide_awx.rst"
BIN = pathlib.Path(sys.executable).parent
TYPE = yaml.safe_load((AWX / "credential_type.yml").read_text())
FIELDS = {field["id"]: field for field in TYPE["inputs"]["fields"]}
PLAY = yaml.safe_load((AWX / "setup.yml").read_text())[0]
# what the guide puts into the project
DECLARED = {
    path: textwrap.dedent(text)
    for path, text in re.findall(r":caption: project/(tyk/acme/\S+)\n\n((?: {6}.*\n)+)", GUIDE.read_text())
}
VAULT, PASSWORD, SECRET = "the-phrase-of-the-organisations", "correct-horse-battery", "a-secret-of-twenty-letters"

pytestmark = pytest.mark.skipif(
    core.startswith(("2.18.", "2.19.", "2.20.")), reason="takes minutes; the newest ansible-core tells enough"
)


def made(module: str) -> dict[str, dict]:
    """What setup.yml makes with a module of awx.awx: name -> options."""
    found = [task[f"awx.awx.{module}"] for task in PLAY["tasks"] if f"awx.awx.{module}" in task]
    return {entry["name"]: entry for entry in found}


TEMPLATES = made("job_template")


def inject(inputs: dict, private: pathlib.Path) -> dict[str, str]:
    """The environment that AWX makes of a credential: empty inputs are undefined, booleans false, files are written."""
    assert set(TYPE["inputs"]["required"]) <= set(inputs) <= set(FIELDS)
    names = {name: value for name, value in inputs.items() if value not in ("", None)}
    names |= {name: False for name, field in FIELDS.items() if field["type"] == "boolean" and name not in names}
    sandbox, files = jinja2.sandbox.ImmutableSandboxedEnvironment(), {}
    for label, template in TYPE["injectors"]["file"].items():
        handle, path = tempfile.mkstemp(dir=private / "env")
        with os.fdopen(handle, "w") as file:
            file.write(sandbox.from_string(template).render(**names, tower=types.SimpleNamespace()))
        files[label.partition(".")[2]] = path
    names["tower"] = types.SimpleNamespace(filename=types.SimpleNamespace(**files))
    return {name: sandbox.from_string(text).render(**names) for name, text in TYPE["injectors"]["env"].items()}


class Job:
    """A finished job: its folder, what it said, what it counted, and what it hands to the next one."""

    def __init__(self, private: pathlib.Path, said: str) -> None:
        self.private, self.said = private, said
        (artifacts,) = [path for path in (private / "artifacts").iterdir() if path.is_dir()]
        self.events = [json.loads(path.read_text()) for path in sorted((artifacts / "job_events").glob("*.json"))]
        self.rc = int((artifacts / "rc").read_text())
        (stats,) = [event["event_data"] for event in self.events if event["event"] == "playbook_on_stats"]
        self.changed, self.handed = stats["changed"], stats["artifact_data"]

    def spoken(self) -> list[str]:
        """What tyk_config has said of itself, as events of the job."""
        said = [event["stdout"] for event in self.events if event["event"] == "verbose"]
        return [text.strip() for text in said if re.match(r"\w+: tyk_config: ", text)]

    def texts(self) -> dict[str, str]:
        """All that AWX keeps of a job, or shows: job events, standard output, facts; not its credentials."""
        kept = [path for path in (self.private / "artifacts").rglob("*") if path.is_file() and path.name != "command"]
        assert any("job_events" in str(path) for path in kept)
        return {str(path): path.read_text(errors="replace") for path in kept} | {"output": self.said}


class Awx:
    """An AWX with the project of extensions/awx and the collection installed in it."""

    def __init__(self, folder: pathlib.Path, url: str, collections: pathlib.Path) -> None:
        self.folder, self.url, self.collections, self.count = folder, url, collections, 0
        self.project, self.vault_password = folder / "project", ""
        shutil.copytree(AWX / "project", self.project)
        (self.project / "inventory/host_vars").mkdir()
        (self.project / "tyk/acme").mkdir(parents=True)
        for path, text in DECLARED.items():
            (self.project / path).write_text(text)

    def inventory(self, slice_number: int, slice_count: int) -> dict:
        """What AWX has imported from the project, as a job's inventory script tells it; of a slice its hosts only."""
        command = [str(BIN / "ansible-inventory"), "-i", str(self.project / "inventory"), "--list", "--export"]
        imported = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        hosts = sorted(imported["tyk"]["hosts"])[slice_number - 1 :: slice_count]
        imported["tyk"]["hosts"] = hosts
        kept = {name: value for name, value in imported["_meta"]["hostvars"].items() if name in hosts}
        imported["_meta"]["hostvars"] = kept
        return imported

    def launch(
        self, name: str, credential: dict, answers: dict, *, check=False, part=(1, 1), handed=(), fails=False
    ) -> Job:
        """Run a job template of setup.yml."""
        template = TEMPLATES[name]
        self.count += 1
        private = self.folder / f"job{self.count}"
        for folder in ("env", "inventory", "cache"):
            (private / folder).mkdir(parents=True)
        shutil.copytree(self.project, private / "project")
        script = private / "inventory/hosts"
        script.write_text(f"#! {sys.executable}\nprint({json.dumps(self.inventory(*part))!r})\n")
        script.chmod(0o700)
        asked = {entry["variable"]: entry for entry in template.get("survey_spec", {}).get("spec", ())}
        assert set(answers) <= set(asked)
        missing = [key for key, entry in asked.items() if entry["required"] and key not in answers]
        assert not missing, missing
        defaults = {key: entry["default"] for key, entry in asked.items() if "default" in entry}
        own = {
            key: str(private.parent / "keys") if "awx_key_dir" in str(value) else value
            for key, value in template.get("extra_vars", {}).items()
        }
        about = {"awx_job_id": self.count, "awx_job_template_name": name}
        about |= {"awx_workflow_job_name": name} if part[1] > 1 else {}
        (private / "env/extravars").write_text(json.dumps({**own, **defaults, **answers, **dict(handed), **about}))
        envvars = {
            **inject({"url": self.url, **credential}, private),
            "ANSIBLE_COLLECTIONS_PATH": str(self.collections),
            "ANSIBLE_CACHE_PLUGIN": "jsonfile",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(private / "artifacts/fact_cache"),
            "ANSIBLE_RETRY_FILES_ENABLED": "False",
            "HOME": str(private),
        }
        (private / "env/envvars").write_text(json.dumps(envvars))
        options = ["-vvv"] + ["--check"] * check + ["--diff"] * bool(template.get("diff_mode"))
        if self.vault_password:
            (private / "env/passwords").write_text(json.dumps({r"Vault password:\s*?$": self.vault_password}))
            options.append("--ask-vault-pass")
        assert not check or template["ask_job_type_on_launch"]
        (private / "env/cmdline").write_text(" ".join(options))
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("TYK_", "ANSIBLE_"))}
        done = subprocess.run(
            [str(BIN / "ansible-runner"), "run", str(private), "-p", template["playbook"]],
            env={**clean, "PATH": f"{BIN}:{clean['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        job = Job(private, done.stdout + done.stderr)
        assert bool(job.rc) is fails, job.said
        return job


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the collection, from its own tarball."""
    folder = tmp_path_factory.mktemp("awx")
    galaxy = [str(BIN / "ansible-galaxy"), "collection"]
    subprocess.run([*galaxy, "build", "--output-path", str(folder)], cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("community-tyk-*.tar.gz")
    install = ["install", "--force", "--offline", "-p", str(folder / "collections"), str(built)]
    subprocess.run([*galaxy, *install], check=True, capture_output=True)
    return folder / "collections"


@pytest.fixture
def awx(dashboard, tmp_path, installed):
    return Awx(tmp_path / "awx", dashboard.url, installed)


def leaks(jobs: list[Job], secrets: set[str]) -> list[str]:
    """Where a secret is, plainly or in base64."""
    spelt = {secret: (secret, base64.b64encode(secret.encode()).decode()[: len(secret) * 8 // 6]) for secret in secrets}
    return sorted(
        f"{secret} in {place}"
        for job in jobs
        for place, text in job.texts().items()
        for secret, spellings in spelt.items()
        if any(spelling in text for spelling in spellings)
    )


def writes(dashboard) -> list[str]:
    return [entry for entry in dashboard.log() if " GET " not in entry]


@pytest.mark.seldom
def test_from_nothing_to_rotation(awx, dashboard):
    survey = {"bootstrap_org_name": "Acme", "bootstrap_user_email": "owner@acme.example"}
    admin = {"admin_secret": dashboard.secret, "user_password": PASSWORD, "vault_secret": SECRET}
    bootstrap = awx.launch("Tyk bootstrap", admin, survey)
    (user,) = dashboard.state()["users"]
    token = user["doc"]["access_key"]
    assert bootstrap.handed["tyk_org_id"] == user["doc"]["org_id"] and bootstrap.handed["_ansible_no_log"]
    assert bootstrap.handed["tyk_token"].startswith("$ANSIBLE_VAULT;")

    dashboard.log()
    # the next node of the workflow: what was handed over are extra variables there
    next_node = {"vault_secret": SECRET}
    check = awx.launch("Tyk apply", next_node, {}, check=True, handed=bootstrap.handed)
    assert writes(dashboard) == [] and check.changed
    apply = awx.launch("Tyk apply", next_node, {}, handed=bootstrap.handed)
    assert apply.changed == check.changed and len(writes(dashboard)) == 3
    parts = "3 of 3 objects {} (3 created){}".format
    assert check.spoken() == [f"acme: tyk_config: Plan, nothing was written: {parts('would change', '')}."]
    assert apply.spoken() == [f"acme: tyk_config: {parts('changed', ', and nothing is left to do.')}"]
    without = awx.launch("Tyk apply", {}, {}, handed=bootstrap.handed, fails=True)
    assert "is encrypted" in without.said

    # and later on a credential has the token
    own = {"token": token, "org_id": user["doc"]["org_id"]}
    again = awx.launch("Tyk apply", own, {})
    assert not again.changed
    drift = awx.launch("Tyk drift", own, {})
    assert writes(dashboard) == [] and not drift.changed
    assert [job.handed["tyk_summary"]["acme"]["changed"] for job in (check, apply, again, drift)] == [
        True,
        True,
        False,
        False,
    ]
    assert [job.handed["tyk_summary"]["acme"]["planned"] for job in (check, apply)] == [True, False]
    assert apply.handed["tyk_summary"]["acme"]["summary"]["apis"]["created"] == 1
    assert apply.handed["tyk_summary"]["acme"]["msg"] in apply.spoken()[0]
    # the workflow that mends: what the job that found the drift hands on is a variable of the one that mends it
    (policy,) = dashboard.call("GET", "/api/portal/policies", authorization=token)["Data"]
    dashboard.call("PUT", f"/api/portal/policies/{policy['_id']}", {**policy, "rate": 1}, authorization=token)
    drifted = awx.launch("Tyk drift", own, {}, fails=True)
    assert drifted.handed["tyk_summary"]["acme"]["changed"] and drifted.handed["tyk_summary"]["acme"]["planned"]
    # the folder of a job is gone when the job is: its report is among the artifacts, for people
    report = drifted.handed["tyk_report"]["acme"]
    assert (
        "Gold" in report and "rate" in report and report == (drifted.private / "project/tyk-drift/acme.md").read_text()
    )
    assert "Orders" in apply.handed["tyk_report"]["acme"] and set(check.handed) == {"tyk_summary", "tyk_report"}
    assert re.search(r"In all: .*policies 1 updated.*[.] Report: .*/tyk-drift/acme.md, acme.html", drifted.said)
    assert re.search(r"Done: .*[.] Report: .*/tyk-report/acme.md, acme.html", apply.said)
    mended = awx.launch("Tyk apply", own, {}, handed=drifted.handed)
    assert mended.changed and not mended.handed["tyk_summary"]["acme"]["planned"]
    dashboard.log()
    rotate = awx.launch("Tyk rotate key", own, {"tyk_key_alias": "partner"})
    assert rotate.changed and (awx.folder / "keys/acme/keys/partner").stat().st_mode & 0o777 == 0o600
    stranger = awx.launch("Tyk apply", {**own, "org_id": "0" * 24}, {}, fails=True)
    assert "org_id is 000000000000000000000000" in stranger.said

    secrets = dashboard.secrets() | {PASSWORD, SECRET, token}
    jobs = [bootstrap, check, apply, without, again, drift, drifted, mended, rotate, stranger]
    assert not leaks(jobs, secrets)
    assert all(set(job.handed) <= {"tyk_summary", "tyk_report"} for job in jobs[1:])


def test_a_slice_for_each_organisation(awx, dashboard):
    """One host is one organisation, with its token in its variables, encrypted for a vault credential of AWX."""
    host_vars = awx.project / "inventory/host_vars"
    shutil.copytree(awx.project / "tyk/acme", awx.project / "tyk/globex")
    tokens = {}
    for name in ("acme", "globex"):
        org = dashboard.call("POST", "/admin/organisations", {"owner_name": name}, admin_auth=dashboard.secret)["Meta"]
        user = {
            "org_id": org,
            "first_name": "A",
            "last_name": "B",
            "email_address": f"a@{name}.example",
            "active": True,
        }
        user["user_permissions"] = {"IsAdmin": "admin"}
        tokens[name] = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
        phrase = awx.folder / "phrase"
        phrase.write_text(VAULT)
        command = [
            str(BIN / "ansible-vault"),
            "encrypt_string",
            "--vault-password-file",
            str(phrase),
            "--name",
            "tyk_token",
        ]
        encrypted = subprocess.run([*command, tokens[name]], check=True, capture_output=True, text=True).stdout
        (host_vars / f"{name}.yml").write_text(f"{encrypted}\ntyk_key_dir: {awx.folder}/keys/{name}\n")
    (awx.project / "inventory/hosts.yml").write_text("tyk: {hosts: {acme: {}, globex: {}}}\n")
    awx.vault_password = VAULT
    os.environ["ANSIBLE_VAULT_PASSWORD_FILE"] = str(phrase)  # for the import; AWX has the password by then
    try:
        parts = [awx.launch("Tyk apply", {}, {}, part=(number, 2)) for number in (1, 2)]
    finally:
        del os.environ["ANSIBLE_VAULT_PASSWORD_FILE"]
    assert [list(job.changed) for job in parts] == [["acme"], ["globex"]]
    apis = dashboard.state()["apis"]
    assert len(apis) == 2 and len({api["org_id"] for api in apis}) == 2
    assert not leaks(parts, dashboard.secrets() | {VAULT})
    # a host without variables of its own would get the token of the credential
    (host_vars / "globex.yml").unlink()
    dashboard.log()
    refused = awx.launch("Tyk apply", {"token": tokens["acme"]}, {}, part=(2, 2), fails=True)
    assert "globex is not the only host of the inventory" in " ".join(refused.said.split())
    assert writes(dashboard) == [] and not leaks([refused], {tokens["acme"]})


def test_only_what_users_need_is_in_the_tarball(installed):
    root = installed / "ansible_collections/community/tyk"
    told = {"FILES.json", "MANIFEST.json", ".ansible-lint", "COPYING", "LICENSES", "REUSE.toml", "requirements.txt"}
    told |= {f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY", "CHANGELOG")}
    told |= {"CODE_OF_CONDUCT.md", "MAINTAINERS.md"}
    told |= {"changelogs", "docs", "extensions", "meta", "playbooks", "plugins", "roles"}
    assert {path.name for path in root.iterdir()} <= told


def test_the_credential_type_speaks_the_language_of_the_modules():
    """Every variable it sets is one that a module or role reads, and a bare credential sets nothing that harms."""
    known = "".join(
        (ROOT / path).read_text()
        for path in ("plugins/module_utils/_ansible/argument_spec.py", "roles/bootstrap/defaults/main.yml")
    )
    assert all(f'"{name}"' in known or f"'{name}'" in known for name in TYPE["injectors"]["env"])
    used = "".join([*TYPE["injectors"]["env"].values(), *TYPE["injectors"]["file"].values()])
    assert all(name in used for name in FIELDS)
    secret = {name for name, field in FIELDS.items() if field.get("secret")}
    assert secret == {"token", "admin_secret", "user_password", "vault_secret", "client_key"}


def test_files_and_switches_of_a_credential(tmp_path):
    (tmp_path / "env").mkdir()
    bare = inject({"url": "https://tyk", "ca": ""}, tmp_path)
    assert bare["TYK_VALIDATE_CERTS"] == "True"
    assert bare["TYK_CA_PATH"] == bare["TYK_CLIENT_CERT"] == bare["TYK_CLIENT_KEY"] == bare["TYK_ORG"] == ""
    full = inject(
        {"url": "https://tyk", "ca": "AUTHORITY", "client_cert": "C", "client_key": "K", "insecure": True}, tmp_path
    )
    assert full["TYK_VALIDATE_CERTS"] == "False"
    assert pathlib.Path(full["TYK_CA_PATH"]).read_text() == "AUTHORITY"
    assert pathlib.Path(full["TYK_CLIENT_KEY"]).read_text() == "K"


def test_what_setup_makes_fits_together():
    credentials = set(made("credential"))
    for name, template in TEMPLATES.items():
        assert (AWX / "project" / template["playbook"]).exists(), name
        assert [one for one in credentials if f"'{one}'" in template["credentials"]]
        assert template["project"] in made("project") and template["inventory"] in made("inventory")
        assert bool(template.get("survey_enabled")) is bool(template.get("survey_spec"))
    assert {entry["unified_job_template"] for entry in made("schedule").values()} == {"Tyk drift"}
    flow, mends = made("workflow_job_template").values()
    (mending,) = [task["vars"]["__awx_nodes"] for task in PLAY["tasks"] if "__awx_nodes" in task.get("vars", {})]
    nodes = {node["identifier"]: node for node in flow["workflow_nodes"]}
    assert [node["unified_job_template"]["name"] for node in nodes.values()] == ["Tyk bootstrap", "Tyk apply"]
    assert nodes["bootstrap"]["related"]["success_nodes"] == [{"identifier": "apply"}]
    assert flow["survey_spec"]["spec"] == TEMPLATES["Tyk bootstrap"]["survey_spec"]["spec"]
    ways = {node["identifier"]: (node["unified_job_template"]["name"], node.get("related")) for node in mending}
    assert "__awx_nodes" in mends["workflow_nodes"]
    assert ways == {
        "drift": ("Tyk drift", {"failure_nodes": [{"identifier": "approve"}]}),
        "approve": ("Apply what is declared?", {"success_nodes": [{"identifier": "mend"}]}),
        "mend": ("Tyk apply", None),
    }
    inventory = yaml.safe_load((AWX / "project/inventory/hosts.yml").read_text())
    assert set(inventory) == {"tyk"}
