# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Worlds for a Gateway without a Dashboard, emulated or real, loaded by plain requests; and the laws that hold in them.

The one of odd objects and those of tests/unit/corpus always; the real objects, and the vendor's demo, where they are at
hand."""

from __future__ import annotations

import copy
import hashlib
import os
import re
import secrets
import time

import requests
from gateway_runner import Gate
from odd_world import gateway_keys, gateway_policies
from samples import REAL, ours, real
from vendor_world import FOLDER, read

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

ALL = os.environ.get("TYK_TRUST") == "all"
HEX = re.compile("[0-9a-f]{24,}")
TYK = "x-tyk-api-gateway"
# Fields that hold an id of another object, or a list of them.
NAMING = ("api_id", "apply_policies", "apply_policy_id", "jwt_default_policies", "defaultPolicies", "basic_auth_policy")


class Recorder(requests.adapters.HTTPAdapter):
    """Sends requests to a real server, and notes them."""

    def __init__(self, said):
        super().__init__()
        self.said = said

    def send(self, request, *args, **how):
        self.said.append(f"{request.method} {request.path_url.partition('?')[0]}")
        return super().send(request, *args, **how)


class RealGate(Gate):
    """A real Gateway, and modules of this process against it, in an organisation of its own."""

    def __init__(self, url, secret):  # pylint: disable=super-init-not-called
        self.url, self.token = url.rstrip("/"), secret
        self.here = "o" + secrets.token_hex(5)
        self.clock, self.sleep, self.said = time.monotonic, time.sleep, []
        self.own_session = requests.Session()

    def session(self):
        session = requests.Session()
        session.mount(self.url, Recorder(self.said))
        return session

    def run(self, kind, /, **params):
        return super().run(kind, **{"url": self.url, "token": self.token, **params})

    def ask(self, method, path, body=None):
        headers = {"x-tyk-authorization": self.token}
        answer = self.own_session.request(method, self.url + path, json=body, headers=headers, timeout=60)
        try:
            return answer.status_code, answer.json()
        except ValueError:
            return answer.status_code, answer.text

    def log(self):
        said = list(self.said)
        self.said.clear()
        return said


class World:
    """Objects in a Gateway, all in one organisation, with ids that nobody else there has.

    :arg refused: what the Gateway itself takes from nobody, or does not load, and why.
    """

    def __init__(self, gate, apis=(), policies=(), keys=(), stubs=True):
        self.gate, self.refused, self.number = gate, [], 0
        self.ids: dict[str, str] = {}
        self.taken: set[str] = set()
        if stubs:
            apis, policies = self._with_stubs(apis, policies, keys)
        for ident in (*(_api_id(body) for _name, body in apis), *(_policy_id(body) for _name, body in policies)):
            if ident:
                self.own(ident)  # first, since objects name each other
        self._apis(apis)
        self._policies(policies)
        self.reload()
        self._keys(keys)
        gate.log()

    def own(self, ident):
        """The id that an object gets here in place of another; of the same form."""
        if ident not in self.ids:
            digest = hashlib.sha256(f"{self.gate.here}/{ident}".encode()).hexdigest()
            self.ids[ident] = digest[: len(ident)] if HEX.fullmatch(ident) else f"{self.gate.here}-{ident}"
        return self.ids[ident]

    def fresh(self, ident):
        """The same, for an object of its own, be there another of that id in the files."""
        self.number += 1
        found = self.own(ident or f"no-{self.number}")
        while found in self.taken:
            found = self.own(f"{ident}~{self.number}")
        self.taken.add(found)
        return found

    def owned(self, value, name=""):
        """A copy in which all that names another object names it by the id that this has here."""
        if isinstance(value, dict):
            rights = name == "access_rights"
            return {(self.ids.get(key, key) if rights else key): self.owned(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self.owned(item, name) for item in value]
        if not isinstance(value, str):
            return value
        looped = re.match("tyk://([^/?]+)", value)
        if looped:
            return value.replace(looped[1], self.ids.get(looped[1], looped[1]), 1)
        return self.ids.get(value, value) if name in NAMING or HEX.fullmatch(value) else value

    def reload(self):
        assert self.gate.ask("GET", "/tyk/reload?block=true")[0] == 200

    def post(self, label, path, body):
        status, answer = self.gate.ask("POST", path, body)
        if status != 200:
            self.refused.append(f"{label}: {status} {answer}")
        return status == 200

    def _apis(self, apis):
        made = {}
        for name, body in apis:
            body = copy.deepcopy(body)
            ident, oas = self.fresh(_api_id(body)), TYK in body
            body = self.owned(body)
            if oas:
                body[TYK].setdefault("info", {}).update(id=ident, orgId=self.gate.here)
                self._place(body[TYK].setdefault("server", {}).setdefault("listenPath", {}), "value")
            else:
                body.update(api_id=ident, org_id=self.gate.here)
                self._place(body.setdefault("proxy", {}), "listen_path")
            if self.post(name, "/tyk/apis/oas" if oas else "/tyk/apis", body):
                made[ident] = name
        self.reload()
        served = {api["api_id"] for api in self.gate.ask("GET", "/tyk/apis")[1]}
        for ident in made.keys() - served:
            self.refused.append(f"{made[ident]}: the Gateway does not load it")
            self.gate.ask("DELETE", f"/tyk/apis/{ident}")

    def _place(self, block, name):
        """A listen path that no other API has."""
        self.number += 1
        block[name] = f"/{self.gate.here}-{self.number}/{str(block.get(name) or '').lstrip('/')}"

    def _with_stubs(self, apis, policies, keys):
        """The same, and what rights and keys refer to that is not in the files."""
        there = {_api_id(body) for _name, body in apis} | {_policy_id(body) for _name, body in policies}
        more: dict[str, dict[str, dict]] = {"apis": {}, "policies": {}}
        for _name, body in (*apis, *policies, *keys):
            for ident, entry in (body.get("access_rights") or {}).items():
                more["apis"][ident] = classic((entry or {}).get("api_name") or ident, api_id=ident)
            for ident in (*(body.get("apply_policies") or ()), *(body.get("jwt_default_policies") or ())):
                more["policies"][ident] = {"id": ident, "name": ident, "access_rights": right("granted")}
        if more["policies"]:
            more["apis"]["granted"] = classic("Granted", api_id="granted")
        stubs = [
            [(f"stub {ident}", body) for ident, body in more[kind].items() if ident not in there]
            for kind in ("apis", "policies")
        ]
        return [*apis, *stubs[0]], [*policies, *stubs[1]]

    def _policies(self, policies):
        for name, body in policies:
            ident = self.fresh(_policy_id(body))
            self.post(name, "/tyk/policies", {**self.owned(body), "id": ident, "org_id": self.gate.here})

    def _keys(self, keys):
        for place, (name, body) in enumerate(keys):
            body = {"alias": name, **self.owned(body), "org_id": self.gate.here}
            self.post(name, f"/tyk/keys/key-{place}", body)


def _api_id(body):
    return str(((body.get(TYK) or {}).get("info") or {}).get("id") or body.get("api_id") or "")


def _policy_id(body):
    return str(body.get("id") or body.get("_id") or "")


def classic(name, **fields):
    """The least API, which answers nothing of interest."""
    proxy = {"listen_path": "/", "target_url": "http://up.example/", "strip_listen_path": True}
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    return {"name": name, "active": True, "proxy": proxy, "version_data": versions, **fields}


def right(ident, **fields):
    return {ident: {"api_id": ident, "api_name": ident, "versions": ["Default"], **fields}}


def odd(gate):
    """Objects as years of other tools leave them."""
    apis = [(name, classic(name, api_id=name)) for name in ("Orders", "Gone")]
    policies, keys = (found("Orders", "Gone").items() for found in (gateway_policies, gateway_keys))
    world = World(gate, apis, [*policies], [*keys], stubs=False)
    assert gate.ask("DELETE", f"/tyk/apis/{world.own('Gone')}")[0] == 200
    world.reload()
    return world


def own_corpus(gate):
    named = [(name, body) for file in ("classic", "oas") for name, body in ours(file).items()]
    return World(gate, named, [*ours("policies").items()], [*ours("keys").items()])


def real_corpus(gate, every=1):
    """The objects of real installations, or every tenth of them."""
    if not REAL.is_dir():
        return None
    picked = {folder: [*real(folder).items()][::every] for folder in ("classic", "oas", "policies", "keys")}
    return World(gate, [*picked["classic"], *picked["oas"]], picked["policies"], picked["keys"])


def vendor(gate, every=1):
    """What of the vendor's demo a Gateway can have: what wraps a definition for a Dashboard is taken off."""
    if not FOLDER.is_dir():
        return None
    found = {
        what: [(path.stem, read(path)) for path in sorted(FOLDER.glob(f"*/{what}/*.json"))[::every]]
        for what in ("apis", "policies")
    }
    apis = [(name, body.get("api_definition", body)) for name, body in found["apis"]]
    keys = [(path.stem, read(path)) for path in sorted(FOLDER.glob("gateway-keys/*.json"))[::every]]
    return World(gate, apis, found["policies"], keys)


