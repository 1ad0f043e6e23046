# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a classic definition to OAS documents: one of the base, and one of each further version."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from . import forms
from .bridge_operations import operation_id
from .bridge_rules import header_list
from .extension import EXTENSION, Version

Have = dict[str, Any]
_FLAGS = {
    "jwt": "enable_jwt",
    "hmac": "enable_signature_checking",
    "basic": "use_basic_auth",
    "oauth": "use_oauth2",
    "oidc": "use_openid",
}
# What is off where it says nothing: the switch, and what says something.
_OFF = {
    "custom_middleware_bundle_disabled": "custom_middleware_bundle",
    "config_data_disabled": "config_data",
    "upstream_certificates_disabled": "upstream_certificates",
    "certificate_pinning_disabled": "pinned_public_keys",
    "tags_disabled": "tags",
    "domain_disabled": "domain",
}
_LISTS = ("ignored", "black_list", "white_list")


class Immovable(Exception):
    """Tyk does not migrate it; says why."""


def migrated(given: Have, new_id: Callable[[], str], version: Version) -> tuple[Have, list[Have]]:
    """The documents of the base and of its versions, each with the ids in its extension. Raises Immovable."""
    base = copy.deepcopy(given)
    _settle(base)
    children = _versions(base, new_id)
    for one in (base, *children):
        _endpoints(one)
    return _document(base, version), [_document(one, version) for one in children]


def _settle(api: Have) -> None:
    if api["use_go_plugin_auth"] or api["enable_coprocess_auth"]:
        api["custom_plugin_auth_enabled"] = True
    on = {name: api[flag] for name, flag in _FLAGS.items()}
    on["coprocess"] = api["custom_plugin_auth_enabled"] and api["custom_middleware"]["driver"] != "goplugin"
    on["externalOAuth"] = api["external_oauth"]["enabled"]
    others = (*on.values(), api["custom_plugin_auth_enabled"], api["use_keyless"])
    on["authToken"] = api["use_standard_auth"] or not any(others)
    configs = api["auth_configs"] or {}
    api["auth_configs"] = {name: {**one, "name": name} for name, one in configs.items() if on.get(name, True)}
    for switch, field in _OFF.items():
        api[switch] = api.get(switch) or not api[field]
    for name in ("auth_check", "id_extractor"):
        block = api["custom_middleware"][name]
        block["disabled"] = block["disabled"] or not any(block.values())
    claim = {"scope_claim_name": api["jwt_scope_claim_name"], "scope_to_policy": api["jwt_scope_to_policy_mapping"]}
    api["scopes"]["oidc" if api["use_openid"] else "jwt"] = claim
    limit = api["global_rate_limit"]
    limit["disabled"] = limit.get("disabled") or limit["per"] <= 0 or limit["rate"] <= 0
    lists = (("enable_ip_blacklisting", "blacklisted_ips"), ("enable_ip_whitelisting", "allowed_ips"))
    api["ip_access_control_disabled"] = not any(api[flag] and api[name] for flag, name in lists)


def _versions(api: Have, new_id: Callable[[], str]) -> list[Have]:
    block, data = api["definition"], api["version_data"]
    known = data["versions"] or {}
    if block["enabled"] or block["versions"]:
        raise Immovable("not migratable - new versioning is already enabled")
    if data["not_versioned"] and len(known) > 1:
        raise Immovable("not migratable - if not versioned, there should be just one version info in versions map")
    block["enabled"] = not data["not_versioned"]
    found = data["default_version"] in known
    own = data["default_version"] if found else "Default" if "Default" in known or not known else min(known)
    block["default"] = "self" if block["enabled"] and found else ""
    info = known.pop(own, {})
    api["version_name"], children = own, []
    if block["enabled"]:
        block["name"] = own
        children = [_child(api, name, known[name], new_id()) for name in sorted(known)]
        block["versions"] = {one["version_name"]: one["api_id"] for one in children}
        api["expiration"] = info.get("expires") or ""
    else:
        block |= {"key": "", "location": "", "name": "", "default": "", "versions": None}
    if block["location"] == "url":
        block["strip_versioning_data"] = block["strip_path"]
    api["proxy"]["target_url"] = info.get("override_target") or api["proxy"]["target_url"]
    api["version_data"] = {**data, "not_versioned": True, "versions": {"": info}}
    return children


