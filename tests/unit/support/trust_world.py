# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organisation with an object of every kind, made by other tools and full of secrets; and what is done to each."""

from __future__ import annotations

import json
import re
import typing as t

from module_runner import SECRET, URL, Tyk

NOW = 1_800_000_000.0
# Secrets that objects of this world hold, beside tokens and keys.
PLANTED = {
    "hook": "planted-header-of-a-hook",
    "upstream": "planted-upstream-password",
    "jwt": "planted-secret-of-jwt",
    "hmac": "planted-secret-of-hmac",
    "basic": "planted-basic-password",
    "user": "planted-user-password",
    "client": "planted-client-secret",
    "login": "planted-secret-of-a-login",
    "credential": "planted-credential-of-the-broker",
}
PERSON = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
LIMITS = {"allowance": 10, "rate": 10, "per": 1, "quota_max": 100, "quota_renewal_rate": 3600, "expires": 0}
CERTIFICATES: list[str] = []
MADE = re.compile("[0-9a-f]{16,}|eyJ[\\w+/=]{20,}|[\\w+/]{40,}=*")  # ids, keys and secrets that Tyk makes


class Step(t.NamedTuple):
    """Something to do with a module.

    :arg first: what has to be done before, as another step of the same kind.
    :arg foreign: fields that another tool gave the object in between.
    :arg secret: the module makes a secret and hands it over.
    """

    kind: str
    params: dict[str, t.Any]
    first: dict[str, t.Any] | None = None
    foreign: dict[str, t.Any] | None = None
    secret: bool = False
    changes: bool = True


