# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd objects, ours and those of real installations: created, found unchanged, changed in one field, all else kept."""

from __future__ import annotations

import copy
import functools
import re

import pytest
from module_corpus import Unfit, kind_of, tyk_refuses, with_apis, with_policies
from samples import ours, real, rows

# Names in real files that no version of Tyk's own objects has: leftovers, and words of the portal.
NOT_TYKS = {
    "global",
    "graph_ref",
    "description",
    "upstream_certificate_refs",
    "slug",
    "dial_timeout",
    "test",
    "apiid",
    "apiname",
    "oauth2_scopes",
    "use_extended_paths",
    "active",
    "name",
    "expires",
    "quota_renews",
    "quota_reset",
    "per",
    "quota_max",
    "quota_remaining",
    "rate",
    "quota_renewal_rate",
    "throttle_interval",
    "throttle_retry_limit",
    "max_query_depth",
    "hmac_string",
}


def without(obj, *paths):
    """A copy without fields that move by themselves, or that the test changes."""
    copied = copy.deepcopy(obj)
    for path in paths:
        *way, last = path.split(".")
        inner = copied
        for name in way:
            inner = inner.get(name, {}) if isinstance(inner, dict) else {}
        if isinstance(inner, dict):
            inner.pop(last, None)
    return copied


def round_trip(tyk, kind, params, change, read, moving, refused=None, most=6):
    """create, again, one field; read() gives the stored object, ``moving`` names what may differ afterwards."""
    made = tyk.run(kind, **params)
    if refused and made.get("failed"):
        refused(made)
        return
    assert not made.get("failed"), made["msg"]
    assert made["changed"]
    texts = [text.partition("as told: ")[2] for text in tyk.warnings(made)]
    told = [path for text in texts if text for path in text.split(", ")]
    lost = [path.partition(" (did you mean ")[0] for path in told]
    assert all(NOT_TYKS & set(path.split(".")) for path in lost), lost
    if lost:
        assert kind != "api" or not tyk.ok(kind, **params)["changed"]
        raise Unfit(f"has fields that Tyk does not store, which is told: {', '.join(lost)}")
    tyk.log()
    again = tyk.ok(kind, **params)
    assert not again["changed"], again["diff"]
    requests = tyk.log()
    assert len(requests) <= (4 if kind == "key" else 3), "a key may name APIs, MCP proxies and policies"
    assert all(entry.startswith("GET ") for entry in requests)
    before = read()
    planned = tyk.ok(kind, check=True, **change)
    assert planned["changed"]
    assert not tyk.writes()
    done = tyk.ok(kind, **change)
    assert done["changed"]
    assert done["diff"] == planned["diff"]
    assert len(tyk.log()) <= most
    after = read()
    assert without(after, *moving) == without(before, *moving)
    assert after != before
    assert not tyk.ok(kind, **change)["changed"]


def classic_api(tyk, definition):
    name = definition["name"]
    ident = "0123456789abcdef0123456789abcdef"
    definition.pop("api_id", None)

    with_policies(tyk, definition.get("jwt_default_policies") or [])

    round_trip(
        tyk,
        "api",
        {"api_id": ident, "definition": definition},
        {"api_id": ident, "name": f"{name} renamed"},
        lambda: tyk.read(f"/api/apis/{ident}"),
        ("api_definition.name", "updated_at", "api_definition.graphql.last_schema_update"),
        lambda failed: tyk_refuses(tyk, definition, failed),
    )
    assert ident in [api["api_definition"]["api_id"] for api in tyk.read("/api/apis?p=-1")["apis"]]


