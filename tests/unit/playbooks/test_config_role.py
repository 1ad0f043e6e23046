# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role config and its playbooks: many organisations, each from its folders. The README of the role is the story."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil

import pytest
import yaml

README = pathlib.Path(__file__).resolve().parents[3] / "roles/config/README.md"
ORGANISATIONS = ("acme", "globex")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def mode(path: pathlib.Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def story(dashboard, environment, tmp_path):
    """The files of the README, and its commands, where the Dashboard is the emulated one."""
    for text in blocks("yaml"):
        name = re.match(r"# (\S+)\n", text)
        if name:
            path = tmp_path / name[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            text = text.replace("https://dashboard.example.com:3000", dashboard.url)
            path.write_text(text.replace("~/.config", str(tmp_path / "home")))
    del environment["TYK_URL"], environment["TYK_TOKEN_FILE"]
    (commands,) = blocks("console")
    return [line.removeprefix("$ ansible-playbook ").split() for line in commands.splitlines()]


def bootstrapped(dashboard, folder: pathlib.Path) -> None:
    """Make what the story's first command makes: the organisations, and a file with a token for each."""
    for host in ORGANISATIONS:
        organisation = {"owner_name": host.title()}
        made = dashboard.call("POST", "/admin/organisations", organisation, admin_auth=dashboard.secret)
        user = {"org_id": made["Meta"], "email_address": f"tyk-admin@{host}.example.com", "first_name": "A"}
        user |= {"last_name": "B", "active": True, "user_permissions": {"IsAdmin": "admin"}}
        token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
        file = folder / f"home/tyk/{host}/token"
        file.parent.mkdir(parents=True)
        file.write_text(token + "\n")


def recap(said: str) -> dict[str, tuple[int, int]]:
    """Of each host how many tasks changed something, and how many failed."""
    found = re.findall(r"^(\w+) +: ok=\d+ +changed=(\d+) +unreachable=0 +failed=(\d+)", said, re.MULTILINE)
    return {host: (int(changed), int(failed)) for host, changed, failed in found}


def rates(dashboard) -> dict[str, int]:
    state = dashboard.state()
    names = {row["doc"]["id"]: row["doc"]["owner_name"].lower() for row in state["organisations"]}
    return {names[row["doc"]["org_id"]]: row["doc"]["rate"] for row in state["policies"]}


def writes(dashboard) -> list[str]:
    return [entry for entry in dashboard.log() if " GET " not in entry]


def test_the_story_of_the_readme(dashboard, play, story, tmp_path):
    bootstrap, plan, apply, drift, export = story
    said = [play(*bootstrap)]
    dashboard.log()
    planned = play(*plan)
    assert writes(dashboard) == [] and not (tmp_path / "home/tyk/acme/keys").exists()
    applied = play(*apply, "--diff")
    assert planned.changed == applied.changed == 2 and sorted(planned.changes()) == sorted(applied.changes())
    assert rates(dashboard) == {"acme": 1000, "globex": 100}
    for host in ORGANISATIONS:
        assert f"{host}: tyk_config: 3 of 3 objects changed (3 created), and nothing is left to do." in applied.text
        key = tmp_path / f"home/tyk/{host}/keys/reporting"
        assert mode(key) == 0o600 and mode(key.parent) == 0o700
        assert key.read_text().strip() in {known["id"] for known in dashboard.state()["keys"]}
    assert applied.text.count("Done: APIs 1 created; policies 1 created; keys 1 created") == 2
    dashboard.log()
    again = play(*apply)
    assert again.changed == 0 and writes(dashboard) == []
    assert again.text.count('"APIs 1 unchanged; policies 1 unchanged; keys 1 unchanged"') == 2

    assert play(*drift).changed == 0
    token = (tmp_path / "home/tyk/globex/token").read_text().strip()
    wrong = [
        {"hosts": "localhost", "gather_facts": False, "tasks": [{"community.tyk.tyk_policy": {"name": "Partners"}}]}
    ]
    wrong[0]["tasks"][0]["community.tyk.tyk_policy"] |= {"url": dashboard.url, "rate": 7}
    (tmp_path / "wrong.yml").write_text(json.dumps(wrong))
    play("wrong.yml", TYK_TOKEN=token)
    dashboard.log()
    for command in (drift, ["drift.yml", "-i", "inventory.yml"]):
        (tmp_path / "drift.yml").write_text(next(text for text in blocks("yaml") if "config_fail_on_change" in text))
        drifted = play(*command, fails=True)
        said.append(drifted)
        assert drifted.code == 2 and recap(drifted.text) == {"acme": (0, 0), "globex": (1, 1)}
        assert "Tyk is not what was declared: policies Partners. A run without check mode mends it." in drifted.text
        folder = tmp_path / ("tyk-drift" if command is drift else "reports")
        lines = drifted.text.splitlines()
        (told,) = (line for line in lines if "is not what was declared" in line and '"msg": ' in line)
        assert "In all: " in told and "policies 1 updated" in told, told
        assert f"Report: {folder}/globex.md, globex.html, globex.json, globex.xml" in told, told
        assert any("policies 1 unchanged" in line and f"Report: {folder}/acme.md" in line for line in lines)
        assert writes(dashboard) == []
        reports = tmp_path / ("tyk-drift" if command is drift else "reports")
        assert {path.name for path in reports.iterdir()} == {
            f"{host}.{ending}" for host in ORGANISATIONS for ending in ("md", "html", "json", "xml")
        }
        assert json.loads((reports / "globex.json").read_text())["summary"]["policies"]["updated"] == 1
        assert json.loads((reports / "acme.json").read_text())["summary"]["policies"]["updated"] == 0

    exported = play(*export)
    assert yaml.safe_load((tmp_path / "tyk-export/globex/policies.yml").read_text())["policies"][0]["rate"] == 7
    told = f"into {tmp_path}/tyk-export/globex (4 files)"
    assert any(
        "Exported " in line and "policies 1, keys 1" in line and told in line for line in exported.text.splitlines()
    )
    assert '"listen_path"' not in exported.text  # what files hold is in no output
    assert writes(dashboard) == []
    said += [planned, applied, again, exported]
    found = [secret for secret in dashboard.secrets() for played in said if secret in played.text]
    assert not found


def test_the_play_of_the_readme_is_the_playbook():
    playbook = README.parents[2] / "playbooks/config.yml"
    (play,), (shown,) = yaml.safe_load(playbook.read_text()), yaml.safe_load(blocks("yaml")[0])
    assert {**play, "hosts": "tyk"} == shown


@pytest.mark.seldom
def test_an_export_with_secrets_is_private_and_silent(dashboard, play, story, tmp_path):
    _bootstrap, _plan, apply, _drift, export = story
    bootstrapped(dashboard, tmp_path)
    webhooks = [
        {"name": "Alarm", "method": "POST", "target_path": "https://x.example", "header_map": {"X-Key": "hush-hush"}}
    ]
    (tmp_path / "more.yml").write_text(json.dumps({"config_config": {"webhooks": webhooks}}))
    said = [play(*apply, "-vvv", "--diff", "--extra-vars", "@more.yml"), play(*export, "-vvv")]
    plain = tmp_path / "tyk-export/acme/webhooks.yml"
    assert "hush-hush" not in plain.read_text()
    said.append(play(*export, "-vvv", "--extra-vars", "config_export_include_secrets=true config_export_dest=private"))
    private = tmp_path / "private/acme/webhooks.yml"
    assert "hush-hush" in private.read_text() and mode(private) == 0o600 and mode(private.parent) == 0o700
    found = [secret for secret in {*dashboard.secrets(), "hush-hush"} for played in said if secret in played.text]
    assert not found
    nobody = "config_export_include_secrets=true config_url=http://127.0.0.1:1 config_retries=0"
    failed = play(*export, "--extra-vars", nobody, fails=True)
    assert "GET /api/usergroups failed" in failed.text and "refuses connections" in failed.text


@pytest.mark.seldom
def test_one_that_fails_does_not_stop_the_others(dashboard, play, story, tmp_path):
    _bootstrap, _plan, apply, *_rest = story
    bootstrapped(dashboard, tmp_path)
    (tmp_path / "tyk/globex").mkdir()
    (tmp_path / "tyk/globex/wrong.yml").write_text("apis:\n  - {name: Orders}\n  - {name: More, listen_pat: /x/}\n")
    played = play(*apply, fails=True)
    assert recap(played.text) == {"acme": (1, 0), "globex": (0, 1)}
    assert "wrong.yml: apis[1] (More): listen_pat: no such option" in played.text
    assert set(rates(dashboard)) == {"acme"}


def test_what_was_declared_before_and_is_not_any_more_is_taken_back(dashboard, play, story, tmp_path):
    _bootstrap, _plan, apply, *_rest = story
    bootstrapped(dashboard, tmp_path)
    play(*apply)
    (tmp_path / "tyk").rename(tmp_path / "before")
    (tmp_path / "tyk/common").mkdir(parents=True)
    for path in (tmp_path / "before/common").glob("*.yml"):
        said = {kind: items for kind, items in yaml.safe_load(path.read_text()).items() if kind != "keys"}
        for policy in said.get("policies", ()):
            del policy["rate"], policy["per"]
        (tmp_path / "tyk/common" / path.name).write_text(json.dumps(said))
    before = ("--extra-vars", f"config_previous_dir={tmp_path}/before")
    done = play(*apply, *before)
    assert rates(dashboard) == {"acme": 0, "globex": 0} and not dashboard.state()["keys"], done.text
    assert play(*apply, *before).changed == 0
    none = play(*apply, "--extra-vars", f"config_previous_dir={tmp_path}/none", fails=True)
    assert "Nothing was declared before for acme" in none.text


@pytest.mark.seldom
def test_a_part_of_what_is_declared_and_an_empty_part(dashboard, play, story, tmp_path):
    _bootstrap, _plan, apply, _drift, export = story
    bootstrapped(dashboard, tmp_path)
    dashboard.log()
    refused = play(*apply, "-e", '{"config_only": {}}', fails=True)
    assert "only: it is empty" in refused.text and writes(dashboard) == []
    play(*apply, "-e", '{"config_only": {"kinds": ["apis"]}}')
    state = dashboard.state()
    assert state["apis"] and not state["policies"] and not state["keys"]
    play(*apply)
    play(*export, "-e", '{"config_export_only": {"kinds": ["policies"]}}')
    assert {path.name for path in (tmp_path / "tyk-export/acme").iterdir()} == {"policies.yml"}


@pytest.mark.seldom
def test_settings_that_can_not_work(dashboard, play, story, tmp_path):
    _bootstrap, _plan, apply, *_rest = story
    assert "There is no token" in play(*apply, fails=True).text
    bootstrapped(dashboard, tmp_path)
    dashboard.log()
    nothing = play(*apply, "--extra-vars", f"config_dir={tmp_path}/none", fails=True)
    assert (
        f"Nothing is declared for acme: there is no folder {tmp_path}/none. Write what should be there" in nothing.text
    )
    relative = play(*apply, "--extra-vars", '{"config_overlays": ["tyk/x.yml", {"apis": []}]}', fails=True)
    assert "config_overlays, config_previous_overlays: tyk/x.yml: give absolute paths." in relative.text
    other = play(*apply, "--extra-vars", "config_org_id=0123456789abcdef01234567", fails=True)
    assert "org_id is 0123456789abcdef01234567, but the token's user belongs to organisation" in other.text
    assert "argument 'config_parallel'" in play(*apply, "--extra-vars", "config_parallel=many", fails=True).text
    assert writes(dashboard) == []


@pytest.mark.seldom
def test_the_first_run_can_be_planned_whole(dashboard, play, story, tmp_path):
    """Nothing is there, not even the token; whoever waits for it says so, and claims nothing."""
    names = ("bootstrap", "config", "drift", "export")
    (tmp_path / "all.yml").write_text(json.dumps([{"import_playbook": f"community.tyk.{name}"} for name in names]))
    planned = play("all.yml", "-i", "inventory.yml", "--limit", "acme", "--check", "--diff")
    assert writes(dashboard) == [] and not (tmp_path / "home/tyk").exists()
    assert recap(planned.text)["acme"][1] == 0
    assert planned.text.count("has only planned it in this check run. So what is declared is not compared") == 2
    assert planned.text.count("So nothing is exported.") == 1 and "is not what was declared" not in planned.text
    assert not (tmp_path / "tyk-export").exists()


@pytest.mark.seldom
def test_what_changed_can_be_a_failure_and_reports_are_where_ansible_was_started(dashboard, play, story, tmp_path):
    _bootstrap, _plan, apply, *_rest = story
    bootstrapped(dashboard, tmp_path)
    extra = {"config_fail_on_change": True, "config_report": ["{{ inventory_hostname }}.md"], "tyk_key_dir": "new"}
    played = play(*apply, "--extra-vars", json.dumps(extra), fails=True)
    assert "Tyk was not what was declared: APIs Orders (missing); policies Partners (missing)" in played.text
    assert "keys reporting (missing). Now it is." in played.text
    for host in ORGANISATIONS:
        assert "Orders" in (tmp_path / f"{host}.md").read_text()
        assert mode(tmp_path / f"new/{host}/keys/reporting") == 0o600
    again = play(*apply, "--extra-vars", json.dumps({**extra, "config_fail_on_undeclared": True}))
    assert "Nobody declares" not in again.text


@pytest.mark.seldom
def test_a_token_of_another_organisation_is_not_taken_from_the_environment(dashboard, play, story, tmp_path):
    """The host's own file goes before it; without such a file it may be that of another host."""
    _bootstrap, _plan, apply, *_rest = story
    bootstrapped(dashboard, tmp_path)
    acme, globex = (tmp_path / f"home/tyk/{host}/token" for host in ORGANISATIONS)
    exported = {"TYK_TOKEN": acme.read_text().strip()}
    play(*apply, "--limit", "globex", **exported)
    assert set(rates(dashboard)) == {"globex"}
    globex.unlink()
    dashboard.log()
    missing = play(*apply, "--limit", "globex", fails=True, **exported)
    assert "globex names its own token file" in missing.text and "config_org_id" in missing.text
    globex.write_text(acme.read_text())
    both = play(*apply, fails=True, **exported)
    assert "The hosts acme, globex would all use one token at " + dashboard.url in both.text
    assert recap(both.text) == {"acme": (0, 1), "globex": (0, 1)}
    assert writes(dashboard) == []
    globex.unlink()
    ident = next(row["doc"]["id"] for row in dashboard.state()["organisations"] if row["doc"]["owner_name"] == "Acme")
    play(*apply, "--limit", "globex", "--extra-vars", f"config_org_id={ident}", **exported)
    assert set(rates(dashboard)) == set(ORGANISATIONS)


@pytest.mark.seldom
def test_what_is_in_the_environment_is_for_all_hosts_and_so_tells_nothing_of_one(dashboard, play, story, tmp_path):
    """Neither TYK_ORG nor the credential of a job of AWX, which sets both, says which organisation a host is."""
    _bootstrap, _plan, apply, *_rest = story
    bootstrapped(dashboard, tmp_path)
    ids = {row["doc"]["owner_name"].lower(): row["doc"]["id"] for row in dashboard.state()["organisations"]}
    token = (tmp_path / "home/tyk/acme/token").read_text().strip()
    credential = {"TYK_TOKEN": token, "TYK_ORG": ids["acme"]}
    (tmp_path / "group_vars/tyk.yml").write_text(f"tyk_url: {dashboard.url}\n")
    dashboard.log()
    both = play(*apply, fails=True, **credential)
    assert recap(both.text) == {"acme": (0, 1), "globex": (0, 1)}
    job = (*apply, "-e", "awx_job_id=7", "-e", "awx_job_template_name=apply")
    part = play(*job, "--limit", "globex", fails=True, **credential)
    assert "globex is not the only host of the inventory, and says neither which token is its own" in folded(part)
    (tmp_path / "slice.yml").write_text("tyk: {hosts: {globex: {}}}\n")
    of_slice = [word.replace("inventory.yml", "slice.yml") for word in job]
    assert recap(play(*of_slice, "-e", "awx_workflow_job_name=apply", fails=True, **credential).text)["globex"] == (
        0,
        1,
    )
    handed = {"tyk_token": token, "tyk_org_id": ids["acme"]}
    assert "which an earlier job has handed on" in folded(play(*job, "-e", json.dumps(handed), fails=True))
    assert writes(dashboard) == []
    (tmp_path / "host_vars").mkdir()
    for host in ORGANISATIONS:
        (tmp_path / f"host_vars/{host}.yml").write_text(f"config_org_id: {ids[host]}\n")
    done = play(*job, fails=True, **credential)
    assert recap(done.text) == {"acme": (1, 0), "globex": (0, 1)} and set(rates(dashboard)) == {"acme"}
    assert f"org_id is {ids['globex']}, but the token's user belongs to organisation" in folded(done)


def failures(played) -> dict[str, str]:
    """What each host failed with."""
    return dict(re.findall(r'^(?:fatal|failed): \[(\w+)\].*?"msg": "((?:[^"\\]|\\.)*)"', played.text, re.MULTILINE))


def test_what_is_set_and_empty_is_refused_and_nothing_else_taken_in_its_place(dashboard, play, tmp_path):
    """As with a variable of the environment that is not set. TYK_TOKEN and TYK_URL are those of another host."""
    bootstrapped(dashboard, tmp_path)
    token = (tmp_path / "home/tyk/acme/token").read_text().strip()
    empty = "{{ lookup('ansible.builtin.env', 'NOT_SET') }}"
    tokens = ("tyk_token", "bootstrap_token", "config_token", "bootstrap_token_file", "config_org_id")
    addresses = ("tyk_url", "bootstrap_url", "config_url")
    hosts = {f"without_{name}": {name: empty} for name in (*tokens, *addresses)} | {"null": {"tyk_token": None}}
    # a file of its own does not stand in for it either, and what goes before it does
    hosts["file"] = {"tyk_token": empty, "bootstrap_token_file": str(tmp_path / "home/tyk/globex/token")}
    own = [row["doc"]["id"] for row in dashboard.state()["organisations"] if row["doc"]["owner_name"] == "Acme"]
    hosts["said"] = {"tyk_token": empty, "config_token": token, "config_org_id": own[0], "tyk_url": dashboard.url}
    variables = {"config_config": json.loads(hook("Alarm")), "ansible_connection": "local"}
    (tmp_path / "hosts.json").write_text(json.dumps({"tyk": {"hosts": hosts, "vars": variables}}))
    environment = {"TYK_TOKEN": token, "TYK_URL": dashboard.url}
    dashboard.log()
    for playbook in ("config", "export"):
        told = failures(play(f"community.tyk.{playbook}", "-i", "hosts.json", fails=True, **environment))
        for name in addresses:
            assert f"{name} is set for without_{name} and empty" in told[f"without_{name}"], playbook
        for name in tokens:
            assert re.match(rf"{name}(:| is) set for without_{name} and empty", told[f"without_{name}"]), playbook
        assert "tyk_token is set for null and empty" in told["null"]
        assert "tyk_token is set for file and empty" in told["file"]
        assert "said" not in told
    assert hooks(dashboard) == {"acme": {"Alarm"}}


def test_one_token_in_the_variables_of_two_hosts_is_refused_unless_each_says_whose_it_is(dashboard, play, tmp_path):
    bootstrapped(dashboard, tmp_path)
    token = (tmp_path / "home/tyk/acme/token").read_text().strip()
    ids = {row["doc"]["owner_name"].lower(): row["doc"]["id"] for row in dashboard.state()["organisations"]}
    names = ("tyk_token", "bootstrap_token", "config_token")
    hosts = {f"by_{name}": {name: token} for name in names}
    # what a host says itself is its own, and two Dashboards may have one token
    hosts["own"] = {"tyk_token": (tmp_path / "home/tyk/globex/token").read_text().strip()}
    hosts["elsewhere"] = {"tyk_token": token, "config_url": "http://127.0.0.1:1", "config_retries": 0}
    variables = {"config_config": json.loads(hook("Alarm")), "ansible_connection": "local", "tyk_url": dashboard.url}
    variables["bootstrap_token_file"] = "{{ playbook_dir }}/none/{{ inventory_hostname }}"

    def run(**options) -> dict[str, str]:
        (tmp_path / "hosts.json").write_text(json.dumps({"tyk": {"hosts": hosts, "vars": variables}}))
        return failures(play("community.tyk.config", "-i", "hosts.json", **options))

    dashboard.log()
    told = run(fails=True)
    for name in names:
        assert "by_bootstrap_token, by_config_token, by_tyk_token would all use one token at" in told[f"by_{name}"]
        assert f"that of the variable {name}" in told[f"by_{name}"] and "config_org_id" in told[f"by_{name}"]
    assert "refuses connections" in told["elsewhere"]
    assert hooks(dashboard) == {"globex": {"Alarm"}} and "own" not in told
    assert not [name for name in told if token in told[name]]
    del hosts["elsewhere"], hosts["own"]
    for name in names:
        hosts[f"by_{name}"]["config_org_id"] = ids["globex" if name == "tyk_token" else "acme"]
    told = run(fails=True)
    assert set(told) == {"by_tyk_token"} and "but the token's user belongs to organisation" in told["by_tyk_token"]
    assert hooks(dashboard) == {"acme": {"Alarm"}, "globex": {"Alarm"}}


def test_a_bootstrap_takes_the_named_file_before_the_environment_and_says_what_is_in_the_way(dashboard, play, tmp_path):
    bootstrapped(dashboard, tmp_path)
    (acme, globex), third = ((tmp_path / f"home/tyk/{host}/token") for host in ORGANISATIONS), tmp_path / "third/token"
    exported = {"TYK_TOKEN": acme.read_text().strip()}
    own = {"bootstrap_org_name": "Globex", "bootstrap_user_email": "a@b.example", "bootstrap_token_file": str(globex)}
    dashboard.log()
    play("community.tyk.bootstrap", "-e", json.dumps(own), **exported)
    own |= {"bootstrap_org_name": "Third", "bootstrap_token_file": str(third)}
    told = folded(play("community.tyk.bootstrap", "-e", json.dumps(own), fails=True, **exported))
    assert "The token from TYK_TOKEN in the environment belongs to organisation" in told and "not Third" in told
    assert f"Unset TYK_TOKEN, and the token is that of {os.path.realpath(third)}, or made if there is none." in told
    assert "bootstrap_token_file." not in told and writes(dashboard) == []
    mine = {"tyk_token": exported["TYK_TOKEN"]}
    told = folded(play("community.tyk.bootstrap", "-e", json.dumps({**own, **mine}), fails=True))
    assert "The token from the variable tyk_token belongs to" in told and "Correct tyk_token, or do not set it." in told
    # one that is empty is none yet, so the role makes it
    assert play("community.tyk.bootstrap", "-e", json.dumps({**own, "tyk_token": ""}), **exported).changed > 0
    assert third.read_text().strip() not in exported.values()


def test_every_playbook_finds_the_token_in_one_way():
    """What refuses a token of another organisation stands in one place, and none goes around it."""
    root = README.parents[2]
    for path in ("roles/config/tasks/main.yml", "roles/config/tasks/export.yml", "playbooks/rotate_key.yml"):
        assert re.search(r"include_tasks: token.yml|tasks_from: token$", (root / path).read_text(), re.MULTILINE), path
    for path in (*root.glob("playbooks/*.yml"), *root.glob("roles/config/**/*.yml")):
        assert "TYK_TOKEN'" not in path.read_text(), path


def folded(played) -> str:
    """What was said, in one line: Ansible wraps long lines."""
    return " ".join(played.text.split())


def hook(name: str) -> str:
    return json.dumps({"webhooks": [{"name": name, "method": "POST", "target_path": "https://x.example"}]})


def hooks(dashboard) -> dict[str, set[str]]:
    """The webhooks of each organisation."""
    state = dashboard.state()
    names = {row["doc"]["id"]: row["doc"]["owner_name"].lower() for row in state["organisations"]}
    found: dict[str, set[str]] = {}
    for row in state["hooks"]:
        found.setdefault(names[row["org_id"]], set()).add(row["doc"]["name"])
    return found


def test_where_nothing_is_both_places_are_told_and_what_to_write(dashboard, play, tmp_path):
    told = folded(play("community.tyk.config", TYK_TOKEN="some", fails=True))
    there = os.path.realpath(tmp_path)
    assert f"there is no folder {there}/tyk. Write what should be there into files in {there}/tyk, such as" in told
    assert f"{there}/tyk/apis.yml, or name it with config_src" in told
    assert "There is no inventory: if there should be one, name its file with -i." in told
    (tmp_path / "where").mkdir()
    (tmp_path / "where/hosts.yml").write_text("tyk: {hosts: {acme: {}}}\n")
    told = folded(play("community.tyk.drift", "-i", "where/hosts.yml", TYK_TOKEN="some", fails=True))
    assert f"there is no folder {there}/where/tyk and no folder {there}/tyk. Write" in told
    assert f"into files in {there}/where/tyk/acme, such as" in told and "no inventory" not in told
    assert writes(dashboard) == []


def test_from_an_export_to_the_folder_that_all_ready_playbooks_find(dashboard, play, story, tmp_path):
    """Without an inventory, in the current folder; what was exported there is not replaced unless that is asked for."""
    bootstrapped(dashboard, tmp_path)
    shutil.rmtree(tmp_path / "tyk")
    own = {"TYK_URL": dashboard.url, "TYK_TOKEN": (tmp_path / "home/tyk/acme/token").read_text().strip()}
    (tmp_path / "first.yml").write_text(json.dumps({"config_config": json.loads(hook("Alarm"))}))
    play("community.tyk.config", "-e", "@first.yml", **own)
    exported = play("community.tyk.export", **own)
    folder = pathlib.Path(os.path.realpath(tmp_path), "tyk")
    assert f'into {folder} (2 files)"' in exported.text and "Alarm" in (folder / "webhooks.yml").read_text()
    assert play("community.tyk.config", **own).changed == 0 and play("community.tyk.drift", **own).changed == 0
    (folder / "webhooks.yml").write_text(hook("Alarm") + "# by hand\n")
    second = folded(play("community.tyk.export", **own))
    assert f"into {folder.parent}/tyk-export (2 files). {folder} declares something already" in second
    assert "# by hand" in (folder / "webhooks.yml").read_text() and (tmp_path / "tyk-export/webhooks.yml").exists()
    play("community.tyk.export", "-e", "config_export_dest=tyk", **own)
    assert "# by hand" in (folder / "webhooks.yml").read_text()  # what does not differ stays as it is
    # the folder beside an inventory goes before it
    (tmp_path / "where/tyk").mkdir(parents=True)
    (tmp_path / "where/tyk/webhooks.yml").write_text(hook("Other"))
    (tmp_path / "where/hosts.yml").write_text("tyk: {hosts: {acme: {}, globex: {tyk_token: another}}}\n")
    inventory = ("-i", "where/hosts.yml", "--limit", "acme")
    assert play("community.tyk.config", *inventory, **own).changed == 1
    assert hooks(dashboard) == {"acme": {"Alarm", "Other"}}
    dashboard.log()
    shared = play("community.tyk.export", *inventory, "-e", "config_export_dest=where/tyk", fails=True, **own)
    assert "so what one of them has does not belong there: set config_export_dest to another" in folded(shared)
    assert dashboard.log() == []


def test_what_nobody_would_read_is_refused_before_anything_is_asked(dashboard, play, story, tmp_path):
    _bootstrap, plan, apply, drift, _export = story
    bootstrapped(dashboard, tmp_path)
    dashboard.log()
    for name in ("loose.yml", "initech/apis.yml", "overlays/globexx.yml"):
        path = tmp_path / "tyk" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(hook("Lost"))
    for command in (plan, apply, drift):
        told = folded(play(*command, fails=True))
        assert "Nobody would read initech/, loose.yml in" in told and "Move what every host should have into" in told
        assert "Nobody would read globexx.yml in" in told
    (tmp_path / "before").mkdir()
    shutil.move(tmp_path / "tyk/overlays/globexx.yml", tmp_path / "before")
    (tmp_path / "before/common").mkdir()
    known = {"config_src": ["tyk/common"], "config_previous_dir": "before", "tyk_config": {"apis": "{{ nowhere }}"}}
    told = folded(play(*plan, "-e", json.dumps(known), fails=True))
    assert "The variable tyk_config is set, and nothing reads it: call it config_config." in told
    assert "Nobody would read globexx.yml in" in told and "loose.yml" not in told
    assert dashboard.log() == []


@pytest.mark.seldom
def test_each_organisation_has_its_plan_and_does_just_that(dashboard, play, story, tmp_path):
    _bootstrap, _plan, apply, _drift, _export = story
    bootstrapped(dashboard, tmp_path)
    dashboard.log()
    key = {"TYK_PLAN_KEY": "a key that nobody can guess"}
    made, wanted = (
        ("-e", "config_plan_dest={{ inventory_hostname }}.json"),
        ("-e", "config_plan={{ inventory_hostname }}.json"),
    )
    planned = play(*apply, "--check", *made, **key)
    plans = {host: json.loads((tmp_path / f"{host}.json").read_text()) for host in ORGANISATIONS}
    assert planned.changed == 2 and writes(dashboard) == [] and plans["acme"]["org_id"] != plans["globex"]["org_id"]
    assert {plan["secrets"] for plan in plans.values()} == {"compared"}
    assert "was made with a key, and there is none here" in play(*apply, *wanted, fails=True).text
    overlay = tmp_path / "tyk/overlays/acme.yml"
    overlay.write_text(overlay.read_text().replace("1000", "2000"))
    refused = play(*apply, *wanted, fails=True, **key)
    assert "files: policies: Partners is declared otherwise: rate" in refused.text
    assert rates(dashboard) == {"globex": 100}  # the plan of the other one holds
    overlay.write_text(overlay.read_text().replace("2000", "1000"))
    assert play(*apply, *wanted, "--limit", "acme", **key).changed == 1
    assert rates(dashboard) == {"acme": 1000, "globex": 100}
