# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects from real installations, and Tyk's own description of the API, where they are at hand."""

from __future__ import annotations

import functools
import json
import re

import pytest
from emulator_world import ROOT, SHARED, World, document, rights, session

CORPUS, SPECS = SHARED / "corpus", SHARED / "specs"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="real objects are not at hand (../shared/corpus)")
needs_specs = pytest.mark.skipif(not SPECS.is_dir(), reason="Tyk's OpenAPI files are not at hand (../shared/specs)")


def load(kind):
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(CORPUS.glob(f"{kind}/*.json"))]


def missing(wanted, have, path=""):
    """Paths whose wanted value is something and did not survive."""
    if isinstance(wanted, dict):
        have = have if isinstance(have, dict) else {}
        return [lost for name, value in wanted.items() for lost in missing(value, have.get(name), f"{path}.{name}")]
    if isinstance(wanted, list) and isinstance(have, list) and len(wanted) == len(have):
        return [lost for one, other in zip(wanted, have) for lost in missing(one, other, f"{path}[]")]
    return [] if wanted == have or not (wanted or have) else [path]


# Not what an installation would accept: required parts are missing, or fields only another tool knows.
INCOMPLETE = {
    "classic": {"version_data is required", "not_versioned is required", "must be empty"},
    "oas": {"info/state/active"},
}


# Fields that only another tool, or nobody, knows; Tyk's structs have none of them.
NOT_TYKS = {
    ".upstream_certificate_refs.*",
    ".description",
    ".proxy.transport.dial_timeout",
    ".graphql.graph_ref",
}


@needs_corpus
def test_classic_apis_survive():
    from tyk_emulator.kinds import classic_schema

    refused = []
    for name, definition in load("classic"):
        world = World()
        status, answer = world.call(
            "POST", "/api/apis?accept_additional_properties=true", {"api_definition": definition}
        )
        if status != 200:
            refused.append(name)
            found = classic_schema.problems(definition, True, "5.14")
            if "Hex()" in definition.get("id", ""):
                continue  # a template, not an id
            assert found and all(any(known in text for known in INCOMPLETE["classic"]) for text in found), name
            continue
        wrapped = world.ok("GET", f"/api/apis/{answer['ID']}")
        lost = set(missing(definition, wrapped["api_definition"]))
        assert lost <= {".id", ".org_id", ".api_id"} | NOT_TYKS | volatile(lost), name
        world.ok("PUT", f"/api/apis/{answer['ID']}", wrapped)
        again = world.ok("GET", f"/api/apis/{answer['ID']}")
        assert set(missing(wrapped, again)) <= {".updated_at"} | volatile(set(missing(wrapped, again))), name
    assert len(refused) <= 9


def volatile(paths):
    known = ("last_schema_update", ".version_data.use_extended_paths")
    return {path for path in paths if any(part in path for part in known)}


@needs_corpus
def test_oas_apis_survive():
    from tyk_emulator.oas import documents

    refused = []
    for name, doc in load("oas"):
        world = World()
        status, answer = world.call("POST", "/api/apis/oas", doc)
        if status != 200:
            refused.append(name)
            if "mcp-test" not in name:  # its tags are no list, which the Gateway's library cannot decode
                faults = documents.checked(doc, (5, 14))[1]
                assert faults == ["x-tyk-api-gateway.info: state is required"], name
            continue
        stored = world.ok("GET", f"/api/apis/oas/{answer['ID']}")
        own = (
            "info.dbId",
            "info.orgId",
            "servers",
            "upstream.test",
            "upstream.proxy",
            "server.slug",
            "x-tyk-api-gateway.global",
        )
        lost = [path for path in missing(doc, stored) if not any(part in path for part in own)]
        assert lost == [], name
        world.ok("PUT", f"/api/apis/oas/{answer['ID']}", stored)
        assert world.ok("GET", f"/api/apis/oas/{answer['ID']}") == stored, name
    assert len(refused) == 5


@needs_corpus
@pytest.mark.parametrize(
    ("kind", "path", "refusals"),
    [
        ("policies", "/api/portal/policies", {"Request body malformed", "Invalid policy ID"}),
        ("users", "/api/users", {"User object validation failed"}),
        ("extras/usergroups", "/api/usergroups", set()),
        ("extras/webhooks", "/api/hooks", {"Webhook object validation failed"}),
        ("extras/assets", "/api/assets", set()),
    ],
)
def test_other_objects_are_taken(kind, path, refusals):
    taken = 0
    for name, body in load(kind):
        world = World()
        body = {**body, "org_id": world.org} if kind != "extras/assets" else body
        status, answer = world.call("POST", path, body)
        assert status in (200, 201) or answer["Message"] in refusals, (name, answer)
        taken += status in (200, 201)
    assert taken >= 2 / 3 * len(load(kind)) and taken


