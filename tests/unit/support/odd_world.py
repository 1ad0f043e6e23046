# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organisation as years of clicking and of other tools leave it: what Tyk takes, and no task of ours would make."""

from __future__ import annotations

import copy

from gateway_runner import ORG, Gate
from module_objects import api, pem, policy, right
from module_runner import Tyk

NOW = 1_800_000_000
SESSION = {"allowance": 9, "rate": 9, "per": 9, "quota_max": -1, "quota_renewal_rate": -1, "expires": 0}
SMALL = {"rate": 2, "per": 1}
PARTS = {
    "endpoints": [{"path": "/a", "methods": [{"name": "GET", "limit": SMALL}]}],
    "allowed_urls": [{"url": "/a", "methods": None}],
    "limit": {**SMALL, "smoothing": {"enabled": False}, "quota_max": -1},
    "restricted_types": None,
    "field_access_rights": [],
}
OAS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets #two #words in the middle", "version": "0"},
    "paths": {"/empty": {}, "/x": {"get": {"operationId": "x", "responses": {"200": {"description": ""}}}}},
    "x-tyk-api-gateway": {
        "info": {"name": "Pets #two #words in the middle", "state": {"active": False}},
        "upstream": {"url": "http://up.example/"},
        "server": {"listenPath": {"value": "/odd-pets/"}},
    },
}


class OddWorld(Tyk):
    """An organisation full of it; names of what is in it say what is odd."""

    def __init__(self, **config) -> None:
        super().__init__(dashboard_version="5.12.0", **config)
        self.apis = {name: api(self, name) for name in ("Orders", "Pets", "Gone", "Twin", "Odd #b #c")}
        self._people()
        self._apis()
        self._policies()
        self._keys()
        self.call("DELETE", f"/api/apis/{self.apis['Gone']}")
        self.call("DELETE", f"/api/portal/policies/{self.gone}")
        self.log()

    def _people(self) -> None:
        """Users and groups, webhooks, assets; the Admin API makes users that the Dashboard would refuse."""
        self.make("/api/usergroups", {"name": "Readers", "user_permissions": {"apis": "read"}, "active": False})
        group = self.read("/api/usergroups?p=-1")["groups"][0]["id"]
        people = {
            "no-first-name": {"first_name": ""},
            "inactive": {"active": False, "group_id": group},
            "gone-group": {"group_id": "0123456789abcdef01234567"},
        }
        for name, odd in people.items():
            person = {"first_name": "A", "last_name": "B", "active": True, "user_permissions": {"apis": "read"}}
            email = {"email_address": f"{name}@acme.example", "org_id": self.org}
            self.make("/admin/users", {**person, **email, **odd}, admin=True)
        self.make("/api/hooks", {"name": "Bell", "method": "PUT", "target_path": "http://h/", "header_map": {"X": ""}})
        self.make("/api/assets", {"name": "Odd", "kind": "oas-template", "data": {"flag": False, "n": 0}})

    def _apis(self) -> None:
        found = self.read(f"/api/apis/{self.apis['Twin']}")
        twin = copy.deepcopy(found["api_definition"])
        twin.update(id="", api_id="", slug="", active=False, config_data={"zero": 0, "empty": {}, "off": False})
        twin["proxy"]["listen_path"] = "/another/"
        self.make("/api/apis", {"api_definition": twin, "hook_references": []})
        self.make("/api/apis/oas", OAS)
        oauth = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}
        orders = self.read(f"/api/apis/{self.apis['Orders']}")
        orders["api_definition"].update(oauth, jwt_source="c2VjcmV0", use_keyless=False)
        assert self.call("PUT", f"/api/apis/{self.apis['Orders']}", orders)[0] == 200

    def _policies(self) -> None:
        orders, gone = right(self.apis["Orders"], "Orders"), right(self.apis["Gone"], "Gone")
        self.gone = policy(self, "Gone", orders)
        full = {self.apis["Orders"]: {**orders[self.apis["Orders"]], **PARTS}}
        bare = {self.apis["Pets"]: {**right(self.apis["Pets"], "Old name")[self.apis["Pets"]], "versions": []}}
        odd = {
            "all parts": {"access_rights": full, "tags": None, "meta_data": None, "partitions": {"acl": True}},
            "no rights": {"access_rights": {}, "rate": 3, "per": 1},
            "null rights": {"access_rights": None, "partitions": {"acl": True}},
            "no versions": {"access_rights": bare},
            "null versions": {"access_rights": {key: {**item, "versions": None} for key, item in bare.items()}},
            "dead API": {"access_rights": {**orders, **gone}},
            "two ids": {"access_rights": orders, "_id": "5ead71205759610001818699", "id": "chosen"},
            "per API and quota": {"access_rights": orders, "partitions": {"per_api": True, "quota": True}},
            "active and not": {"access_rights": orders, "active": False, "state": "active"},
            "inactive": {"access_rights": orders, "active": False, "is_inactive": True, "state": "deny"},
            "odd state": {"access_rights": orders, "state": "unheard of"},
            "zeros": {"access_rights": orders, "quota_max": 0, "quota_renewal_rate": 0, "meta_data": {"n": 0, "e": ""}},
        }
        self.ids = {name: policy(self, name, **{"rights": {}, **_rights(fields)}) for name, fields in odd.items()}

    def _keys(self) -> None:
        orders, gone = right(self.apis["Orders"], "Orders"), right(self.apis["Gone"], "Gone")
        full = {self.apis["Orders"]: {**orders[self.apis["Orders"]], **PARTS}}
        odd = {
            "all parts": {"access_rights": full, "session_lifetime": 7, "data_expires": 8, "tags": ["b", "a"]},
            "no versions": {"access_rights": {self.apis["Pets"]: {**orders[self.apis["Orders"]], "versions": []}}},
            "dead API": {"access_rights": {**orders, **gone}},
            "dead policy": {"apply_policies": [self.gone, self.ids["all parts"]]},
            "older policy": {"apply_policy_id": self.ids["two ids"]},
            "several": {"apply_policies": [self.ids["no versions"], self.ids["zeros"]]},
            "inactive": {"access_rights": orders, "is_inactive": True},
            "HMAC off": {"access_rights": orders, "hmac_enabled": False, "hmac_string": "s-of-hmac"},
            "JWT": {"access_rights": orders, "jwt_data": {"secret": "s-of-jwt"}, "meta_data": {"n": 0, "e": ""}},
            "ends": {"access_rights": orders, "expires": NOW + 1000, "monitor": {"trigger_limits": [80.5]}},
            "": {"access_rights": orders},
            "never": {"access_rights": orders, "expires": -1},
            "over": {"access_rights": orders, "expires": 1},
            "over by now": {"access_rights": orders},
            "no certificate there": {"access_rights": orders, "certificate": self._certificate()},
            "basic": {"access_rights": orders, "basic_auth_data": {"password": "Pass-word-1"}},
        }
        for alias, fields in [*odd.items(), ("inactive", odd["inactive"])]:
            body = {**SESSION, "alias": alias, "access_rights": {}, "apply_policies": [], "meta_data": {}}
            place = "/api/apis/keys/basic/somebody" if "basic_auth_data" in fields else "/api/keys"
            self.make(place, {**body, **fields})
        for row in self.emulator.state["keys"]:
            if row["session"]["alias"] == "over by now":
                row["session"]["expires"] = NOW - 500_000_000
        client = {"api_id": self.apis["Orders"], "client_id": "c", "policy_id": self.gone, "redirect_uri": ""}
        self.make(f"/api/apis/oauth/{self.apis['Orders']}", {**client, "secret": "s-of-client"})

    def _certificate(self) -> str:
        body = pem("odd.example")[0].encode()
        return str(self.ok("certificate", certificate=body.decode())["certificate"]["certificate_id"])


