# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classic APIs of a Gateway: what a load makes of a file, ids, child versions."""

from __future__ import annotations

import pytest
from gateway_world import VERSIONS, Emulated, Gate, definition, older, proxy

from tyk_emulator import Request


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def read(gate, ident):
    return gate.ok("GET", f"/tyk/apis/{ident}")


def is_loaded(gate, ident):
    return gate.call("GET", f"/tyk/apis/{ident}")[0] == 200


@pytest.mark.parametrize(
    ("path", "loaded"),
    [
        ("", True),
        ("/a b/", True),
        ("x", False),
        ("x/", False),
        ("/{a}/", True),
        ("/{a}/{a}/", True),
        ("/{a:[0-9]{2}}/", True),
        ("/{a:(?:b|c)}/", True),
        ("/{a", False),
        ("/a}/", False),
        ("/}{/", False),
        ("/{}/", False),
        ("/{:x}/", False),
        ("/{a:}/", False),
        ("/{a:[}/", False),
    ],
)
def test_listen_paths(gate, path, loaded):
    path = path and (f"/{gate.org}{path}" if path.startswith("/") else f"{gate.org}{path}")
    ident = gate.api("path", proxy=proxy(path))
    assert is_loaded(gate, ident) is loaded
    if loaded:
        assert read(gate, ident)["proxy"]["listen_path"] == path


@pytest.mark.parametrize(
    ("fields", "loaded"),
    [
        ({"protocol": "tcp"}, False),
        ({"protocol": "tls", "listen_port": 0}, False),
        ({"protocol": "h2c"}, True),
        ({"protocol": "nonsense"}, True),
        ({"custom_middleware_bundle": "x.zip"}, False),
        ({"custom_middleware_bundle": "x.zip", "custom_middleware_bundle_disabled": True}, True),
        ({"is_oas": True}, True),
        ({"active": False}, True),
    ],
)
def test_what_is_loaded(gate, fields, loaded):
    ident = gate.api("loads", **fields)
    assert is_loaded(gate, ident) is loaded
    if loaded:
        assert "is_oas" not in read(gate, ident)


def test_what_a_load_rewrites(gate):
    for protocol, lowest, highest, after in (
        *(("", 0, 772, 771), ("", 769, 0, 769), ("", 772, 770, 772), ("https", 0, 0, 0)),
        *(("h2c", 771, 0, 771), ("nonsense", 771, 772, 772), ("nonsense", 772, 0, 0)),
    ):
        place = proxy(f"/{gate.org}/ssl/", transport={"ssl_min_version": lowest, "ssl_max_version": highest})
        ident = gate.api("ssl", protocol=protocol, tag_headers=["X-A", "ÄB"], proxy=place)
        shown = read(gate, ident)
        assert shown["proxy"]["transport"]["ssl_max_version"] == after, (protocol, lowest, highest)
        assert shown["tag_headers"] == (["X-A", "ÄB"] if protocol == "nonsense" else ["x-a", "äb"])


def test_a_moved_api_stays_where_it_is_until_its_file_changes(gate):
    path = f"/{gate.org}shared/"
    bodies = {name: definition(gate.org, gate.org + name, proxy=proxy(path)) for name in ("a", "b")}
    for body in bodies.values():
        gate.ok("POST", "/tyk/apis", body)
    gate.reload()
    where = {name: read(gate, gate.org + name)["proxy"]["listen_path"] for name in bodies}
    assert where == {name: f"{path}-{gate.org}{name}" for name in bodies}
    gate.ok("DELETE", f"/tyk/apis/{gate.org}a")
    gate.reload()
    assert read(gate, f"{gate.org}b")["proxy"]["listen_path"] == where["b"]
    gate.ok("PUT", f"/tyk/apis/{gate.org}b", {**bodies["b"], "name": "changed"})
    gate.reload()
    assert read(gate, f"{gate.org}b")["proxy"]["listen_path"] == path


def test_a_domain_and_a_path_are_one_place(gate):
    path = f"/{gate.org}place/"
    fields = [{"domain": "a.example"}, {"domain": "b.example"}, {"domain": "b.example", "domain_disabled": True}]
    idents = [gate.api(f"d{index}", proxy=proxy(path), **field) for index, field in enumerate(fields)]
    assert [read(gate, ident)["proxy"]["listen_path"] for ident in idents] == [path] * 3
    moved = gate.api("last", proxy=proxy(path))
    assert read(gate, moved)["proxy"]["listen_path"] == f"{path}-{moved}"


