# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every field of a classic definition, at every depth, on both platforms: wrong types are refused, right values come
back. A real Gateway is asked too where the environment names one."""

from __future__ import annotations

import copy

import pytest
from gateway_world import BACKENDS, Gate, definition

from tyk_emulator import structs
from tyk_emulator.kinds.classic_fields import FIELDS
from tyk_emulator.kinds.classic_types import TABLE
from tyk_emulator.kinds.classic_types import definition as struct_of

EXACT = 2**53 + 1
# Type -> values that it does not take.
WRONG = {
    "str": [1, {}, ["x"], True],
    "bool": ["true", 1, {}],
    "int": [1.5, 1.0, "1", True, 2**63, -(2**63) - 1],
    "u16": [-1, 2**16, 1.0, "1"],
    "u64": [-1, 2**64, 1.5],
    "float": ["1", True, []],
    "duration": [5, None, {}],
    "time": ["x", 1, "2026-01-02", "2026-13-02T03:04:05Z"],
    "objectid": ["x", 24 * "g", 23 * "a", 1],
    "list": [{}, "x", 1],
    "map": [[], "x", 1],
    "struct": [[], "x", 1, True],
}
# Type -> what is sent and what is shown.
RIGHT = {
    "str": [("x", "x")],
    "bool": [(True, True)],
    "int": [(2**62 + 1, 2**62 + 1), (-(2**63), -(2**63))],
    "u16": [(2**16 - 1, 2**16 - 1)],
    "u64": [(2**64 - 1, 2**64 - 1)],
    "float": [(1.5, 1.5), (3.0, 3), (EXACT, EXACT - 1), (1e22, 1e22)],
    "duration": [("90s", "1m30s"), ("1.5h", "1h30m"), ("nonsense", "0s"), ("", "0s")],
    "time": [("2026-01-02T03:04:05.100+00:00", "2026-01-02T03:04:05.1Z")],
    "objectid": [(24 * "A", 24 * "a")],
    "any": [({"b": EXACT, "a": [1.0, None]}, {"a": [1, None], "b": EXACT - 1}), ([2**64], [18446744073709552000])],
    "raw": [({"z": EXACT, "a": None}, {"z": EXACT, "a": None})],
}
# Places whose values mean something to a load: these are looked at elsewhere.
MEANT = {
    "api_id",
    "custom_middleware_bundle",
    "is_oas",
    "listen_port",
    "proxy.enable_load_balancing",
    "proxy.listen_path",
    "proxy.transport.ssl_max_version",
    "proxy.transport.ssl_min_version",
}
# Places that a Dashboard fills itself, or whose values are chosen by its schema.
FILLED = {
    *("id", "api_id", "org_id", "name", "is_oas", "auth_provider.name", "auth_provider.storage_engine"),
    *("session_provider.name", "session_provider.storage_engine", "graphql.execution_mode", "jwt_jwks_uris.0.url"),
    *("version_data.versions.k.name", "version_data.versions.k.extended_paths.validate_json.0.schema_b64"),
    *("proxy.listen_path", "application_protocol", "json_rpc_version"),
}


def places(kind, path=()):
    """Each place of a table with its kind, containers too; lists have one item and maps one member."""
    if isinstance(kind, structs.Pointer):
        yield from places(kind.inner, path)
        return
    if path:
        yield path, kind
    if isinstance(kind, structs.Struct):
        for name, sub in kind.fields.items():
            yield from places(sub, (*path, name))
    elif isinstance(kind, structs.Listed):
        yield from places(kind.inner, (*path, 0))
    elif isinstance(kind, structs.Mapped):
        yield from places(kind.inner, (*path, "k"))


def name_of(kind):
    if isinstance(kind, structs.Scalar):
        return kind.name
    if isinstance(kind, structs.Loose):
        return "raw" if kind.raw else "any"
    return {structs.Struct: "struct", structs.Listed: "list", structs.Mapped: "map"}[type(kind)]


def put(body, path, value):
    """The body with a value at a place; what leads there is made, with what the schema of a Dashboard demands."""
    body = copy.deepcopy(body)
    holder = body
    for index, step in enumerate(path):
        last = index == len(path) - 1
        below = value if last else [] if path[index + 1] == 0 else {}
        if step == 0:
            holder.append(below)
        else:
            holder[step] = below if last else holder.get(step) or below
        if not last:
            holder = holder[step]
            fill_demanded(holder, path[: index + 1])
    return body


DEMANDED = {
    ("definition",): {"key": "k", "location": "header"},
    ("graphql",): {"enabled": False},
    ("graphql", "playground"): {"enabled": False},
    ("graphql", "proxy", "request_headers_rewrite", "k"): {"value": "", "remove": False},
    ("request_signing",): {"is_enabled": False},
    ("version_data", "versions", "k"): {"name": "k"},
    ("jwt_jwks_uris", 0): {"url": "http://keys.example"},
    ("error_overrides", "k", 0): {"response": {}},
    ("upstream_auth", "oauth", "client_credentials", "header"): {"enabled": False},
    ("upstream_auth", "oauth", "password", "header"): {"enabled": False},
}


def fill_demanded(holder, path):
    for name, value in DEMANDED.get(path, {}).items():
        holder.setdefault(name, value)


def value_at(body, path):
    for step in path:
        body = body[step]
    return body


ALL = list(places(TABLE.struct("API")))
LEAVES = [(path, name_of(kind)) for path, kind in ALL if name_of(kind) not in ("struct", "list", "map")]
WRONGS = [(path, value) for path, kind in ALL for value in WRONG.get(name_of(kind), ())]
RIGHTS = [(path, sent, shown) for path, name in LEAVES for sent, shown in RIGHT[name]]


def dotted(path):
    return ".".join(map(str, path))


@pytest.fixture(params=BACKENDS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def test_the_walk_is_long():
    assert len(ALL) > 450 and len(WRONGS) > 1500 and len(RIGHTS) > 450
    assert {len(path) for path, _kind in ALL} >= {1, 2, 3, 4, 5, 6, 7, 8}


def test_a_gateway_refuses_a_wrong_type_everywhere(gate):
    base = definition(gate.org, f"{gate.org}w")
    for path, value in WRONGS:
        answer = gate.call("POST", "/tyk/apis", put(base, path, value))
        assert (answer[0], answer[1].get("message")) == (400, "Request malformed"), (dotted(path), value)


def test_a_dashboard_refuses_a_wrong_type_everywhere(world):
    refusals = {(500, "Error while validating schema"), (403, "Request body malformed")}
    base = definition(world.org, "w")
    loose = {"timeout", "status_code"}  # 1.0 is an integer to the schema, and is none to the struct
    for path, value in WRONGS:
        body = {"api_definition": put(base, path, value)}
        status, answer = world.call("POST", "/api/apis?accept_additional_properties=true", body)
        assert (status, answer["Message"]) in refusals, (dotted(path), value)
        if isinstance(value, float) and value == 1.0 and path[-1] in loose:
            assert status == 403
    assert world.ok("GET", "/api/apis?p=-1")["apis"] == []


def test_a_gateway_gives_back_a_right_value_everywhere(gate):
    made = {}
    for number, (path, sent, shown) in enumerate(RIGHTS):
        if dotted(path) in MEANT or (path[-1] == "timeout" and sent < 0):
            continue
        body = put(definition(gate.org, f"{gate.org}{number}"), path, sent)
        gate.ok("POST", "/tyk/apis", body)
        made[f"{gate.org}{number}"] = (path, shown)
    gate.reload()
    for ident, (path, shown) in made.items():
        read = gate.ok("GET", f"/tyk/apis/{ident}")
        if shown == "0s" and path[-1] == "duration":  # left out where it is zero
            read = put(read, path, read["version_data"]["versions"]["k"].get("duration", "0s"))
        assert value_at(read, path) == shown, dotted(path)


def test_a_dashboard_gives_back_a_right_value_everywhere(world):
    for number, (path, sent, shown) in enumerate(RIGHTS):
        if dotted(path) in FILLED or path[0] in ("auth", "auth_configs"):  # which mirror each other
            continue
        if path[-1] in ("global_enforce_timeout", "duration", "cache_timeout") and sent in ("nonsense", "1.5h"):
            continue  # the schema wants other words
        body = put(definition(world.org, f"r{number}"), path, sent)
        api = world.ok("POST", "/api/apis", {"api_definition": body})["ID"]
        read = world.ok("GET", f"/api/apis/{api}")["api_definition"]
        if shown == "0s" and path[-1] == "duration":
            continue
        assert value_at(read, path) == shown, dotted(path)


def test_a_dashboard_takes_the_true_types_of_what_it_mirrors(world):
    for path, sent, shown in RIGHTS:
        if path[0] == "auth" and path[-1] != "auth_header_name":
            body = definition(world.org, "mirrored", auth={"auth_header_name": "X-Key"})
            api = world.ok("POST", "/api/apis", {"api_definition": put(body, path, sent)})["ID"]
            read = world.ok("GET", f"/api/apis/{api}")["api_definition"]
            assert value_at(read, path) == shown == value_at(read["auth_configs"]["authToken"], path[1:])
            world.ok("DELETE", f"/api/apis/{api}")


def test_what_is_unknown_is_lost_at_every_depth(gate, world):
    objects = [path for path, kind in ALL if name_of(kind) == "struct"]
    assert len(objects) > 80
    for number, path in enumerate(objects):
        body = put(definition(gate.org, f"{gate.org}u{number}"), (*path, "no_such_member"), {"x": 1})
        gate.ok("POST", "/tyk/apis", body)
        body = put(definition(world.org, f"u{number}"), (*path, "no_such_member"), {"x": 1})
        api = world.ok("POST", "/api/apis", {"api_definition": body})["ID"]
        read = world.ok("GET", f"/api/apis/{api}")["api_definition"]
        assert "no_such_member" not in value_at(read, path), dotted(path)
    gate.reload()
    for number, path in enumerate(objects):
        read = gate.ok("GET", f"/tyk/apis/{gate.org}u{number}")
        assert "no_such_member" not in value_at(read, path), dotted(path)


@pytest.mark.parametrize(
    ("version", "unknown"),
    [
        ("5.14.0", ()),
        ("5.13.2", ("security_requirement_scopes",)),
        ("5.12.0", ("security_requirement_scopes", "error_overrides", "error_overrides_disabled")),
        ("5.8.9", ("jwt_jwks_uris", "security_requirements", "error_overrides", "application_protocol")),
        ("5.6.0", ("upstream_auth", "ip_access_control_disabled", "jwt_jwks_uris")),
        ("5.2.0", ("upstream_auth", "idp_client_id_mapping_disabled")),
    ],
)
def test_versions_know_their_own_fields(version, unknown):
    known = struct_of(version).fields
    assert not set(unknown) & set(known)
    assert len(known) < len(struct_of("99").fields) or version == "5.14.0"
    deep = struct_of(version).fields["version_data"].fields["versions"].inner.fields
    assert ("global_enforce_timeout" in deep) == (version == "5.14.0")


def test_the_schema_and_the_struct_know_the_same_fields():
    """But for eight that only the schema has, and two that only the struct has."""
    struct = set(TABLE.struct("API").fields)
    assert struct - set(FIELDS) == {"application_protocol", "json_rpc_version"}
    assert set(FIELDS) - struct == {
        *("is_site", "disable_expire_analytics", "session_lifetime_disabled", "hook_references"),
        *("jwt_disable_issued_at_validation", "jwt_disable_expires_at_validation"),
        *("jwt_disable_not_before_validation", "check_host_against_uptime_tests"),
    }


def test_a_table_that_cannot_be_read_says_so():
    with pytest.raises(ValueError, match="no field"):
        structs.Table("A\n  name")
    with pytest.raises(KeyError):
        structs.Table("A\n  name:Nothing").struct("A")
