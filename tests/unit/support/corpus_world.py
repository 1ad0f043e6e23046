# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organisations full of odd objects, ours or real ones, loaded by plain HTTP as other tools would write them."""

from __future__ import annotations

import json

from module_runner import Tyk
from samples import ours, real

from ansible_collections.community.tyk.plugins.module_utils._data.merge import whole
from tyk_emulator.wire import Request

# Where the objects of each sort are: in our own files, and in folders of the real ones; in the order to load them.
SORTS = {
    "usergroups": (("small", "user_group"), "extras/usergroups"),
    "users": (("users", None), "users"),
    "webhooks": (("small", "webhook"), "extras/webhooks"),
    "assets": (("small", "asset"), "extras/assets"),
    "classic": (("classic", None), "classic"),
    "oas": (("oas", None), "oas"),
    "policies": (("policies", None), "policies"),
    "keys": (("keys", None), "keys"),
    "oauth_clients": (("small", "oauth_client"), "extras/oauth_clients"),
}
STREAMING = "x-tyk-streaming"
TYK = "x-tyk-api-gateway"


SESSION = {"allowance": 9, "rate": 9, "per": 9, "quota_max": -1, "quota_renewal_rate": -1, "expires": 0}
NOBODY = {**SESSION, "apply_policies": [], "access_rights": {}, "meta_data": {}}  # what a key needs at least
OAUTH = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}
WHOLE = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}


class CorpusWorld(Tyk):
    """An organisation with one object for each sample that Tyk takes.

    :arg whose: ``ours`` or ``real``.
    :arg share: every how many-th of them.
    """

    def __init__(self, whose: str, share: int = 1, **config) -> None:
        super().__init__(**config)
        self.refused: list[tuple[str, object]] = []
        self.loaded, self.paths, self.names = 0, set(), set()
        self.ids: dict[str, str] = {}  # what samples call an API -> what Tyk does
        self.policies: dict[str, str] = {}  # and a policy
        for sort, (own, folder) in SORTS.items():
            samples = ours(*own) if whose == "ours" else real(folder)
            for name, sample in list(samples.items())[::share]:
                status, answer = getattr(self, f"_{sort}")(whole(sample))  # what was YAML once has 60.0 for 60
                self.loaded += status in (200, 201)
                if status not in (200, 201):
                    self.refused.append((f"{sort} {name}", answer))
        self.log()

    def _plainly(self, route, doc):
        return self.call("POST", f"/api/{route}", without(doc, "id", "_id", "org_id"))

    def _usergroups(self, doc):
        return self._plainly("usergroups", doc)

    def _webhooks(self, doc):
        return self._plainly("hooks", doc)

    def _assets(self, doc):
        return self._plainly("assets", doc)

    def _users(self, doc):
        person = {**without(doc, "id", "access_key"), "org_id": self.org}
        if person.get("email_address") in self.names:
            person["email_address"] = f"{len(self.names)}-{person['email_address']}"
        self.names.add(person.get("email_address"))
        return self.call("POST", "/admin/users", person, admin=True)

    def _place(self, holder, field):
        """A listen path that no other API has."""
        path, count = str(holder.get(field) or "/"), 0
        while path.strip("/") in self.paths:
            count += 1
            path = f"{str(holder.get(field) or '').rstrip('/')}/{count}/"
        self.paths.add(path.strip("/"))
        holder[field] = path

    def _made(self, known, said, answer, name="ID"):
        status, body = answer
        if said and status in (200, 201) and body.get(name):
            known[said] = body[name]
        return answer

    def _classic(self, doc):
        body = doc if "api_definition" in doc else {"api_definition": doc, "hook_references": []}
        inner = {**without(body["api_definition"], "id", "org_id"), "slug": ""}
        inner["proxy"] = dict(inner.get("proxy") or {})
        self._place(inner["proxy"], "listen_path")
        made = self.call("POST", "/api/apis?accept_additional_properties=true", {**body, "api_definition": inner})
        return self._made(self.ids, inner.get("api_id"), made)

    def _oas(self, doc):
        own = doc.setdefault(TYK, {})
        info = own["info"] = without(own.get("info") or {}, "dbId", "orgId")
        self._place(own.setdefault("server", {}).setdefault("listenPath", {}), "value")
        if STREAMING not in doc:
            return self._made(self.ids, info.get("id"), self.call("POST", "/api/apis/oas", doc))
        headers = {"authorization": self.token, "content-type": "application/vnd.tyk.streams.oas"}
        answer = self.emulator.handle(
            Request("POST", "/api/apis/streams", "", headers, json.dumps(doc).encode(), "http")
        )
        return answer.status, json.loads(answer.body)

    def _grant(self, rights):
        """The same rights to APIs that are there."""
        granted = {}
        for said, right in (rights or {}).items():
            name = f"Granted {(right or {}).get('api_name') or said}"
            if said not in self.ids:
                proxy = {"listen_path": f"/granted/{len(self.ids)}/", "target_url": "http://up.example/"}
                api = {"name": name, "api_id": said, "active": True, "proxy": proxy, "version_data": WHOLE, **OAUTH}
                self._made(
                    self.ids, said, self.call("POST", "/api/apis", {"api_definition": api, "hook_references": []})
                )
            ident = self.ids.get(said, said)
            granted[ident] = {**right, "api_id": ident} if right else right
        return granted

    def _policies(self, doc):
        name = doc.get("name") or "of the corpus"
        name = name if name not in self.names else f"{name} {len(self.names)}"
        self.names.add(name)
        rights = {"access_rights": self._grant(doc["access_rights"])} if doc.get("access_rights") else {}
        made = self.call("POST", "/api/portal/policies", {**without(doc, "org_id"), **rights, "name": name})
        return self._made(self.policies, doc.get("_id") or doc.get("id"), made, "Message")

    def _keys(self, doc):
        rights = self._grant(doc.get("access_rights"))
        policies = [self.policies[said] for said in doc.get("apply_policies") or () if said in self.policies]
        some = rights if rights or policies else self._grant({"some": {"api_name": "some", "versions": ["Default"]}})
        bare = without(doc, "certificate", "key_id", "_id", "org_id", "apply_policy_id", "expires")
        return self.call("POST", "/api/keys", {**NOBODY, **bare, "access_rights": some, "apply_policies": policies})

    def _oauth_clients(self, doc):
        api = next(iter(self._grant({"clients": {"api_name": "with clients"}})), "")
        policy = self.policies.get(doc.get("policy_id") or "", "")
        body = {**doc, "api_id": api, "policy_id": policy}
        return self.call("POST", f"/api/apis/oauth/{api}", body)


def without(doc, *names):
    return {name: value for name, value in doc.items() if name not in names}