def certificate(number: int) -> str:
    """A certificate in PEM form; the same in every call."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    while len(CERTIFICATES) <= number:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{len(CERTIFICATES)}.example")])
        built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        start = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
        built = built.serial_number(1).not_valid_before(start).not_valid_after(start.replace(year=2120))
        pem = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        CERTIFICATES.append(pem.decode())
    return CERTIFICATES[number]


def definition(name: str, **fields: t.Any) -> dict[str, t.Any]:
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    proxy = {"listen_path": f"/{name.lower()}/", "target_url": "http://up.example/", "strip_listen_path": True}
    return {"name": name, "active": True, "proxy": proxy, "version_data": versions, **fields}


PETS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pets": {"get": {"operationId": "pets", "responses": {"200": {"description": "ok"}}}}},
    "x-tyk-api-gateway": {
        "info": {"name": "Pets", "state": {"active": True}},
        "upstream": {"url": "http://up.example/"},
        "server": {"listenPath": {"value": "/pets/", "strip": True}},
    },
}


BYSTANDER = {
    "openapi": "3.0.3",
    "info": {"title": "Bystander", "version": "1"},
    "paths": {},
    "x-tyk-api-gateway": {
        "info": {"name": "Bystander", "state": {"active": True}},
        "upstream": {"url": "http://mcp.example/"},
        "server": {"listenPath": {"value": "/bystander/", "strip": True}},
        "middleware": {"mcpTools": {"a": {"allow": {"enabled": True}}}},
    },
}
MQTT = {"urls": ["tcp://broker.example:1883"], "topics": ["orders"], "password": PLANTED["upstream"]}
STREAM = {
    "openapi": "3.0.3",
    "info": {"title": "New", "version": "1"},
    "paths": {},
    "x-tyk-streaming": {"streams": {"orders": {"input": {"mqtt": MQTT}, "output": {"drop": {}}}}},
}


LOGIN = {"UseProviders": [{"Name": "openid-connect", "Key": "id", "Secret": PLANTED["login"]}]}


def build(**how: t.Any) -> Tyk:
    """The organisation as other tools have left it.

    :arg how: what is special about the Dashboard.
    """
    tyk = Tyk(clock=Still(), **how)
    tyk.user("bystander@acme.example", tyk.org, {"apis": "write"})
    tyk.make("/api/usergroups", {"name": "Bystanders", "active": True, "user_permissions": {"apis": "read"}})
    hook = {"name": "Pager", "method": "POST", "target_path": "http://pager.example/"}
    tyk.make("/api/hooks", {**hook, "header_map": {"Authorization": PLANTED["hook"]}})
    extra = {
        "use_oauth2": True,
        "config_data": {"deep": [{"er": 1}]},
        "upstream_auth": {"enabled": True, "basic_auth": {"enabled": True, "password": PLANTED["upstream"]}},
    }
    orders = tyk.make("/api/apis", {"api_definition": definition("Orders", **extra), "hook_references": []})["ID"]
    tyk.orders = orders
    tyk.make("/api/apis/oas", PETS)
    tyk.make("/api/mcps", BYSTANDER)
    rights = {orders: {"api_id": orders, "api_name": "Orders", "versions": ["Default"]}}
    gold = {"name": "Gold", "active": True, "state": "active", "access_rights": rights, "rate": 7, "per": 1}
    tyk.make("/api/portal/policies", {**gold, "tags": ["gold"], "meta_data": {"tier": "gold"}})
    session = {**LIMITS, "alias": "bystander", "meta_data": {}, "access_rights": rights}
    tyk.make("/api/keys", {**session, "hmac_enabled": True, "hmac_string": PLANTED["hmac"]})
    client = {"client_id": "bystander", "client_name": "bystander", "secret": PLANTED["client"]}
    tyk.make(f"/api/apis/oauth/{orders}", client)
    tyk.make("/api/assets", {"kind": "oas-template", "name": "Bystander", "data": {"openapi": "3.0.3"}})
    tyk.make("/admin/organisations", {"owner_name": "Bystanders"}, admin=True)
    tyk.make(
        "/api/clientidps", {"name": "Bystander", "jwks_uri": "http://login.example/", "api_mappings": {orders: {}}}
    )
    tyk.make("/api/tib/profiles/bystander", {"ID": "bystander", "Name": "Bystander", "ProviderConfig": LOGIN})
    tyk.log()
    return tyk


class Still:
    """A clock that stands still, so that two worlds can be compared."""

    def __call__(self) -> float:
        return NOW

    def sleep(self, seconds: float) -> None:
        pass


RIGHTS = [{"api": "Orders"}]
ENTRY = {"name": "New", "listen_path": "/new/", "target_url": "http://up.example/"}
ALIAS = {"alias": "new", "access_rights": RIGHTS, "rate": 1, "per": 1}
CLIENT = {"api": "Orders", "client_id": "shop", "client_name": "Shop", "redirect_uri": "http://s.example"}
# kind -> (what makes one, what changes it, what else it has by then, what names it)
LIVES: dict[str, tuple[dict[str, t.Any], dict[str, t.Any], dict[str, t.Any], tuple[str, ...]]] = {
    "user_group": (
        {"name": "New", "user_permissions": {"apis": "read"}},
        {"description": "changed"},
        {"password_max_days": 9},
        ("name",),
    ),
    "user": (
        {**PERSON, "email_address": "new@acme.example"},
        {"first_name": "Changed"},
        {"password_max_days": 9},
        ("email_address",),
    ),
    "webhook": (
        {"name": "New", "target_path": "http://new.example/", "header_map": {"X-Key": PLANTED["hook"]}},
        {"event_timeout": 60},
        {"template_path": "there"},
        ("name",),
    ),
    "api": (
        {**ENTRY, "definition": {"upstream_auth": {"basic_auth": {"password": PLANTED["upstream"]}}}},
        {"target_url": "http://changed.example/"},
        {"api_definition": {"config_data": {"deep": [1]}, "tags": ["edge"], "CORS": {"enable": True, "max_age": 9}}},
        ("name",),
    ),
    "oas": (
        {**ENTRY, "format": "oas", "categories": ["internal"]},
        {"target_url": "http://changed.example/", "categories": ["external"]},
        {"paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "ok"}}}}}},
        ("name",),
    ),
    "mcp_proxy": (
        {**ENTRY, "listen_path": "/mcp/", "tools": {"a": {"allow": {"enabled": True}}}},
        {"target_url": "http://changed.example/", "tools": {"b": {"block": {"enabled": True}}}},
        {"info": {"title": "New", "version": "2", "description": "there"}},
        ("name",),
    ),
    "policy": (
        {"name": "New", "access_rights": RIGHTS, "rate": 1, "per": 1},
        {"rate": 2},
        {"tags": ["t"], "meta_data": {"a": "b"}, "throttle_interval": 5, "key_expires_in": 60},
        ("name",),
    ),
    "key": (
        {**ALIAS, "jwt": {"secret": PLANTED["jwt"]}},
        {"rate": 2},
        {"tags": ["t"], "meta_data": {"a": "b"}, "throttle_interval": 5},
        ("alias",),
    ),
    "asset": (
        {"name": "New", "data": {"openapi": "3.0.3", "info": {"title": "T"}}},
        {"data": {"info": {"title": "U"}}},
        {"description": "there"},
        ("name",),
    ),
    "oauth_client": (CLIENT, {"redirect_uri": "http://t.example", "recreate": True}, {}, ("api", "client_id")),
    "client_idp": (
        {
            "name": "New",
            "jwks_uri": "http://new.example/",
            "api_mappings": {"Orders": {"scope_to_policy": {"a": "Gold"}}},
        },
        {"issuer": "http://changed.example/", "api_mappings": {"Orders": {"scope_to_policy": {"b": "Gold"}}}},
        {"scope_claim_name": "there"},
        ("name",),
    ),
    "identity_profile": (
        {
            "name": "New",
            "action_type": "GenerateOrLoginUserProfile",
            "type": "redirect",
            "provider_name": "SocialProvider",
            "provider_config": LOGIN,
            "identity_handler_config": {"DashboardCredential": PLANTED["credential"]},
        },
        {"return_url": "http://changed.example/"},
        {"CustomEmailField": "there"},
        ("name",),
    ),
    "organisation": ({"owner_name": "New"}, {"cname": "new.example"}, {"hybrid_enabled": True}, ("owner_name",)),
}
# Of these there is always exactly one: kind -> (what it is made, what changes it)
RULES = "package dashboard_users\n"
SINGLES: dict[str, tuple[dict[str, t.Any], dict[str, t.Any]]] = {
    "additional_permissions": (
        {"permissions": {"approve": "Approve"}},
        {"permissions": {"approve": "All", "order": ""}},
    ),
    "opa_rules": ({"enabled": True, "rules": RULES}, {"rules": f"{RULES}deny = []"}),
}
# A field of each kind that no task of these tests names, and another value for it.
EDITS = {
    "user_group": {"password_max_days": 5},
    "user": {"password_max_days": 5},
    "webhook": {"template_path": "elsewhere"},
    "api": {"api_definition": {"config_data": {"by": "somebody"}}},
    "oas": {"info": {"description": "by somebody"}},
    "mcp_proxy": {"info": {"description": "by somebody"}},
    "policy": {"meta_data": {"by": "somebody"}},
    "key": {"meta_data": {"by": "somebody"}},
    "asset": {"description": "by somebody"},
    "client_idp": {"scope_claim_name": "by somebody"},
    "identity_profile": {"CustomEmailField": "by somebody"},
    "organisation": {"owner_slug": "somebody"},
}
# Where the objects of a kind are: the list, the key in it, the route of one, the field with its id
ROUTES = {
    "user_group": ("/api/usergroups", "groups", "id"),
    "user": ("/api/users", "users", "id"),
    "webhook": ("/api/hooks", "hooks", "id"),
    "api": ("/api/apis", "apis", ""),
    "oas": ("/api/apis", "apis", ""),
    "mcp_proxy": ("/api/mcps", "mcps", ""),
    "policy": ("/api/portal/policies", "Data", "_id"),
    "key": ("/api/keys/detailed", "keys", "key_id"),
    "asset": ("/api/assets", "", "_id"),
    "client_idp": ("/api/clientidps", "client_idps", "_id"),
    "identity_profile": ("/api/tib/profiles", "Data", "ID"),
    "organisation": ("/admin/organisations", "organisations", "id"),
}


def steps() -> dict[str, Step]:
    """Every step of every kind, by a name."""
    found: dict[str, Step] = {}
    for kind, (make, change, foreign, names) in LIVES.items():
        identity = {name: make[name] for name in names}
        secret = kind in ("user", "key", "oauth_client")
        found[f"{kind} create"] = Step(kind, make, secret=secret)
        found[f"{kind} update"] = Step(kind, {**make, **change}, make, foreign)
        found[f"{kind} same"] = Step(kind, make, make, foreign, changes=False)
        found[f"{kind} delete"] = Step(kind, {**identity, "state": "absent"}, make, foreign)
    for kind, (make, change) in SINGLES.items():
        found[f"{kind} set"] = Step(kind, {**make, **change}, make)  # not update: nobody can delete it meanwhile
        found[f"{kind} same"] = Step(kind, make, make, changes=False)
    make = LIVES["key"][0]
    found["key rotate"] = Step(
        "key", {"alias": "new", "state": "rotated", "rotation": "r"}, make, LIVES["key"][2], True
    )
    overlap = {"alias": "new", "state": "rotated", "rotation": "r", "keep_old": "520w"}
    found["key rotate with overlap"] = Step("key", overlap, make, LIVES["key"][2], True)
    basic = {"alias": "b", "basic_auth": {"username": "joe", "password": PLANTED["basic"]}, "access_rights": RIGHTS}
    found["key create with basic_auth"] = Step("key", basic)
    make, _change, foreign, _names = LIVES["client_idp"]
    mapped = {"name": "New", "api_mappings": {"Orders": {"scope_to_policy": {"a": None, "b": "Gold"}}, "Pets": {}}}
    found["client_idp with mappings alone"] = Step("client_idp", mapped, make, foreign)
    user = {**LIVES["user"][0], "password": PLANTED["user"]}
    found["user create with password"] = Step("user", user, secret=True)
    found["policy create with policy_id"] = Step("policy", {**LIVES["policy"][0], "policy_id": "chosen"})
    found["api create with api_id"] = Step("api", {**LIVES["api"][0], "api_id": "0123456789abcdef0123456789abcdef"})
    first = {**PERSON, "email_address": "first@acme.example"}
    found["bootstrap_user create"] = Step("bootstrap_user", first, secret=True)
    stream = {**ENTRY, "definition": STREAM}
    found["streams create"] = Step("oas", stream)
    found["streams update"] = Step("oas", {**stream, "target_url": "http://changed.example/"}, stream)
    found["streams delete"] = Step("oas", {"name": "New", "state": "absent"}, stream)
    version = {"version": {"of": "Orders", "name": "v2", "default": True}}
    found["api create as a version"] = Step("api", {**LIVES["api"][0], **version})
    found["api delete a version"] = Step("api", {"name": "New", "state": "absent"}, {**LIVES["api"][0], **version})
    found["certificate create"] = Step("certificate", {"certificate": 0})
    found["certificate same"] = Step("certificate", {"certificate": 0}, {"certificate": 0}, changes=False)
    found["certificate delete"] = Step("certificate", {"certificate": 0, "state": "absent"}, {"certificate": 0})
    for name in [name for name, step in found.items() if step.secret and step.kind != "oauth_client"]:
        found[f"{name} into a file"] = found[name]._replace(params={**found[name].params, "key_file": "key"})
    return found


def configuration(changed: bool = False, **more: t.Any) -> dict[str, t.Any]:
    """An object of every kind for tyk_config."""
    plural = {"policy": "policies", "oas": "apis", "mcp_proxy": "mcp_proxies"}
    config: dict[str, t.Any] = {}
    for kind, (make, change, _foreign, names) in LIVES.items():
        if kind == "organisation":
            continue
        params = {**make, **(change if changed and kind != "oauth_client" else {})}
        if more:
            params = {**{name: make[name] for name in names}, **more}
        if kind == "oas":
            params.update({"name": "Other"} if more else {"name": "Other", "listen_path": "/other/"})
        if kind == "mcp_proxy":
            params["name"] = "Served"  # rights know APIs and proxies by name alike
        if kind == "key" and not more:
            params = {**params, "access_rights": [{"api": "New"}, {"api": "Other"}, {"api": "Served"}]}
        if kind == "policy" and not more:
            params = {**params, "access_rights": [{"api": "New"}]}
        if kind == "user" and not more:
            params = {**params, "group": "New", "password": PLANTED["user"]}
        config.setdefault(plural.get(kind, kind + "s"), []).append(params)
    if not more:
        singles = {kind: {**make, **(change if changed else {})} for kind, (make, change) in SINGLES.items()}
        config.update({kind: [params] for kind, params in singles.items()})
    return {"config": config, "parallel": 1}


# An API and a policy that name each other.
CYCLE = {
    "apis": [{**ENTRY, "definition": {"enable_jwt": True, "jwt_default_policies": ["New"]}}],
    "policies": [{"name": "New", "access_rights": [{"api": "New"}]}],
}
# Who asks a Gateway afterwards whether it serves what was written.
SERVES = {"wait_served": True, "gateway_urls": [f"{URL}/gateway"], "gateway_secret": "planted-secret-of-a-gateway"}
OWNED = {"owner": "shop"}


def served() -> dict[str, Step]:
    """The same steps, and each waits until a Gateway serves what it has written."""
    all_of_it = [f"{kind} {verb}" for kind in ("api", "key") for verb in ("create", "update", "same", "delete")]
    own = {name: STEPS[name] for name in (*all_of_it, "oas update", "mcp_proxy update")}
    return {f"{name} that is served": step._replace(params={**step.params, **SERVES}) for name, step in own.items()}


STEPS = steps()
STEPS.update(served())
STEPS.update(
    {
        "config create with an owner": Step("config", {**configuration(), **OWNED}),
        "config update with an owner": Step("config", {**configuration(changed=True), **OWNED}, configuration()),
        "config same with an owner": Step(
            "config", {**configuration(), **OWNED}, {**configuration(), **OWNED}, changes=False
        ),
        "config delete with an owner": Step(
            "config", {**configuration(state="absent"), **OWNED}, {**configuration(), **OWNED}
        ),
        "config create with a cycle": Step("config", {"config": CYCLE, "parallel": 1}),
        "config create": Step("config", configuration()),
        "config update": Step("config", configuration(changed=True), configuration()),
        "config same": Step("config", configuration(), configuration(), changes=False),
        "config delete": Step("config", configuration(state="absent"), configuration()),
    }
)


class World:
    """One step in its world: as it is before, and as it is after when nothing goes wrong."""

    def __init__(self, step: Step, folder: t.Any) -> None:
        self.step, self.folder = step, folder
        self.tyk = self.build()
        if step.first is not None:
            made = self.go(**step.first)
            assert made["changed"], made
            if step.foreign:
                self.enrich(step.kind, step.foreign)
        self.before = json.dumps(self.tyk.emulator.state.dump())
        self.known = set(MADE.findall(self.before))
        self.start = self.state()
        self.tyk.log()
        self.result = self.run()
        self.requests = self.tyk.log()
        self.goal = self.state()
        assert self.result.get("changed") is step.changes, self.result

    def build(self) -> Tyk:
        """A Dashboard; with a Gateway beside it where that is asked."""
        served = {"gateway_mode": "dashboard", "gateway_secret": SERVES["gateway_secret"]}
        return build(**(served if self.step.params.get("wait_served") else {}))

    def params(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        params = dict(given)
        if "certificate" in params:
            params["certificate"] = certificate(params["certificate"])
        if params.get("key_file"):
            params["key_file"] = str(self.folder / params["key_file"])
        if self.step.kind == "bootstrap_user":
            params["org_id"] = self.tyk.org
        return params

    def go(self, **params: t.Any) -> dict[str, t.Any]:
        kind = "api" if self.step.kind == "oas" else self.step.kind
        return self.tyk.run(kind, **self.params(params))

    def run(self, **more: t.Any) -> dict[str, t.Any]:
        return self.go(**{**self.step.params, **more})

    def reset(self) -> None:
        """Everything as it was before the step."""
        self.tyk.emulator.state.load(json.loads(self.before))
        self.tyk.control("DELETE", "faults")
        self.tyk.log()
        for path in self.folder.iterdir():
            path.unlink()

    def state(self) -> dict[str, list[str]]:
        """What is stored, comparable with another run: without the ids that were made since."""
        dumped = json.loads(json.dumps(self.tyk.emulator.state.dump()["tables"]))
        return {name: sorted(self.plain(row) for row in rows) for name, rows in dumped.items() if name != "nonces"}

    def plain(self, row: t.Any) -> str:
        noted = row.get("doc", {}).get("apis")  # in an organisation, in the order of writes
        if isinstance(noted, list):
            noted.sort(key=str)
        return self.text(row)

    def text(self, value: t.Any) -> str:
        """JSON without the ids; a map by ids is in the order of what they stand for."""
        if isinstance(value, dict):
            if self.step.params.get("keep_old") and (value.get("expires") or 0) > 0:  # it counts from each run
                value = {**value, "expires": "<end>", "alias": re.sub(r"\(until .*\)", "(until <end>)", value["alias"])}
            pairs = sorted((self.text(str(key)), self.text(item)) for key, item in value.items())
            return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.text, value)) + "]"
        return MADE.sub(lambda found: found[0] if found[0] in self.known else "<made>", json.dumps(value))

    def enrich(self, kind: str, fields: dict[str, t.Any]) -> None:
        """Another tool writes fields that no task of this collection names."""
        route, key, ident = ROUTES[kind]
        admin = kind == "organisation"
        listed = self.tyk.read(f"{route}?p=-1", admin=admin)
        rows = [{**row, **row.get("data", {})} for row in (listed[key] if key else listed)]
        (found,) = [row for row in rows if named(row) in ("New", "new", "new@acme.example")]
        if kind in ("api", "oas", "mcp_proxy"):
            self._enrich_api(kind, found, fields)
        else:
            path = f"{route.replace('/detailed', '')}/{found[ident]}" + ("?hashed=1" if kind == "key" else "")
            body = {**found, **fields}
            for name in ("key_id", "key_hash", "data") if kind == "key" else ():
                body.pop(name, None)
            status, answer = self.tyk.call("PUT", path, body, admin=admin)
            assert status == 200, answer

    def _enrich_api(self, kind: str, found: dict[str, t.Any], fields: dict[str, t.Any]) -> None:
        ident = found["x-tyk-api-gateway"]["info"]["id"] if kind == "mcp_proxy" else found["api_definition"]["api_id"]
        routes = {"oas": "/api/apis/oas", "api": "/api/apis", "mcp_proxy": "/api/mcps"}
        path = f"{routes[kind]}/{ident}"
        whole = self.tyk.read(path)
        for name, value in fields.items():
            whole[name] = {**whole[name], **value} if isinstance(value, dict) else value
        status, answer = self.tyk.call("PUT", path, whole)
        assert status == 200, answer

    def secrets(self) -> dict[str, str]:
        """What must not be shown, by what it is: what was planted, and what Tyk has made."""
        state = self.tyk.emulator.state
        found = {**PLANTED, "gateway": SERVES["gateway_secret"], "token": self.tyk.token, "admin": SECRET}
        found.update({f"token of {row['id']}": row["doc"]["access_key"] for row in state["users"]})
        found.update({f"key {row['hash']}": row["id"] for row in state["keys"]})
        found.update({f"client {row['id']}": row["doc"]["secret"] for row in state["clients"]})
        return {name: value for name, value in found.items() if value}


def named(obj: dict[str, t.Any]) -> t.Any:
    """The name of an object, or of a row of the emulator."""
    obj = obj.get("doc") or obj.get("session") or obj
    inner = obj.get("api_definition") or (obj.get("x-tyk-api-gateway") or {}).get("info") or obj
    names = ("alias", "email_address", "owner_name", "client_name", "name", "Name")
    return next((inner[name] for name in names if inner.get(name)), None)
