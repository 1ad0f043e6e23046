# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new object is written as it was planned where all that it refers to is there as it was planned to be; else it is
planned once more. Which of the two it is makes no difference to what is sent."""

from __future__ import annotations

import pytest
from module_company import company
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._api.http import Http
from ansible_collections.community.tyk.plugins.module_utils._config import apply

DOCUMENT = {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}}
NOT_KEPT = {**DOCUMENT, "x-tyk-api-gateway": {"global": {"cache": {"enabled": True, "timeout": 5}}}}


def chain(ids: bool, documents=(DOCUMENT, DOCUMENT)):
    """APIs, a policy for both of them, a key for the policy and one with rights of its own; with ids, or as Tyk likes.

    :arg documents: of the APIs.
    """
    apis = [
        {"name": f"A{n}", "listen_path": f"/a{n}/", "target_url": "http://u/", "definition": document}
        for n, document in enumerate(documents)
    ]
    policies = [{"name": "P", "access_rights": [{"api": "A0"}, {"api": "A1"}], "partitions": {"acl": True}}]
    keys = [
        {"alias": "by policy", "policies": ["P"]},
        {"alias": "by rights", "access_rights": [{"api": "A1"}]},
    ]
    for n, item in enumerate((*apis, *policies) if ids else ()):
        item["policy_id" if item in policies else "api_id"] = f"id-{n}"
    return {"apis": apis, "policies": policies, "keys": keys}


def run(monkeypatch, config, always=False):
    """What is sent when a configuration is made, and what was planned once more before that.

    :arg always: everything is.
    """
    sent, again, send, decide = [], [], Http.send, apply.decide

    def sending(http, request):
        if request.method != "GET":
            sent.append((request.method, request.target, request.body))
        return send(http, request)

    def deciding(run):
        again.append(run.kind.name_of(run.declared))
        return decide(run)

    with monkeypatch.context() as patched:
        patched.setattr(Http, "send", sending)
        patched.setattr(apply, "decide", deciding)
        if always:
            patched.setattr(apply.Work, "_stands", lambda work, step, run: False)
        Tyk().ok("config", config=config, parallel=1)
    return sent, again


@pytest.mark.parametrize("config", [company(), chain(ids=True), chain(ids=False)], ids=["company", "ids", "no ids"])
def test_what_is_sent_is_what_would_be_planned_by_then(config, monkeypatch):
    assert run(monkeypatch, config)[0] == run(monkeypatch, config, always=True)[0]


def test_only_what_refers_to_something_that_is_not_as_it_was_planned_is_planned_once_more(monkeypatch):
    referring = ["P", "by policy", "by rights"]
    assert run(monkeypatch, chain(ids=True))[1] == []
    assert run(monkeypatch, chain(ids=False))[1] == referring  # their ids were not known
    assert run(monkeypatch, chain(ids=True), always=True)[1] == referring
    assert run(monkeypatch, chain(True, (NOT_KEPT, DOCUMENT)))[1] == ["P"]  # what Tyk has not kept may matter to it