def gateway_policies(own, gone):
    """Odd policies of a Gateway without a Dashboard, of which one names an API that goes."""
    orders, lost = right(own, "Orders"), right(gone, "Gone")
    odd = {
        "": {"id": "no-name", "access_rights": {own: {**orders[own], **PARTS}}},
        "no rights": {"access_rights": {}, "partitions": {"acl": True}},
        "no versions": {"access_rights": {own: {**orders[own], "versions": []}}},
        "dead API": {"access_rights": {**orders, **lost}},
        "both": {"access_rights": orders, "partitions": {"per_api": True, "quota": True}},
        "two ids": {"_id": "5ead71205759610001818699", "id": "chosen", "access_rights": orders},
        "inactive": {"access_rights": orders, "active": False, "is_inactive": True, "last_updated": "1478"},
        "zeros": {"access_rights": orders, "meta_data": {"n": 0, "e": ""}, "tags": ["b", "a"]},
    }
    return {
        name: {"id": name.replace(" ", "-"), "name": name, "rate": 3, "per": 1, **fields}
        for name, fields in odd.items()
    }


def gateway_keys(own, gone):
    """Odd keys, by the name that the Gateway makes a token of."""
    orders, lost = right(own, "Orders"), right(gone, "Gone")
    odd = {
        "all-parts": {"access_rights": {own: {**orders[own], **PARTS}}, "session_lifetime": 7000, "data_expires": 8000},
        "no-versions": {"access_rights": {own: {**orders[own], "versions": []}}},
        "dead-api": {"access_rights": {**orders, **lost}},
        "dead-policy": {"apply_policies": ["zeros", "went"]},
        "older-policy": {"apply_policy_id": "chosen"},
        "hmac-off": {"access_rights": orders, "hmac_enabled": False, "hmac_string": "s-of-hmac"},
        "inactive": {"access_rights": orders, "is_inactive": True, "meta_data": {"n": 0, "e": ""}},
        "never": {"access_rights": orders, "expires": -1},
        "no-alias": {"access_rights": orders, "alias": ""},
    }
    return {name: {**SESSION, "alias": name, **fields} for name, fields in odd.items()}


class OddGate(Gate):
    """The same of a Gateway without a Dashboard: policies, keys, and an API that went."""

    def __init__(self, **config) -> None:
        super().__init__(**config)
        self.apis = {name: self.api(name) for name in ("Orders", "Gone")}
        for body in gateway_policies(*self.apis.values()).values():
            assert self.ask("POST", "/tyk/policies", {**body, "org_id": ORG})[0] == 200
        self.ask("GET", "/tyk/reload/?block=true")
        for name, body in gateway_keys(*self.apis.values()).items():
            status, answer = self.ask("POST", f"/tyk/keys/{name}", {**body, "org_id": ORG})
            assert status == 200, (name, answer)
        self.ask("DELETE", f"/tyk/apis/{self.apis['Gone']}")
        self.ask("GET", "/tyk/reload/?block=true")
        self.log()


def _rights(fields):
    return {("rights" if name == "access_rights" else name): value for name, value in fields.items()}