WORLDS = {"odd": odd, "ours": own_corpus, "real": real_corpus, "vendor": vendor}
OTHERS = ("real", "vendor")
# Ways to export and to apply.
HOWS = ({}, {"strategy": "replace"}, {"include_secrets": True}, {"keep_ids": True, "strategy": "replace"})


def load(gate, name, every=1 if ALL else 10):
    """The world of this name, of the objects of others a share; None where these are not at hand."""
    return WORLDS[name](gate, every) if name in OTHERS else WORLDS[name](gate)


def stored(gate):
    """All that the Gateway tells of the organisation, by kind and id."""

    def ask(path):
        return gate.ask("GET", path)[1]

    found = {("apis", api["api_id"]): api for api in ask("/tyk/apis") if api["org_id"] == gate.here}
    for doc in ask("/tyk/apis/oas"):
        info = doc[TYK]["info"]
        if info.get("orgId") == gate.here:
            found["oas", info["id"]] = doc
    found.update({("policies", row["id"]): row for row in ask("/tyk/policies") if row["org_id"] == gate.here})
    for ident in ask(f"/tyk/keys?org_id={gate.here}")["keys"]:
        session = ask(f"/tyk/keys/{ident}?hashed=true")
        if session.get("org_id") == gate.here:
            found["keys", ident] = {**session, "tags": sorted(session.get("tags") or ())}  # in no order
    return found