def oas_api(tyk, definition):
    extension = definition.setdefault("x-tyk-api-gateway", {})
    ident = "0123456789abcdef0123456789abcdef"
    info = extension.setdefault("info", {})
    info.pop("id", None)
    kind = kind_of(definition)
    route = "/api/mcps" if kind == "mcp_proxy" else "/api/apis/oas"

    round_trip(
        tyk,
        kind,
        {"api_id": ident, "definition": definition},
        {"api_id": ident, "name": f"{info.get('name')} renamed"},
        lambda: tyk.read(f"{route}/{ident}"),
        ("x-tyk-api-gateway.info.name",),
        lambda failed: tyk_refuses(tyk, definition, failed),
    )


def policy(tyk, definition):
    with_apis(tyk, definition.get("access_rights"))
    partitions = definition.get("partitions") or {}
    if partitions.get("per_api") and list(partitions.values()).count(True) > 1:
        tyk.log()
        assert "per_api" in tyk.fails("policy", definition=definition)
        assert not tyk.writes()
        return
    ident = definition.pop("_id", None) or definition.get("id")
    definition.pop("id", None)
    key = {"policy_id": ident} if ident else {}
    name = definition.setdefault("name", "of the corpus")
    round_trip(
        tyk,
        "policy",
        {**key, "definition": definition},
        {**key, "name": name, "tags": ["one", "more"]},
        lambda: next(p for p in tyk.read("/api/portal/policies?p=-1")["Data"] if p["name"] == name),
        ("tags", "last_updated"),
        no_proxy,
    )


def no_proxy(made):
    assert "Tyk takes this for MCP proxies only" in made["msg"], made["msg"]
    raise Unfit("it has rights on an MCP proxy, and there is an API of that id")


def user(tyk, definition):
    email = definition.pop("email_address")
    for name in ("password", "org_id", "id", "access_key"):
        definition.pop(name, None)
    definition.setdefault("first_name", "First")
    definition.setdefault("last_name", "Last")
    definition.setdefault("user_permissions", {"apis": "read"})
    definition["user_permissions"].pop("ResetPassword", None)  # which only the Admin API can grant
    if definition.get("group_id"):
        group = {"name": definition["group_id"], "active": True, "user_permissions": {"apis": "read"}}
        tyk.make("/api/usergroups", group)  # Tyk chooses the id, so the user names the group
    round_trip(
        tyk,
        "user",
        {"email_address": email, "definition": definition},
        {"email_address": email, "last_name": "Renamed"},
        lambda: next(u for u in tyk.read("/api/users?p=-1")["users"] if u["email_address"] == email.lower()),
        ("last_name",),
    )


def key(tyk, definition):
    if "by_user" in definition:
        raise Unfit("no session but a request for one")
    with_apis(tyk, definition.get("access_rights"))
    policies = definition.get("apply_policies") or []
    for ident in policies:
        if not re.fullmatch("[A-Za-z0-9._~-]+", ident):
            raise Unfit(f"{ident!r} is no id of a policy")
    with_policies(tyk, policies)
    if not definition.get("access_rights") and not definition.get("apply_policies"):
        with_apis(tyk, {"some": {}})
        definition["access_rights"] = {"some": {"api_id": "some", "api_name": "some", "versions": ["Default"]}}
    definition.pop("expires", None)  # times that are over
    definition.pop("alias", None)
    definition.pop("certificate", None)
    definition.pop("key_id", None)
    round_trip(
        tyk,
        "key",
        {"alias": "corpus", "definition": definition},
        {"alias": "corpus", "meta_data": {"noted": "by the test"}},
        lambda: next(
            k["data"] for k in tyk.read("/api/keys/detailed?p=-1")["keys"] if k["data"].get("alias") == "corpus"
        ),
        ("meta_data.noted", "last_updated"),
    )


def organisation(tyk, definition):
    for name in ("id", "apis"):
        definition.pop(name, None)
    name = definition.pop("owner_name") + " of the corpus"
    round_trip(
        tyk,
        "organisation",
        {"owner_name": name, "definition": definition},
        {"owner_name": name, "cname": "portal.example.com"},
        lambda: next(
            o for o in tyk.read("/admin/organisations", admin=True)["organisations"] if o["owner_name"] == name
        ),
        ("cname",),
    )