@pytest.mark.parametrize("ident", ["a/b", "a%2fb", "a%252Fb", "..", ".", "a\\b", "%2e%2e", "%5c"])
def test_ids_that_lead_elsewhere(gate, ident):
    if not gate.since(5, 12):
        pytest.skip("an older Gateway refuses a slash only, and nothing here could delete the others again")
    assert gate.refused("POST", "/tyk/apis", definition(gate.org, ident)) == (400, "Invalid API ID")


def test_ids_that_are_no_names_of_files(gate):
    failed = (500, "file object creation failed, write error")
    for ident in (251 * "x", 126 * "é", "a\0b"):
        assert gate.refused("POST", "/tyk/apis", definition(gate.org, ident)) == failed


def test_odd_ids_that_are_fine(gate):
    for ident in ("é ü", "a%", "a+b", "a.json"):
        made = gate.org + ident
        assert gate.ok("POST", "/tyk/apis", definition(gate.org, made))["key"] == made
    gate.reload()
    assert is_loaded(gate, f"{gate.org}a.json") and is_loaded(gate, f"{gate.org}%C3%A9%20%C3%BC")


@pytest.mark.parametrize("ending", ["-oas", "-mcp"])
def test_ids_that_look_like_companions_are_never_loaded(gate, ending):
    assert is_loaded(gate, gate.api(f"twin{ending}")) == (ending == "-mcp" and not gate.since(5, 13))


def test_older_gateways_and_ids():
    gate = older("5.8.9")
    failed = (500, "file object creation failed, write error")
    assert gate.refused("POST", "/tyk/apis", definition(gate.org, "a/b")) == failed
    assert is_loaded(gate, gate.api("twin-mcp")) and not is_loaded(gate, gate.api("twin-oas"))


def test_the_body_tells_the_id(gate):
    ident = gate.org + "body"
    assert gate.ok("POST", "/tyk/apis/other", definition(gate.org, ident))["key"] == ident
    gate.reload()
    assert is_loaded(gate, ident) and not is_loaded(gate, "other")
    assert gate.refused("PUT", f"/tyk/apis/{ident}", [])[0] == 400


def test_filters_of_the_list_are_not_read(gate):
    ident = gate.api()
    for query in ("?org_id=none", "?include_types=mcp", "?api_id=x"):
        assert ident in [api["api_id"] for api in gate.ok("GET", f"/tyk/apis{query}")]


def child(gate, base, name, query="", **fields):
    ident = f"{gate.org}{name}"
    body = definition(gate.org, ident, **fields)
    gate.ok("POST", f"/tyk/apis?base_api_id={base}&new_version_name={name}{query}", body)
    return ident


def test_child_versions(gate):
    base = gate.api("base", expiration="2030-01-01 00:00")
    first = child(gate, base, "v2", "&base_api_version_name=v1&set_default=true", internal=True)
    block = read(gate, base)["definition"]
    assert (block["enabled"], block["name"], block["default"], block["versions"]) == (True, "v1", "v2", {"v2": first})
    assert (block["key"], block["location"]) == ("x-api-version", "header")
    gate.reload()
    second = child(gate, base, "v3")
    gate.reload()
    block = read(gate, base)["definition"]
    assert (block["name"], block["default"], block["versions"]) == ("v1", "v2", {"v2": first, "v3": second})
    told = gate.ok("GET", f"/tyk/apis/{base}/versions")["apis"]
    assert [(one["id"], one["versionName"], one["isDefaultVersion"]) for one in told] == [
        *((base, "v1", False), (first, "v2", True), (second, "v3", False))
    ]
    assert told[0]["expirationDate"] == "2030-01-01 00:00" and told[1]["internal"]
    for query, names in (
        ("accessType=internal", ["v2"]),
        ("accessType=external", ["v1", "v3"]),
        ("searchText=V3", ["v3"]),
    ):
        found = gate.ok("GET", f"/tyk/apis/{base}/versions?{query}")["apis"]
        assert [one["versionName"] for one in found] == names
    assert gate.ok("GET", f"/tyk/apis/{base}/versions?searchText=zz") == {"status": "success", "apis": None}
    header = gate.backend.send("GET", f"/tyk/apis/{first}")[2].get("x-tyk-base-api-id")
    assert header == base and "x-tyk-base-api-id" not in gate.backend.send("GET", f"/tyk/apis/{base}")[2]
    gate.ok("DELETE", f"/tyk/apis/{first}")
    if not gate.since(5, 12):
        gate.reload()
    block = read(gate, base)["definition"]
    assert (block["default"], block["versions"]) == ("v1", {"v3": second})


