# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users set is what counts, wherever they set it, and what nobody has set is missed: nothing comes along that
could stand in for it."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import time

import pytest
import yaml
from ansible.release import __version__ as core

ROOT = pathlib.Path(__file__).resolve().parents[3]
SPECS = [yaml.safe_load(path.read_text())["argument_specs"] for path in ROOT.glob("roles/*/meta/argument_specs.yml")]
FILES = ("group_vars/all.yml", "group_vars/tyk.yml", "host_vars/mine.yml")
INVENTORY = ("vars of all", "vars of the group", "vars of the host")
CONFIG, DRIFT = (
    yaml.safe_load((ROOT / f"playbooks/{name}.yml").read_text())[0]["name"] for name in ("config", "drift")
)
PLACES = (*FILES, *INVENTORY, "vars of import_playbook", "extra-vars @FILE", "extra-vars")
# On the oldest ansible-core one of each sort is enough: beside the inventory, on the way to a playbook, after all.
OF_EACH_SORT = ("group_vars/tyk.yml", "vars of import_playbook", "extra-vars")
# what is missed where nothing is set, with TYK_URL and TYK_TOKEN in the environment
MISSED = {
    "config": "Nothing is declared for other: there is no folder",
    "drift": "or name it with config_src or config_config, in the inventory or in group_vars or host_vars beside it.",
    "rotate_key": "Which key? Name it: --extra-vars tyk_key_alias=ALIAS",
}


@pytest.fixture
def organisation(dashboard, environment):
    """An organisation in use, with a key; its token is in the environment, as it is in production."""
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "In use"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    proxy = {"listen_path": "/used/", "target_url": "https://used.example"}
    api: dict = {"name": "Used", "active": True, "use_keyless": False, "use_standard_auth": True, "proxy": proxy}
    api |= {"version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}}
    dashboard.call("POST", "/api/apis", {"api_definition": api}, Authorization=token)
    ident = dashboard.state()["apis"][0]["doc"]["api_definition"]["api_id"]
    limits = {"allowance": 10, "rate": 10, "per": 60, "quota_max": -1, "quota_renewal_rate": 60, "expires": 0}
    limits |= {"apply_policies": [], "meta_data": {}, "tags": []}
    key = {
        **limits,
        "alias": "own",
        "access_rights": {ident: {"api_id": ident, "api_name": "Used", "versions": ["Default"]}},
    }
    dashboard.call("POST", "/api/keys", key, Authorization=token)
    environment["TYK_TOKEN"] = token
    dashboard.log()
    return token


def writes(dashboard) -> list[str]:
    return [entry for entry in dashboard.log() if " GET " not in entry]


def dump(path: pathlib.Path, data) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))
    return str(path)


def declared(number: int, folder: pathlib.Path, token: str) -> dict:
    """What somebody sets in one place, for every playbook."""
    hook = {"webhooks": [{"name": f"Hook {number}", "method": "POST", "target_path": "https://mine.example"}]}
    return {
        "bootstrap_org_name": f"Organisation {number}",
        "bootstrap_user_email": f"user{number}@mine.example",
        "bootstrap_token": "",
        "bootstrap_token_file": f"{folder}/token",
        "tyk_key_alias": "own",
        "tyk_key_file": f"{folder}/rotated/own",
        "config_token": token,
        "config_config": hook,
        "config_report_dir": f"{folder}/reports",
        "config_export_dest": f"{folder}/exported",
    }


def command(place: str, folder: pathlib.Path, own: dict, names: list[str]) -> list[str]:
    """Lay out an inventory with the host "mine", and the variables in one place; what is to be run."""
    tyk: dict = {"hosts": {"mine": own if place == "vars of the host" else {}}}
    tyk |= {"vars": own} if place == "vars of the group" else {}
    every = {"vars": own} if place == "vars of all" else {}
    inventory = dump(folder / "inventory.yml", {"all": {**every, "children": {"tyk": tyk}}})
    playbooks, options = [f"community.tyk.{name}" for name in names], ["-i", inventory, "--check", "--diff", "-v"]
    if place in FILES:
        dump(folder / place, own)
    elif place == "vars of import_playbook":
        imports = [{"import_playbook": name, "vars": own} for name in playbooks]
        playbooks = [dump(folder / "own/all.yml", imports)]
    elif place == "extra-vars @FILE":
        options += ["--extra-vars", "@" + dump(folder / "mine.json", own)]
    elif place == "extra-vars":
        options += ["--extra-vars", json.dumps(own)]
    return [*playbooks, *options]


