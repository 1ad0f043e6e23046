# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each field of the table of classic APIs, alone and beside all others of its block: a migration carries it over, so
that the document is another without it, or it is named as left behind."""

from __future__ import annotations

import copy
import json

import pytest
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._data.shapes import table
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic_table import DEFINITION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.counterparts import left_behind

BLOCKS = table(DEFINITION)
BASE = {
    "name": "Orders",
    "active": True,
    "use_keyless": False,
    "use_standard_auth": True,
    "auth": {"auth_header_name": "X-Key"},
    "auth_configs": {"authToken": {"auth_header_name": "X-Key"}},
    "proxy": {"listen_path": "/orders/", "target_url": "http://up.example/"},
    "version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}},
}
# Of these all fields together are no API.
SOME_OF = {
    "graphql": {},
    "version_data": {
        "not_versioned": True,
        "versions": {
            "Default": {
                "name": "Default",
                "use_extended_paths": True,
                "extended_paths": {"size_limits": [{"path": "/a", "method": "GET", "size_limit": 5}]},
                "paths": {"white_list": ["/b"]},
                "global_headers": {"a": "b"},
                "global_response_headers": {"a": "b"},
                "global_size_limit": 5,
                "global_enforce_timeout": "5s",
            }
        },
    },
}
SAMPLES = {
    "flag": True,
    "whole": 5,
    "number": 5,
    "any": {"a": 1},
    "address": "http://a.example/x",
    "driver": "python",
    "jwt_signing_method": "rsa",
    "signing_method": "rsa",
    "location": "header",
    "extract_from": "header",
    "extract_with": "value",
    "handler_name": "eh_log_handler",
    "storage_engine": "redis",
    "ssl_min_version": 771,
    "ssl_max_version": 772,
    "global_enforce_timeout": "5s",
    "expiration": "2030-01-01 00:00",
    "algorithm": "hmac-sha256",
    "method": "GET",
    "timeout": 5,
    "url": "http://a.example/x",
    "allowed_ips": ["10.0.0.1"],
    "blacklisted_ips": ["10.0.0.2"],
    "base_identity_provided_by": "auth_token",
}
# What names the API or its sort, what says which of two forms counts, and is told in another way, and what is worked
# out anew.
DERIVED = """
    id api_id org_id name slug is_oas is_site hook_references use_keyless use_standard_auth application_protocol
    json_rpc_version active definition.versions proxy.listen_path proxy.target_url auth.name auth_configs.k.name
    security_requirements security_requirement_scopes version_data.not_versioned version_data.default_version
    version_data.versions.Default.name version_data.versions.Default.expires uptime_tests.check_list.0.protocol
    version_data.versions.Default.extended_paths.validate_request
    version_data.versions.Default.use_extended_paths""".split()
# Switches of what is said beside them. Where that is not said, they switch nothing.
SWITCHES = {
    "tags_disabled": {"tags": ["a"]},
    "domain_disabled": {"domain": "a.example"},
    "config_data_disabled": {"config_data": {"a": 1}},
    "custom_middleware_bundle_disabled": {"custom_middleware_bundle": "b.zip"},
    "upstream_certificates_disabled": {"upstream_certificates": {"*": "x"}},
    "certificate_pinning_disabled": {"pinned_public_keys": {"*": "x"}},
    "ip_access_control_disabled": {"enable_ip_whitelisting": True, "allowed_ips": ["10.0.0.1"]},
}


def sample(name, kind, within=()):
    """A value of a field, of a block one of each of its fields."""
    if kind.name not in BLOCKS and name in SAMPLES and isinstance(SAMPLES[name], list) is (kind.outer == "list"):
        return SAMPLES[name]
    if kind.outer:
        inner = sample(name, kind.inner, within)
        return [inner] if kind.outer == "list" else {"k": inner}
    if kind.name in BLOCKS:
        fields = {} if kind.name in within else BLOCKS[kind.name]
        return {field: sample(field, one, (*within, kind.name)) for field, one in fields.items()}
    return SAMPLES.get(kind.hides or kind.name, "word")


def leaves(block, path=(), within=()):
    """The path of each field that is no block, with its name and type."""
    for name, kind in BLOCKS[block].items():
        steps = (*path, name)
        while kind.outer and (kind.inner.outer or kind.inner.name in BLOCKS):
            steps += (0,) if kind.outer == "list" else ("Default",) if path == ("version_data",) else ("k",)
            kind = kind.inner
        if kind.name in BLOCKS and kind.name not in within:
            yield from leaves(kind.name, steps, (*within, kind.name))
        elif kind.name not in BLOCKS:
            yield steps, name, kind


def lay(definition, path, value):
    *way, last = path
    for key, after in zip(way, path[1:]):
        new = [] if isinstance(after, int) else {}
        if isinstance(key, int) and len(definition) <= key:
            definition.append(new)
        definition = definition[key] if isinstance(key, int) else definition.setdefault(key, new)
    definition[last] = value


def at(value, path):
    for key in path:
        value = value.get(key) if isinstance(value, dict) else value[key] if value and len(value) > key else None
    return value


class Migration:
    """What becomes of definitions."""

    def __init__(self):
        self.tyk, self.known = Tyk(), {}

    def of(self, definition):
        """The definition as it is stored, its document, and that without ids; None for what Tyk does not take."""
        key = json.dumps(definition, sort_keys=True)
        if key not in self.known:
            self.known[key] = self._of(definition)
        return self.known[key]

    def _of(self, definition):
        body = {"api_definition": definition, "hook_references": []}
        status, made = self.tyk.call("POST", "/api/apis?accept_additional_properties=true", body)
        if status != 200:
            return None
        (api,) = (one["api_definition"] for one in self.tyk.read("/api/apis?p=-1")["apis"])
        _status, answer = self.tyk.call("POST", "/api/apis/migrate", {"mode": "dryRun", "apiIDs": [api["api_id"]]})
        self.tyk.call("DELETE", f"/api/apis/{api['api_id']}")
        found = answer["success"].get("definitions")
        if not found:
            return None
        text = json.dumps(found[0]["baseAPI"], sort_keys=True)
        return api, found[0]["baseAPI"], text.replace(api["api_id"], "").replace(made["Meta"], "")


def around(path, name, kind, whole):
    """A definition that has a field, alone or beside all others of its block; and the same without it."""
    definition = copy.deepcopy(BASE)
    definition.update(SWITCHES.get(path[0], {}))
    if whole:
        block = SOME_OF.get(path[0]) or sample(path[0], BLOCKS["API"][path[0]])
        lay(definition, path[:1], {**copy.deepcopy(BASE.get(path[0], {})), **copy.deepcopy(block)})
        definition["proxy"].update(BASE["proxy"])
    without = copy.deepcopy(definition)
    lay(definition, path, sample(name, kind))
    if len(path) > 1 and any(isinstance(key, int) for key in path):
        without = copy.deepcopy(definition)
    at(without, path[:-1]).pop(path[-1], None) if isinstance(at(without, path[:-1]), dict) else None
    return definition, without


def is_in(path, blocks):
    text = ".".join(map(str, path))
    return any(text == one or text.startswith(f"{one}.") for one in blocks)


@pytest.mark.parametrize("whole", [False, True], ids=["alone", "beside all others"])
def test_each_field_is_carried_over_or_named(whole):
    migration, decided, silent = Migration(), 0, []
    for path, name, kind in leaves("API"):
        if is_in(path, DERIVED) or whole and BLOCKS["API"][path[0]].name not in BLOCKS:
            continue
        definition, without = around(path, name, kind, whole)
        both = [migration.of(one) for one in (definition, without)]
        if None in both or not at(both[0][0], path):
            continue
        (api, document, text), (_api, _document, bare) = both
        decided += 1
        off = not whole and kind.name == "flag" and len(path) > 1  # it says how something is done that is not done
        if text == bare and not off and not is_in(path, left_behind(api, document)):
            silent.append(".".join(map(str, path)))
    assert not silent
    assert decided > (120 if whole else 150)


def test_paths_that_are_off_and_will_be_on_are_told():
    tyk, limit = Tyk(), {"size_limits": [{"path": "/a", "method": "GET", "size_limit": 5}]}
    for name, off in (("On", False), ("Off", True)):
        version = {"name": "Default", "use_extended_paths": not off, "extended_paths": limit}
        data = {"not_versioned": True, "versions": {"Default": version}}
        made = {"name": name, "listen_path": f"/{name}/", "target_url": "http://up.example/"}
        tyk.ok("api", **made, definition={"use_keyless": True, "version_data": data})
        told = "".join(tyk.warnings(tyk.ok("api", name=name, migrate=True, check=True)))
        assert ("extended_paths, which use_extended_paths has off, are on" in told) is off
