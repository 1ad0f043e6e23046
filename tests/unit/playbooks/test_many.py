# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory of many organisations in the guide to environments: its commands do what the page says, each host with
its own token, layer upon layer."""

from __future__ import annotations

import pathlib
import re
import shlex
import textwrap

import pytest
from ansible.release import __version__ as core

GUIDE = pathlib.Path(__file__).resolve().parents[3] / "docs/docsite/rst/guide_environments.rst"
HOSTS = {f"{team}-{stage}" for team in ("shop", "bank") for stage in ("staging", "production")}
RATES = {"shop-staging": 100, "bank-staging": 100, "shop-production": 1000, "bank-production": 500}

pytestmark = pytest.mark.skipif(
    core.startswith(("2.18.", "2.19.", "2.20.")), reason="takes minutes; the newest ansible-core tells enough"
)


@pytest.fixture
def story(dashboard, environment, tmp_path):
    """The files of the page, and its commands, each with the variables that are exported by then."""
    text = GUIDE.read_text(encoding="utf-8")
    for caption, content in re.findall(r":caption: (many/\S+)\n\n((?:   .*\n|\n)*)", text):
        path = tmp_path / caption
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(content).replace("https://dashboard.example.com:3000", dashboard.url))
    del environment["TYK_URL"], environment["TYK_TOKEN_FILE"], environment["TYK_ADMIN_SECRET"]
    environment["HOME"] = str(tmp_path)
    (block,) = re.findall(r"test_many.py does.*?code-block:: console\n\n(.*?)\n\S", text, re.DOTALL)
    commands = [shlex.split(line.strip().removeprefix("$ ")) for line in block.strip().splitlines()]
    assert commands[0] == ["unset", "TYK_TOKEN"] and commands[1] == ["export", "TYK_ADMIN_SECRET=ADMIN-SECRET"]
    assert commands[3] == ["unset", "TYK_ADMIN_SECRET"]
    return [command[1:] for command in commands if command[0] == "ansible-playbook"]


def organisations(dashboard) -> dict[str, dict]:
    """What there is in each organisation: the names of APIs, and rate and tags of the policy."""
    state = dashboard.state()
    names = {row["doc"]["id"]: row["doc"]["owner_name"] for row in state["organisations"]}
    found: dict[str, dict] = {name: {"apis": set()} for name in names.values()}
    for row in state["apis"]:
        found[names[row["org_id"]]]["apis"].add(row["doc"]["api_definition"]["name"])
    for row in state["policies"]:
        doc = row["doc"]
        found[names[doc["org_id"]]]["policy"] = (doc["rate"], doc["tags"])
    return found


def recap(played) -> dict[str, tuple[int, int]]:
    found = re.findall(r"^([\w-]+) +: ok=\d+ +changed=(\d+) +unreachable=0 +failed=(\d+)", played.text, re.MULTILINE)
    return {host: (int(changed), int(failed)) for host, changed, failed in found}


def test_each_host_has_its_own_token_and_the_layers_in_order(dashboard, play, story, tmp_path):
    bootstrap, staging, plan, bank, every, drift = story
    play(*bootstrap, TYK_ADMIN_SECRET=dashboard.secret)
    tokens = {host: (tmp_path / f".config/tyk/{host}/token").read_text().strip() for host in HOSTS}
    assert len(set(tokens.values())) == len(HOSTS)
    assert recap(play(*staging)) == {"shop-staging": (1, 0), "bank-staging": (1, 0)}
    before = organisations(dashboard)
    planned = play(*plan)
    assert recap(planned) == {"shop-production": (1, 0), "bank-production": (1, 0)}
    assert organisations(dashboard) == before and not before["shop-production"]["apis"]
    assert recap(play(*bank)) == {"bank-production": (1, 0)}
    assert recap(play(*every)) == {host: (int(host == "shop-production"), 0) for host in HOSTS}
    assert organisations(dashboard) == {
        host: {
            "apis": {"Orders", "Payments"} if host.startswith("bank") else {"Orders"},
            "policy": (rate, ["production" if host.endswith("production") else "common"]),
        }
        for host, rate in RATES.items()
    }
    assert recap(play(*drift)) == dict.fromkeys(HOSTS, (0, 0))

    # what is for nobody is refused, and so is a token of another, before anything is asked
    (tmp_path / "many/tyk/overlays/shop-prodution.yml").write_text("policies: [{name: Partners, rate: 1}]\n")
    dashboard.log()
    assert "Nobody would read shop-prodution.yml" in " ".join(play(*every, fails=True).text.split())
    (tmp_path / "many/tyk/overlays/shop-prodution.yml").unlink()
    (tmp_path / ".config/tyk/bank-staging/token").unlink()
    missing = play(*every, fails=True, TYK_TOKEN=tokens["shop-staging"])
    assert recap(missing)["bank-staging"] == (0, 1)
    assert "would be written into the organisation of another" in " ".join(missing.text.split())
    (tmp_path / ".config/tyk/bank-staging/token").write_text(tokens["shop-staging"])
    shared = play(*staging, fails=True)
    assert recap(shared) == {"shop-staging": (0, 1), "bank-staging": (0, 1)}
    assert not [entry for entry in dashboard.log() if " GET " not in entry]
    assert not [token for token in tokens.values() for played in (planned, missing, shared) if token in played.text]