@functools.cache
def spec():
    yaml = pytest.importorskip("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = ("dashboard-swagger.yml", "dashboard-admin-swagger.yml")
    documents = [yaml.load((SPECS / name).read_text(encoding="utf-8"), Loader=loader) for name in files]
    return [(one["paths"], one.get("components", {}).get("schemas", {})) for one in documents]


def operation(method, path):
    """The described operation for a concrete path, fixed words before placeholders."""
    parts = path.split("/")
    found = []
    for paths, schemas in spec():
        for pattern, operations in paths.items():
            wanted = pattern.split("/")
            fits = len(wanted) == len(parts) and all(a == b or a.startswith("{") for a, b in zip(wanted, parts))
            if fits and method.lower() in operations:
                found.append((sum(part.startswith("{") for part in wanted), operations[method.lower()], schemas))
    return min(found, key=lambda entry: entry[0])[1:]


TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": (list, type(None))}


def disagreements(value, schema, schemas, path="", depth=0):
    """Members whose type is not the described one; null is allowed for anything."""
    while "$ref" in schema:
        schema = schemas.get(schema["$ref"].rsplit("/", 1)[-1], {})
    if value is None or depth > 4:
        return []
    kind = schema.get("type")
    if kind in TYPES and not isinstance(value, TYPES[kind]):
        return [f"{path}: {type(value).__name__} is no {kind}"]
    if isinstance(value, list):
        items = schema.get("items") or {}
        return [text for item in value[:3] for text in disagreements(item, items, schemas, f"{path}[]", depth + 1)]
    if not isinstance(value, dict):
        return []
    members = schema.get("properties") or {}
    known = ((name, value[name], members[name]) for name in members if name in value)
    return [
        text for name, item, sub in known for text in disagreements(item, sub, schemas, f"{path}.{name}", depth + 1)
    ]


def answers(world):
    """One call of each kind, and some that fail."""
    api, pets = world.api(use_oauth2=True), world.oas()
    policy = world.policy(access_rights=rights(api))
    world.ok("POST", "/api/hooks", {"name": "h", "method": "GET", "target_path": "http://x"})
    hook = world.ok("GET", "/api/hooks")["hooks"][0]["id"]
    group = world.ok("POST", "/api/usergroups", {"name": "g", "user_permissions": {"apis": "read"}})["Meta"]
    key = world.key("/api/keys/custom", access_rights=rights(api))
    body = session(access_rights=rights(api))
    yield from (
        ("GET", f"/api/{name}", None) for name in ("apis", "users", "usergroups", "hooks", "certs", "portal/policies")
    )
    yield from (
        ("GET", f"/api/{name}", None) for name in ("apis/keys", "keys/detailed", "apis/categories", "org/permissions")
    )
    yield from (
        ("GET", f"/api/apis/{name}", None) for name in (api, pets, "zz", f"oauth/{api}", f"{api}/access", f"oas/{pets}")
    )
    yield from (("GET", f"/api/users/{name}", None) for name in (world.user, "zz"))
    yield from (
        ("GET", f"/api/{name}", None) for name in (f"usergroups/{group}", f"hooks/{hook}", "hooks/zz", "usergroups/zz")
    )
    yield from (
        ("GET", f"/api/{name}", None) for name in ("keys/custom", "keys/zz", "assets", f"portal/policies/{policy}")
    )
    yield "PUT", "/api/keys/custom", body
    yield "PUT", "/api/keys/custom", {}
    yield "PUT", "/api/keys/zz", body
    yield "POST", "/api/keys", body
    yield "POST", f"/api/apis/oauth/{api}", {"redirect_uri": "http://x"}
    yield "POST", "/api/portal/policies", {"name": "Gold"}
    yield "POST", "/api/portal/policies", {"name": "Silver"}
    yield "POST", "/api/apis/oas", document("Other")
    yield "POST", "/api/apis/oas", {}
    yield "POST", "/api/users", {}
    yield "PUT", f"/api/usergroups/{group}", {"name": "g", "user_permissions": {"apis": "read"}}
    yield "DELETE", "/api/keys/custom", None
    yield "DELETE", f"/api/portal/policies/{policy}", None
    yield "DELETE", f"/api/apis/{api}", None
    assert key["key_id"]


@needs_specs
def test_answers_agree_with_the_published_description(world):
    checked = 0
    for method, path, body in answers(world):
        status, answer = world.call(method, path, body)
        described, schemas = operation(method, path)
        assert str(status) in described["responses"], (method, path, status, answer)
        content = described["responses"][str(status)].get("content") or {}
        schema = content.get("application/json", {}).get("schema") or {}
        assert disagreements(answer, schema, schemas) == [], (method, path, status)
        checked += 1
    assert checked > 35


@needs_specs
def test_every_described_route_of_our_kinds_is_there(world):
    from tyk_emulator.core import find_route

    readme = (ROOT / "tests/tyk_emulator/README.md").read_text(encoding="utf-8")
    section = readme.split("## What is left out", 1)[1].split("\n## ", 1)[0]
    left_out = tuple(re.findall(r"`(/api/[a-z/]+)`", section))
    missing = set()
    for paths, _schemas in spec():
        for pattern, operations in paths.items():
            for method in operations.keys() & {"get", "post", "put", "delete", "patch"}:
                if not find_route(method.upper(), pattern.replace("{", "").replace("}", "")):
                    missing.add(pattern)
    assert all(pattern.startswith(left_out) for pattern in missing), missing
    # Nothing is said to be missing that is there.
    assert [start for start in left_out if not any(pattern.startswith(start) for pattern in missing)] == []