def test_a_report_is_handed_on_up_to_a_size(dashboard, organisation, play, tmp_path):
    hooks = [{"name": f"Hook {number} {60 * 'x'}", "target_path": "https://mine.example"} for number in range(400)]
    own = {"config_token": organisation, "config_config": {"webhooks": hooks}, "config_report_artifact": True}
    run = command("extra-vars @FILE", tmp_path, own, ["config"])
    run = [word for word in run if word not in ("--diff", "-v")]
    assert "config_report_artifact: there is no report in Markdown to hand on" in play(*run, fails=True).text
    where = ["--extra-vars", f"config_report_dir={tmp_path}/reports"]
    played = play(*run, *where, ANSIBLE_SHOW_CUSTOM_STATS="1")
    _said, _head, stats = played.text.partition("CUSTOM STATS")
    whole = (tmp_path / "reports/mine.md").read_text()
    assert len(whole) > 25_000 and f"There is more in {tmp_path}/reports/mine.md." in stats and len(stats) < 25_000
    assert "Hook 1 " in stats and whole.count("Hook ") > stats.count("Hook ")
    assert f"Planned: webhooks 400 created. Report: {tmp_path}/reports/mine.md, mine.html" in played.text
    assert writes(dashboard) == []


@pytest.mark.share(4)
@pytest.mark.parametrize("place", OF_EACH_SORT if core.startswith("2.18.") else PLACES)
def test_a_variable_counts_wherever_it_is_set(dashboard, organisation, play, tmp_path, place):
    number = PLACES.index(place) + 1
    own = declared(number, tmp_path, organisation)
    books = ["bootstrap", "config", "export", "rotate_key", "drift"]
    played = play(*command(place, tmp_path, own, books), fails=True)
    assert f"Organisation {number}" in played.text and f"user{number}@mine.example" in played.text
    plays = dict(part.split("]", 1) for part in played.text.split("\nPLAY [")[1:])
    shown = {
        play: re.findall(r"^[+]{3} after: (?:API|webhook) (.*)", said, re.MULTILINE) for play, said in plays.items()
    }
    hook = [f"Hook {number}"]
    assert {play: names for play, names in shown.items() if names} == {CONFIG: hook, DRIFT: hook}
    assert f" into {tmp_path}/exported/mine" in played.text
    assert f"{tmp_path}/rotated" in played.text and "+++ after: key own" in played.text
    assert f"Tyk is not what was declared: webhooks Hook {number} (missing). A run" in played.text
    assert (tmp_path / "reports/mine.md").exists() and not (tmp_path / "tyk-drift").exists()
    assert writes(dashboard) == []


@pytest.mark.parametrize("name", MISSED)
def test_a_host_for_which_nothing_is_set_fails_and_nothing_is_written(dashboard, organisation, play, tmp_path, name):
    own = declared(1, tmp_path, organisation)
    del own["tyk_key_file"]
    dump(tmp_path / "host_vars/mine.yml", own)
    inventory = dump(tmp_path / "inventory.yml", {"tyk": {"hosts": {"other": {}}}})
    assert MISSED[name] in play(f"community.tyk.{name}", "-i", inventory, "--check", fails=True).text
    assert dashboard.log() == []
    # it does not get what belongs to another host, either
    dump(tmp_path / "inventory.yml", {"tyk": {"hosts": {"mine": {}, "other": {}}}})
    played = play(f"community.tyk.{name}", "-i", inventory, fails=True)
    assert MISSED[name] in played.text and re.search(r"other +: .*failed=1", played.text)
    # mine only: a webhook; or a new key, the end of the old one, and a note
    assert len(writes(dashboard)) == {"config": 1, "drift": 0, "rotate_key": 3}[name]


def test_group_vars_beside_a_playbook_that_imports_are_missed_and_not_replaced(dashboard, organisation, play, tmp_path):
    """Ansible does not read them; README says so."""
    dump(tmp_path / "own/group_vars/all.yml", declared(1, tmp_path, organisation))
    imports = dump(tmp_path / "own/all.yml", [{"import_playbook": "community.tyk.config"}])
    inventory = dump(tmp_path / "inventory.yml", {"tyk": {"hosts": {"other": {}}}})
    assert MISSED["config"] in play(imports, "-i", inventory, fails=True).text
    assert dashboard.log() == []


def test_a_bootstrap_without_names_fails_and_nothing_is_written(dashboard, play, tmp_path):
    inventory = dump(tmp_path / "inventory.yml", {"tyk": {"hosts": {"other": {}}}})
    for options in ((), ("--check",)):
        played = play("community.tyk.bootstrap", "-i", inventory, *options, fails=True)
        assert "bootstrap_org_name or bootstrap_org_id is needed; bootstrap_user_email is needed" in played.text
        assert "Set such variables for other in the inventory, in group_vars or host_vars beside it" in played.text
    assert writes(dashboard) == [] and not (tmp_path / "tyk").exists()


def test_the_address_is_asked_for_first(play, tmp_path):
    own = declared(1, tmp_path, "a-token")
    for name in ("bootstrap", "config", "export", "rotate_key"):
        played = play(f"community.tyk.{name}", "--extra-vars", json.dumps(own), fails=True, TYK_URL="")
        assert re.search(r"(config|bootstrap)_url is needed, the address of the Tyk Dashboard", played.text), name
        assert " changed=0 " in played.text and not (tmp_path / "rotated").exists()


