# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Laws of tyk_config over random organisations, whose objects share names, are called like ids, refer to each other.

Nothing is touched that is neither declared nor in the scope of prune; nothing goes that something which stays needs;
a second run is quiet; and a check tells what a run does.
"""

from __future__ import annotations

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st
from module_runner import Tyk
from trust_laws import EXAMPLES, LAW

NAMES = ("A", "B", "C", "D")
DEAD = "0123456789abcdef01234567"
NAMED = {"apis": "api_id", "policies": "policy_id", "webhooks": "webhook_id", "user_groups": ""}
ROWS = {"apis": "apis", "policies": "policies", "webhooks": "hooks", "user_groups": "usergroups", "keys": "keys"}


class Org:
    """An organisation as other tools have left it; `made` has section, id and name of each object."""

    def __init__(self, draw):
        self.tyk, self.draw, self.made, self.paths = Tyk(), draw, [], {}
        for _number in range(draw(st.integers(0, 2))):
            group = {"name": self.name(), "active": True, "user_permissions": {"apis": "read"}}
            self.tyk.make("/api/usergroups", group)
        for number in range(draw(st.integers(0, 3))):
            ident = self.ident("webhooks", number)
            body = {"webhook_id": ident, "name": self.name(), "method": "POST", "target_path": "http://h.example/"}
            self.tyk.make("/api/hooks", body)
            self.made.append(("webhooks", ident, body["name"]))
        for number in range(draw(st.integers(1, 4))):
            self.api(number)
        for number in range(draw(st.integers(0, 4))):
            self.policy(number)
        for number in range(draw(st.integers(0, 2))):
            self.key(number)
        for section, ident, name in list(self.made):  # somebody has deleted some, and left what referred to them
            if section in ("webhooks", "policies") and draw(st.integers(0, 5)) == 0:
                self.delete(section, ident)
                self.made.remove((section, ident, name))

    def name(self):
        return self.draw(st.sampled_from(NAMES))

    def ident(self, section, number):
        """An id of its own, or one that looks like a name; no two of a section are equal."""
        taken = {ident for other, ident, _name in self.made if other == section}
        wish = self.draw(st.sampled_from([*NAMES, f"{section}{number}", f"{section}{number}"]))
        return f"{section}-{number}" if wish in taken else wish

    def some(self, section):
        return self.draw(st.lists(st.sampled_from([i for s, i, _n in self.made if s == section] or [DEAD]), max_size=2))

    def api(self, number):
        ident, hooks = self.ident("apis", number), self.tyk.read("/api/hooks?p=-1")["hooks"] or []
        proxy = {"listen_path": f"/{number}/", "target_url": "http://u.example/", "strip_listen_path": True}
        versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        definition = {"name": self.name(), "api_id": ident, "active": True, "proxy": proxy, "version_data": versions}
        references = [{"event_name": "AuthFailure", "hook": hooks[0]}] if hooks and self.draw(st.booleans()) else []
        if self.draw(st.booleans()):
            definition["jwt_default_policies"] = [DEAD]
        self.tyk.make("/api/apis", {"api_definition": definition, "hook_references": references})
        self.made.append(("apis", ident, definition["name"]))
        self.paths[ident] = proxy["listen_path"]

    def policy(self, number):
        ident, name = self.ident("policies", number), f"{self.name()}{number if self.draw(st.booleans()) else ''}"
        if any(section == "policies" and name == other for section, _ident, other in self.made):
            name = f"{name}-{number}"  # Tyk wants them to differ
        idents = self.some("apis")
        rights = {api: {"api_id": api, "api_name": api, "versions": ["Default"]} for api in idents}
        body = {"id": ident, "name": name, "active": True, "state": "active", "rate": 1, "per": 1}
        self.tyk.make("/api/portal/policies", {**body, "access_rights": rights, "tags": self.draw(TAGS)})
        self.made.append(("policies", ident, name))

    def key(self, number):
        (api,) = [ident for section, ident, _name in self.made if section == "apis"][:1]
        policies = [i for i in self.some("policies") if self.grants(i)]
        rights = {api: {"api_id": api, "api_name": api, "versions": ["Default"]}}
        limits = {"allowance": 1, "rate": 1, "per": 1, "quota_max": -1, "quota_renewal_rate": 1, "expires": 0}
        session = {
            **limits,
            "alias": f"key{number}",
            "meta_data": {},
            "access_rights": rights,
            "apply_policies": policies,
        }
        self.tyk.make("/api/keys", session)

    def grants(self, ident):
        rows = [row["doc"] for row in self.tyk.control("GET", "state")["policies"]]
        return any(doc["id"] == ident and doc["access_rights"] for doc in rows)

    def delete(self, section, ident):
        rows = self.tyk.control("GET", "state")[ROWS[section]]
        (row,) = [row for row in rows if ident in (row["doc"].get("id"), row["doc"].get("webhook_id"))]
        route = {"webhooks": "hooks", "policies": "portal/policies"}[section]
        assert self.tyk.call("DELETE", f"/api/{route}/{row['id']}")[0] == 200

    def rows(self):
        """Every object by section and its database id, but for what a write renews."""
        state = self.tyk.control("GET", "state")
        return {
            (section, row["id"]): without(row.get("doc") or row.get("session"))
            for section, table in ROWS.items()
            for row in state[table]
        }


TAGS = st.lists(st.sampled_from(["team", "other"]), max_size=1)


def without(doc):
    doc = copy.deepcopy(doc)
    for name in ("updated_at", "last_updated"):
        doc.pop(name, None)
    return doc


def references(rows):
    """What refers to what, by our own reckoning: (row, row)."""
    ids = {}
    for (section, ident), doc in rows.items():
        own = [ident, doc.get("id"), doc.get("webhook_id"), (doc.get("api_definition") or {}).get("api_id")]
        ids.update({(section, name): (section, ident) for name in own if name})
    for key, doc in rows.items():
        inner = doc.get("api_definition") or {}
        named = [("policies", ident) for ident in inner.get("jwt_default_policies") or ()]
        named += [("webhooks", ref["hook"]["id"]) for ref in doc.get("hook_references") or ()]
        if not doc.get("apply_policies"):  # else the rights are those of the policies
            named += [("apis", ident) for ident in doc.get("access_rights") or {}]
        named += [("policies", ident) for ident in doc.get("apply_policies") or ()]
        for name in named:
            if name in ids:
                yield key, ids[name]


def declared(org):
    """A configuration over some of what is there."""
    config, draw, own = {}, org.draw, []  # listen paths of the declared APIs
    for section, ident, name in org.made:
        if not draw(st.booleans()):
            continue
        by_name = draw(st.booleans()) and [n for s, _i, n in org.made if s == section].count(name) == 1
        item = {"name": name} if by_name else {NAMED[section]: ident}
        change = draw(st.sampled_from([{}, {}, CHANGES[section]]))
        config.setdefault(section, []).append({**item, **change})
        if section == "apis":
            own.append(org.paths[ident])
    if draw(st.booleans()):  # they pass on what they have
        for item, path in zip(config.get("apis", ()), draw(st.permutations(own))):
            item["listen_path"] = path
    if draw(st.booleans()):
        config.setdefault("policies", []).append({"name": "New", "access_rights": [{"api": org.made_api()}], "rate": 1})
    return {section: draw(st.permutations(items)) for section, items in config.items()}


CHANGES = {"apis": {"target_url": "http://new.example/"}, "policies": {"rate": 7}, "webhooks": {"event_timeout": 9}}


@settings(LAW, max_examples=EXAMPLES * 2)
@given(data=st.data())
def test_nothing_else_is_touched(data):
    org = Org(data.draw)
    org.made_api = lambda: data.draw(st.sampled_from([i for s, i, _n in org.made if s == "apis"]))
    config = declared(org)
    if not config:
        return
    wish = {"config": config}
    if data.draw(st.integers(0, 3)):
        wish["prune"] = data.draw(st.lists(st.sampled_from(sorted(config)), min_size=1, unique=True))
        wish |= data.draw(st.sampled_from([{"prune_all": True}, {"prune_scope": {"name_prefix": "A"}}]))
    before = org.rows()
    planned = org.tyk.run("config", check=True, **wish)
    assert org.rows() == before
    done = org.tyk.run("config", **wish)
    after = org.rows()
    if done.get("failed"):
        assert planned.get("failed") and after == before, done["msg"]
        return
    assert not planned.get("failed"), planned["msg"]
    outcome = [sorted((c["kind"], c["name"], c["action"]) for c in result["changes"]) for result in (planned, done)]
    assert outcome[0] == outcome[1]
    _hold(org, wish, before, after, done)
    again = org.tyk.ok("config", **wish)
    assert not again["changed"], json.dumps(again["changes"])


def _hold(org, wish, before, after, done):
    gone, kept = before.keys() - after.keys(), before.keys() & after.keys()
    assert {section for section, _ident in gone} <= set(wish.get("prune") or ())
    names = {(c["kind"], c["name"]) for c in done["changes"] if c["action"] == "updated"}
    for key in kept:
        if before[key] != after[key]:
            doc = after[key]
            name = (doc.get("api_definition") or doc).get("name") or doc.get("alias")
            assert (key[0], name) in names, f"{key} was changed, and nobody named it"
    for user, used in references(before):
        if used in gone:
            assert user in gone, f"{used} is gone, and {user} refers to it"