def clear(gate):
    """Delete all of the organisation."""
    for kind, ident in stored(gate):
        if kind != "oas":
            gate.ask("DELETE", f"/tyk/{kind}/{ident}" + ("?hashed=true" if kind == "keys" else ""))
    assert gate.ask("GET", "/tyk/reload?block=true")[0] == 200
    gate.log()


def writes(gate):
    return [entry for entry in gate.changes() if "/reload" not in entry]


def paths(one, other, way=()):
    """Where two values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from paths(one.get(key), other.get(key), (*way, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (left, right_) in enumerate(zip(one, other)):
            yield from paths(left, right_, (*way, place))
    elif one != other and not (blank(one) and blank(other)):  # what says nothing may say it in another way
        yield way


def moved(done):
    return [step for step in done["changes"] if step["action"] != "none"]


def adopt(gate, strategy="merge", **how):
    """Export, and apply the export in place: no change, no write, no warning."""
    exported = gate.ok("config_info", **how)
    before = stored(gate)
    gate.log()
    for check in (True, False):
        done = gate.run("config", check=check, config=exported["config"], strategy=strategy)
        assert not done.get("failed"), done["msg"]
        assert not done["changed"], moved(done)
        assert not gate.warnings(done), gate.warnings(done)
    said = writes(gate)
    assert not said, said
    after = stored(gate)
    assert after == before, [*paths(before, after)]


def prune(gate):
    """Prune with the export as the declaration: nothing to delete."""
    exported = gate.ok("config_info")["config"]
    gate.log()
    done = gate.run("config", config=exported, prune=[*exported], prune_all=True)
    assert not done.get("failed"), done["msg"]
    assert not done["changed"] and not writes(gate), moved(done)


# What each kind's objects are touched by; ...: the other way round.
TOUCH = {
    "apis": {"active": ...},
    "policies": {"definition": {"key_expires_in": 17}},
    "keys": {"definition": {"enable_detailed_recording": ...}},
}
# What Tyk writes itself when an object is written: what an API is called, and how much of its rate is left.
BESIDE = {"last_updated", "api_name", "allowance"}
# What nobody can see of a key with policies: Tyk shows what these make of it.
DECIDED = {"rate", "per", "quota_max", "quota_renewal_rate", "access_rights", "tags", "meta_data"}


def touch(gate, most=None):
    """Change one field of one object by its module: every other field, and every other object, is as it was."""
    exported = gate.ok("config_info", keep_ids=True)["config"]
    for section, change in TOUCH.items():
        kind = KINDS[section]
        known = (kind.identity.id_option, kind.identity.name_option, *kind.identity.lookups, *kind.route.selectors)
        items = exported.get(section, [])
        for item in items[:: _step(items, most)]:
            who = {name: item[name] for name in known if name and item.get(name)}
            wish = _other_way(change, item)
            before = stored(gate)
            done = gate.run(kind.name, **who, **wish)
            assert not done.get("failed"), (who, done["msg"])
            after = stored(gate)
            assert done["changed"] and before.keys() == after.keys(), who
            changed = {way for row in before for way in paths(plain(before[row]), plain(after[row]), (row,))}
            assert len({way[0][1] for way in changed}) == 1, (who, changed)
            field = next(iter(change.get("definition") or change))
            beside = BESIDE | (DECIDED if item.get("policies") or "apply_policy_id" in str(item) else set())
            odd = {way for way in changed if field not in way and not beside & {*way}}
            assert not odd, (who, odd)


def _other_way(change, item):
    """A change, in which ... stands for the contrary of what is."""
    return {
        name: not (item or {}).get(name)
        if value is ...
        else _other_way(value, (item or {}).get(name))
        if isinstance(value, dict)
        else value
        for name, value in change.items()
    }


def _step(items, most):
    return max(1, len(items) // most) if most else 1


# What moves by itself, tells another organisation, or is of the database from which somebody copied the object.
ELSEWHERE = BESIDE | {"org_id", "orgId", "id", "_id", "dbId", "last_schema_update", "allowance_scope", "last_check"}
ELSEWHERE |= {"date_created", "quota_renews", "quota_remaining", "api_id"}


def move(gate):
    """Make the portable part of it all anew in an empty organisation, once the originals are gone: the export there is
    the same, and so is what the Gateway tells."""
    how = {"portable": True, "include_secrets": True, "keep_ids": True}
    exported, before = gate.ok("config_info", **how), stored(gate)
    clear(gate)
    gate.here = gate.here[::-1]
    done = gate.run("config", config=exported["config"])
    assert not done.get("failed"), done["msg"]
    again = gate.run("config", config=exported["config"])
    assert not again["changed"], moved(again)
    there = gate.ok("config_info", **how)
    assert not there["omitted"], there["omitted"]
    assert there["config"] == exported["config"], [*paths(there["config"], exported["config"])]
    here, after = (_by_name(found) for found in (before, stored(gate)))
    assert len(after) >= sum(map(len, exported["config"].values()))
    lost = {way for who in after for way in paths(plain(here[who]), plain(after[who]), who) if not ELSEWHERE & {*way}}
    assert not lost, lost


def _by_name(found):
    """What is stored, keys by their alias, which is all that a copy has in common with the original."""
    named = {(kind, session_or_id(kind, ident, obj)): obj for (kind, ident), obj in found.items()}
    return {who: obj for who, obj in named.items() if who[1]}


def session_or_id(kind, ident, obj):
    return obj.get("alias") if kind == "keys" else ident


def plain(value, name=""):
    """A copy in which values that Tyk takes for the same are the same."""
    if isinstance(value, dict):
        made = {key: plain(item, key) for key, item in value.items() if key not in DERIVED or not value.get("is_oas")}
        if made.get("apply_policy_id") and not made.get("apply_policies"):
            made["apply_policies"] = [made.pop("apply_policy_id")]
        return {key: item for key, item in made.items() if name != "versions" or not _says_nothing(item)}
    if isinstance(value, list):
        items = [plain(item) for item in value]
        return sorted(items) if name in SETS and all(isinstance(item, str) for item in items) else items
    return 0 if name == "expires" and value == -1 else value


DERIVED = ("version_data",)  # of an OAS API, which is compared as its document
SETS = ("tags", "methods")


def _says_nothing(version):
    return isinstance(version, dict) and blank(
        {**version, "name": "", "use_extended_paths": False, "global_enforce_timeout": ""}
    )
