# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Laws that hold for whatever is in an object of any kind. Secrets are planted, and looked for in all that is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from module_runner import SECRET, Tyk
from trust_laws import BLANK, EXAMPLES, FIELDS, LAW, Subject, fill, hold
from trust_world import LIVES, build

HIDDEN = "planted-{}-7c1d0a"

# Where each kind keeps secrets, as what a task writes.
PLANTS = {
    "webhook": lambda secret: {"header_map": {"X-Key": secret}},
    "user": lambda secret: {"password": secret},
    "key": lambda secret: {"hmac_string": secret, "jwt_data": {"secret": secret + "-jwt"}},
    "api": lambda secret: {
        "notifications": {"shared_secret": secret},
        "upstream_auth": {"basic_auth": {"password": secret + "-up"}},
        "config_data": {"deep": [{"client_secret": secret + "-deep"}]},
    },
    "oas": lambda secret: {
        "x-tyk-api-gateway": {
            "upstream": {"authentication": {"enabled": True, "requestSigning": {"enabled": True, "secret": secret}}},
            "middleware": {"global": {"pluginConfig": {"data": {"enabled": True, "value": {"a": [{"pwd": secret}]}}}}},
        }
    },
}


@pytest.mark.parametrize("kind", FIELDS)
@LAW
@given(data=st.data())
def test_laws(kind, data):
    hold(kind, FIELDS[kind], data)


@pytest.mark.parametrize("kind", PLANTS)
@settings(LAW, max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_planted_secrets_are_nowhere(kind, data):
    subject, out = Subject(kind), []
    secret, other = (HIDDEN.format(data.draw(st.text("abcdef0123456789", min_size=4, max_size=9))) for _time in "ab")
    beside = fill(FIELDS[kind], data.draw, {"paths"} if kind == "oas" else set(FIELDS[kind]) - {"config_data"})
    base = BLANK if kind == "oas" else {}
    for check in (True, False):
        subject.run(definition={**base, **beside, **PLANTS[kind](secret)}, **subject.make, check=check)
        out.append(subject.tyk.out)
    always = {"update_secrets": "always"} if kind == "user" else {}
    for check in (True, False):
        result = subject.run(definition=PLANTS[kind](other), **subject.identity, **always, check=check)
        assert result["changed"] is (secret != other or kind == "user")
        out.append(subject.tyk.out)
    # where Tyk refuses, or cannot be reached, too
    for fault in ({"status": 500}, {"drop": True}, {"short": True}):
        subject.tyk.control("PUT", "faults", [{"method": "PUT", **fault, "times": 9}])
        subject.run("run", definition=PLANTS[kind](secret + "x"), **subject.identity, **always)
        out.append(subject.tyk.out)
    subject.tyk.control("DELETE", "faults")
    # mistakes beside a secret
    subject.run("fails", definition={**PLANTS[kind](secret), "name": 3, "alias": 3}, **subject.make, nonsense=1)
    out.append(subject.tyk.out)
    subject.run("ok", **subject.identity, state="absent")
    out.append(subject.tyk.out)
    for text in out:
        for word in (secret, other, SECRET, subject.tyk.token):
            assert word not in text
            assert json.dumps(word)[1:-1] not in text


@settings(LAW, max_examples=max(4, EXAMPLES // 4))
@given(data=st.data())
def test_export_and_apply_are_inverse(data):
    """What is exported changes nothing where it comes from, and makes the same in an organisation that has nothing."""
    tyk = build()
    for kind in ("user_group", "webhook", "asset", "api", "policy"):
        make = LIVES[kind][0]
        names = data.draw(st.sets(st.sampled_from(sorted(set(FIELDS[kind]) - set(make))), max_size=3), label=kind)
        definition = {**make.get("definition", {}), **fill(FIELDS[kind], data.draw, names)}
        tyk.ok(kind, **{**make, **({"definition": definition} if definition else {})})
    config = tyk.ok("config_info", kinds=list(EXPORTED), include_secrets=True)["config"]
    tyk.log()
    same = tyk.ok("config", config=config)
    assert not same["changed"], same["changes"]
    assert not tyk.writes()
    other = Tyk()
    other.ok("config", config=config)
    assert other.ok("config_info", kinds=list(EXPORTED), include_secrets=True)["config"] == config
    assert not other.ok("config", config=config)["changed"]


EXPORTED = ("user_groups", "webhooks", "assets", "apis", "policies")
