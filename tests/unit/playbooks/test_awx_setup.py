# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""extensions/awx/setup.yml with the modules of awx.awx, against what they ask of AWX: it makes everything, leaves alone
what is as it should be, and takes nothing away that somebody has added. The collection awx.awx is part of the Python
package "ansible"; TYK_AWX_COLLECTIONS names a folder of collections with it."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import awx_api
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
PLACES = [path for path in (os.environ.get("TYK_AWX_COLLECTIONS"), *sys.path) if path]
COLLECTIONS = next((path for path in PLACES if pathlib.Path(path, "ansible_collections/awx/awx/plugins").is_dir()), "")
IMAGE = "registry.example.com/tyk-ee"
MINE = {
    "awx_project_url": "https://git.example.com/tyk.git",
    "awx_credential": {"url": "https://tyk.example.com", "token": "the-token-of-acme"},
    "awx_bootstrap_credential": {"url": "https://tyk.example.com", "admin_secret": "the-admin-secret"},
}

pytestmark = pytest.mark.skipif(not COLLECTIONS, reason="the collection awx.awx is not installed")


@pytest.fixture
def awx():
    return awx_api.Awx()


@pytest.fixture
def setup(awx, environment, tmp_path):
    with awx_api.serving(awx) as url:

        def run(*options: str, fails: bool = False, **changes) -> str:
            given = {**environment, "CONTROLLER_HOST": url, "CONTROLLER_OAUTH_TOKEN": "a-token-of-awx"}
            given["ANSIBLE_COLLECTIONS_PATH"] = COLLECTIONS
            command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook"))]
            command += [str(ROOT / "extensions/awx/setup.yml"), "-e", json.dumps({**MINE, **changes}), *options]
            done = subprocess.run(
                command, env=given, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=580
            )
            said = done.stdout + done.stderr
            assert bool(done.returncode) is fails, said
            assert "the-token-of-acme" not in said and "the-admin-secret" not in said
            return said

        yield run


def test_everything_is_made_once_and_what_others_add_stays(awx, setup):
    told = " ".join(setup(fails=True).split())
    assert "awx_execution_environment_image is needed, since AWX has no execution environment Tyk yet" in told
    assert "ansible-builder build --file execution-environment.yml" in told and not awx.writes
    setup(awx_execution_environment_image=IMAGE)
    apply = awx.named("job_templates", "Tyk apply")
    tyk = awx.named("credentials", "Tyk")
    environment = awx.named("execution_environments", "Tyk")
    assert environment["image"] == IMAGE and apply["execution_environment"] == environment["id"]
    assert awx.link("job_templates", apply["id"], "credentials") == [tyk["id"]]
    approve, mend = (
        next(one for one in awx.kept["workflow_job_template_nodes"].values() if one["identifier"] == name)
        for name in ("approve", "mend")
    )
    assert awx.link("workflow_job_template_nodes", approve["id"], "success_nodes") == [mend["id"]]

    # an administrator adds a credential for a vault, with another of the same name elsewhere
    vault = awx.add("credentials", {"name": "Vault", "credential_type": awx.vault_type, "inputs": {}})
    awx.link("job_templates", apply["id"], "credentials").append(vault["id"])
    elsewhere = awx.add("organizations", {"name": "Other"})["id"]
    awx.add(
        "credentials",
        {"name": "Tyk", "credential_type": tyk["credential_type"], "inputs": {}, "organization": elsewhere},
    )
    awx.writes.clear()
    again = setup()
    assert " changed=0 " in again and not awx.writes
    assert awx.link("job_templates", apply["id"], "credentials") == [tyk["id"], vault["id"]]

    # what is not as it should be is mended, and a secret is written when that is asked for
    awx.kept["workflow_approval_templates"][approve["unified_job_template"]]["timeout"] = 5
    other = {"url": "https://tyk.example.com", "token": "the-token-of-acme, renewed"}
    assert " changed=1 " in setup(awx_credential=other)
    assert awx.kept["workflow_approval_templates"][approve["unified_job_template"]]["timeout"] == 86400
    assert tyk["inputs"]["token"] == "the-token-of-acme"
    setup(awx_credential=other, awx_update_secrets=True)
    assert tyk["inputs"] == other


def test_what_is_missing_is_told_at_once(awx, setup):
    told = setup(fails=True, awx_credential={}, awx_execution_environment_image=IMAGE)
    assert "url is needed in awx_credential and in awx_bootstrap_credential" in " ".join(told.split())
    assert not awx.writes