def test_what_a_child_needs(gate):
    base = gate.api("base")
    body = definition(gate.org, f"{gate.org}child")
    unnamed = f"you need to provide a version name for the new Base API: {base}"
    for query, refusal in (
        (f"base_api_id={base}", (422, "The new version name is required")),
        (f"base_api_id={base}&new_version_name=v2", (400, unnamed)),
        ("base_api_id=none&new_version_name=v2", (400, "none is not a valid Base API version")),
        ("base_api_id=none", (422, "The new version name is required")),
    ):
        assert gate.refused("POST", f"/tyk/apis?{query}", body) == refusal
        assert gate.refused("POST", f"/tyk/apis?{query}", b"no json") == refusal  # before the body is looked at
    assert gate.ok("POST", "/tyk/apis?new_version_name=v2&set_default=true", body)["key"] == f"{gate.org}child"


def test_a_base_that_is_deleted_before_a_reload_comes_back(gate):
    """It was bound to itself when it got a child, and a delete writes the base of what it deletes."""
    base = gate.api("base")
    child(gate, base, "v2", "&base_api_version_name=v1")
    gate.ok("DELETE", f"/tyk/apis/{base}")
    gate.reload()
    assert is_loaded(gate, base)


def test_older_gateways_tell_of_a_deleted_child_until_a_reload():
    gate = older("5.8.9")
    base = gate.api("base")
    first = child(gate, base, "v2", "&base_api_version_name=v1&set_default=true")
    gate.reload()
    gate.ok("DELETE", f"/tyk/apis/{first}")
    assert read(gate, base)["definition"]["versions"] == {"v2": first}
    gate.reload()
    block = read(gate, base)["definition"]
    assert (block["versions"], block["default"]) == ({}, "v1")


def test_an_api_of_two_bases_belongs_to_the_one_that_is_loaded_last(gate):
    """The one with the shorter path is; before 5.12 one without a domain is, however long its path."""
    one = gate.api("child")
    long, short = (
        gate.api(name, domain=domain, proxy=proxy(f"/{gate.org}/{path}/"), definition={"versions": {"v2": one}})
        for name, path, domain in (("long", "longer", ""), ("short", "{a}", "a.example"))
    )
    expected = short if gate.since(5, 12) else long
    assert gate.backend.send("GET", f"/tyk/apis/{one}")[2]["x-tyk-base-api-id"] == expected
    gate.api("long", proxy=proxy(f"/{gate.org}/x/"), definition={"versions": {"v2": one}})
    assert gate.backend.send("GET", f"/tyk/apis/{one}")[2]["x-tyk-base-api-id"] == expected
    gate.api("long", proxy=proxy("/x/"), definition={"versions": {"v2": one}})
    assert gate.backend.send("GET", f"/tyk/apis/{one}")[2]["x-tyk-base-api-id"] == long


@pytest.mark.parametrize(
    ("fields", "broken"),
    [({"custom_middleware": {"driver": "otto"}}, True), ({"custom_middleware": {"driver": "grpc"}}, False)],
)
def test_older_gateways_break_off_where_a_base_has_scripts(fields, broken):
    gate = older("5.8.9")
    base = gate.api("base", **fields)
    first = child(gate, base, "v2", "&base_api_version_name=v1")
    gate.reload()
    answer = gate.backend.emulator.handle(
        Request("DELETE", f"/gateway/tyk/apis/{first}", "", {"x-tyk-authorization": gate.backend.secret}, b"")
    )
    assert answer.drop is broken
    gate.reload()
    assert not is_loaded(gate, first)
    assert read(gate, base)["definition"]["versions"] == ({"v2": first} if broken else {})


def test_references_to_the_environment():
    gate = Gate("emulated")
    gate.backend = Emulated(gateway_env={"UP": 'http://up/"q"', "TYK_SECRET_TOP": "http://top/"})
    shown = {
        sent: read(gate, gate.api("ref", proxy=proxy(f"/{gate.org}/", target_url=sent)))["proxy"]["target_url"]
        for sent in ("env://UP", "env://top", "env://none", "vault://x")
    }
    assert shown == {
        "env://UP": 'http://up/"q"',
        "env://top": "http://top/",
        "env://none": "",
        "vault://x": "vault://x",
    }