def test_a_value_that_refers_to_what_is_not_set_names_it(dashboard, organisation, play):
    wanted = json.dumps({"config_config": {"apis": [{"name": "{{ nowhere }}"}]}})
    for name in ("config", "drift"):
        assert "'nowhere' is undefined" in play(f"community.tyk.{name}", "--extra-vars", wanted, fails=True).text
    assert writes(dashboard) == []


def texts(data):
    """Every text in a YAML document."""
    if isinstance(data, dict):
        data = [*data, *data.values()]
    if isinstance(data, list):
        for entry in data:
            yield from texts(entry)
    elif isinstance(data, str):
        yield data


def keys(data):
    """Every name that a YAML document gives a value to, at any depth."""
    if isinstance(data, dict):
        yield from data
        data = list(data.values())
    if isinstance(data, list):
        for entry in data:
            yield from keys(entry)


class Loader(yaml.SafeLoader):
    """Reads what only Ansible knows, too."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def taken() -> set[str]:
    """The variables that users may set: the roles' own, and what the playbooks and the roles' defaults refer to."""
    found = {name for specs in SPECS for spec in specs.values() for name in spec.get("options", ())}
    found.add("tyk_token")  # no default refers to it: that one is set counts, even if it is empty
    for path in (*ROOT.glob("playbooks/*.yml"), *ROOT.glob("roles/*/defaults/*.yml")):
        for text in texts(yaml.load(path.read_text(), Loader)):
            found |= set(re.findall(r"(?<![.\w])(?:tyk|config|bootstrap)_\w+", text)) if "_" in text else set()
    return {name for name in found if not (ROOT / f"plugins/modules/{name}.py").exists()}


# What is set on purpose: from what users set, or by those who would lose a secret otherwise.
MEANT = {
    "playbooks/drift.yml": {"config_fail_on_change"},
    # what has just been made, for the next job
    "roles/bootstrap/tasks/handover.yml": {"tyk_url", "tyk_token"},
    # files in a job's container are gone with it
    "extensions/awx/setup.yml": {"bootstrap_token_store", "config_report_artifact", "config_report_dir", "tyk_key_dir"},
    # a copy of which people make their own, and which runs in a folder that is deleted
    "extensions/eda/rulebooks/drift.yml": {"config_dir", "config_fail_on_change", "config_report_dir"},
    # a project of which people make their own
    "docs/pipelines/project/inventory.yml": {"config_keep_ids", "config_previous_dir"},
    # the example, which nothing loads
    "docs/examples/acme.yml": {"bootstrap_org_name", "bootstrap_user_email", "config_config"},
}


def shipped() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    return [path for path in listed if not path.startswith(("tests/", "extensions/molecule/"))]


def test_nothing_that_comes_along_sets_a_variable_of_users():
    found, names = {}, taken()
    assert {"tyk_url", "tyk_key_file", "bootstrap_org_name", "config_src"} <= names
    for path in shipped():
        if path.endswith((".yml", ".yaml")) and not re.match(
            r"roles/\w+/(defaults/main|meta/argument_specs).yml", path
        ):
            document = yaml.load((ROOT / path).read_text(), Loader)
            found[path] = names.intersection(keys(document))
    assert {path: some for path, some in found.items() if some} == MEANT


def test_nothing_that_comes_along_is_found_by_itself():
    """Ansible takes variables, and files that lookups name, from such folders of a playbook before the user's own."""
    places = r"(playbooks|roles/\w+|extensions/awx.*)/(group_vars|host_vars|files|templates|lookup_plugins|tyk)/"
    assert [path for path in shipped() if re.match(places, path)] == []


def test_defaults_of_the_roles_are_nobodys_own():
    for path in ROOT.glob("roles/*/defaults/main.yml"):
        text = path.read_text()
        assert not re.search(r"acme|example|@", text, re.IGNORECASE), path


@pytest.mark.seldom
def test_old_keys_are_no_drift_be_their_time_over_or_not(dashboard, organisation, play, tmp_path):
    own = {"tyk_key_alias": "own", "tyk_key_file": f"{tmp_path}/own", "tyk_key_rotation": "a", "tyk_key_keep_old": "3s"}
    given = json.dumps({**own, "config_config": {"keys": [{"alias": "own"}]}, "config_report_dir": str(tmp_path)})
    planned = play("community.tyk.rotate_key", "--check", "--extra-vars", given)
    assert "The old key own (until " in planned.text and ") would work until " in planned.text
    assert writes(dashboard) == []
    done = play("community.tyk.rotate_key", "--extra-vars", given)
    assert ") works until " in done.text and len(dashboard.state()["keys"]) == 2
    time.sleep(4)
    dashboard.log()
    assert play("community.tyk.drift", "--extra-vars", given).code == 0 and writes(dashboard) == []
    assert "Planned: keys 1 deleted, 1 unchanged" in play("community.tyk.drift", "--extra-vars", given).text
    assert play("community.tyk.config", "--extra-vars", given).changed == 1 and len(dashboard.state()["keys"]) == 1
    assert play("community.tyk.config", "--extra-vars", given).changed == 0