SMALL = {
    # kind: (what names it, a change, what the Dashboard lists it under)
    "webhook": ("name", {"event_timeout": 77}, "/api/hooks?p=-1", "hooks"),
    "user_group": ("name", {"description": "changed"}, "/api/usergroups?p=-1", "groups"),
    "asset": ("name", {"description": "changed"}, "/api/assets", None),
}


def small(kind, tyk, definition):
    key, change, listing, wrapper = SMALL[kind]
    for name in ("id", "org_id", "_id", "api_model", "last_updated", "webhook_id"):
        definition.pop(name, None)
    if "`" in definition.get("target_path", ""):
        definition["target_path"] = "http://hook.example/"  # a line of a program
    name = definition.pop(key, None) or "of the corpus"
    round_trip(
        tyk,
        kind,
        {key: name, "definition": definition},
        {key: name, **change},
        lambda: next(o for o in (tyk.read(listing)[wrapper] if wrapper else tyk.read(listing)) if o[key] == name),
        (*change, "last_updated"),
    )


def oauth_client(tyk, definition):
    """Clients cannot be changed, so the change is a new one in place of the old."""
    proxy = {"listen_path": "/orders/", "target_url": "http://upstream.example/"}
    tyk.ok("api", api_id="orders", name="Orders", definition={"use_oauth2": True, "proxy": proxy})
    if definition.pop("policy_id", None):
        tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])
        definition["policy_id"] = tyk.ok("policy_info")["policies"][0]["policy_id"]
    definition.pop("api_id", None)
    ident = definition.pop("client_id", None) or "of-the-corpus"
    secret = {"secret": definition.pop("secret")} if definition.get("secret") else {}
    round_trip(
        tyk,
        "oauth_client",
        {"api": "Orders", "client_id": ident, **secret, "definition": definition},
        {"api": "Orders", "client_id": ident, "description": "changed", "recreate": True},
        lambda: tyk.read(f"/api/apis/oauth/orders/{ident}"),
        ("description",),
        most=7,  # the old one is deleted, too
    )
    if secret:
        assert tyk.read(f"/api/apis/oauth/orders/{ident}")["secret"] == secret["secret"]


# What checks an object, our own objects of that kind, and the real ones.
KINDS = {
    "classic": (classic_api, ours("classic"), real("classic")),
    "oas": (oas_api, ours("oas"), real("oas")),
    "policy": (policy, ours("policies"), real("policies")),
    "user": (user, ours("users"), real("users")),
    "key": (key, ours("keys"), real("keys")),
    "organisation": (organisation, ours("organisations"), real("orgs")),
    "webhook": (functools.partial(small, "webhook"), ours("small", "webhook"), real("extras/webhooks")),
    "user_group": (functools.partial(small, "user_group"), ours("small", "user_group"), real("extras/usergroups")),
    "asset": (functools.partial(small, "asset"), ours("small", "asset"), real("extras/assets")),
    "oauth_client": (oauth_client, ours("small", "oauth_client"), real("extras/oauth_clients")),
}


@pytest.mark.parametrize(("kind", "sample"), [row for kind in KINDS for row in rows(KINDS[kind][1], kind)])
def test_our_own_odd_objects(tyk, kind, sample):
    KINDS[kind][0](tyk, copy.deepcopy(sample))


@pytest.mark.parametrize(("kind", "sample"), [row for kind in KINDS for row in rows(KINDS[kind][2], kind)])
def test_objects_of_real_installations(tyk, kind, sample):
    try:
        KINDS[kind][0](tyk, copy.deepcopy(sample))
    except Unfit as error:
        pytest.skip(str(error))


def test_there_are_odd_objects_of_every_kind():
    assert all(own for _check, own, _real in KINDS.values())
    assert sum(len(own) for _check, own, _real in KINDS.values()) >= 50