def _child(api: Have, name: str, info: Have, ident: str) -> Have:
    """A version as an API of its own, which the Gateway does not serve by itself."""
    child, said = copy.deepcopy(api), quote_plus(name)
    child |= {"api_id": ident, "id": "", "name": f"{api['name']}-{said}", "internal": True, "version_name": name}
    child["proxy"]["listen_path"] = (api["proxy"]["listen_path"].rstrip("/") + f"-{said}/").replace("/-", "/")
    child["proxy"]["target_url"] = info["override_target"] or child["proxy"]["target_url"]
    child["expiration"] = info["expires"]
    child["definition"] |= {"enabled": False, "name": "", "default": "", "versions": None, "key": "", "location": ""}
    child["version_data"] = {**api["version_data"], "not_versioned": True, "versions": {"": copy.deepcopy(info)}}
    return child


def _endpoints(api: Have) -> None:
    """One entry for each path and method, answers of lists as mock responses, and the older list of what is cached."""
    info = api["version_data"]["versions"][""]
    paths = info.get("extended_paths") or {}
    for name in _LISTS:
        entries = []
        for meta in paths.get(name) or []:
            for method, action in sorted((meta["method_actions"] or {}).items()):
                entries.append({**meta, "method": method, "method_actions": None})
                if action["action"] != "no_action":
                    off = meta["disabled"] or action["action"] != "reply"
                    mock = {name: meta[name] for name in ("path", "ignore_case")}
                    mock |= {"disabled": off, "method": method, "body": action["data"]}
                    _add(paths, {**mock, "code": action["code"], "headers": action["headers"]})
        paths[name] = entries
    options, cached = api["cache_options"], paths.get("cache") or []
    if info.get("use_extended_paths") and cached:
        entry = {"disabled": not options["enable_cache"], "timeout": options["cache_timeout"] or 60}
        entry |= {"cache_key_regex": "", "cache_response_codes": options["cache_response_codes"]}
        places = [(path, method) for path in cached for method in ("GET", "HEAD", "OPTIONS")]
        paths["advance_cache_config"] = [{**entry, "path": path, "method": method} for path, method in places]
    for name in ("global_headers", "global_response_headers"):
        if not (info.get(name) or info.get(f"{name}_remove")):
            info[f"{name}_disabled"] = True


def _add(paths: Have, mock: Have) -> None:
    mocks = paths.setdefault("mock_response", [])
    if not any((one["path"], one["method"]) == (mock["path"], mock["method"]) for one in mocks):
        mocks.append(mock)


def _document(api: Have, version: Version) -> Have:
    start = {"openapi": "3.0.6", "info": {"title": api["name"], "version": api["version_name"]}, "paths": {}}
    doc = forms.shown(start, api, version)
    paths = api["version_data"]["versions"][""].get("extended_paths") or {}
    for meta in paths.get("validate_json") or []:
        _validation(doc, meta)
    for meta in paths.get("mock_response") or []:
        _mock(doc, meta)
    return dict(sorted(doc.items()))


def _operation(doc: Have, meta: Have) -> tuple[Have, Have]:
    """An operation of the document, and what the extension has of it; both are made where they are missing."""
    name = operation_id(doc, meta["path"], meta["method"])
    middleware = doc[EXTENSION].setdefault("middleware", {})
    middleware["operations"] = middleware.get("operations") or {}
    found = (one for item in doc["paths"].values() for one in item.values() if isinstance(one, dict))
    return next(one for one in found if one.get("operationId") == name), middleware["operations"].setdefault(name, {})


def _validation(doc: Have, meta: Have) -> None:
    described, own = _operation(doc, meta)
    schema = json.loads(json.dumps(meta["schema"] or {}))
    described.setdefault("requestBody", {"content": {"application/json": {"schema": schema}}})
    code = {"errorResponseCode": meta["error_response_code"]} if meta["error_response_code"] else {}
    own["validateRequest"] = {"enabled": not meta["disabled"], **code}


def _mock(doc: Have, meta: Have) -> None:
    described, own = _operation(doc, meta)
    described["responses"] = {str(meta["code"]): {"description": ""}}
    said = {"code": meta["code"], "body": meta["body"], "headers": header_list(meta["headers"])}
    own["mockResponse"] = {"enabled": not meta["disabled"], **{name: value for name, value in said.items() if value}}
    own.setdefault("ignoreAuthentication", {"enabled": True})
