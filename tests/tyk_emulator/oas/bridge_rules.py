# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tables of `bridge` cannot say: lists that are maps in the classic form, and values that are worked out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..scalars import duration, nanoseconds
from .bridge import RULES, Have, View

_TLS = {"1.0": 769, "1.1": 770, "1.2": 771, "1.3": 772}
_HOOKS = {
    "prePlugin": "pre",
    "postAuthenticationPlugin": "post_key_auth",
    "postPlugin": "post",
    "responsePlugin": "response",
}
_PLUGIN = {"path": "path", "functionName": "name", "rawBodyOnly": "raw_body_only", "requireSession": "require_session"}
_HEADERS = {"transformRequestHeaders": "$.global_headers", "transformResponseHeaders": "$.global_response_headers"}
_ERROR = {
    "match": {
        "flag": "flag",
        "messagePattern": "message_pattern",
        "bodyField": "body_field",
        "bodyValue": "body_value",
    },
    "response": {
        "statusCode": "status_code",
        "body": "body",
        "message": "message",
        "template": "template",
        "headers": "headers",
    },
}


def named_values(headers: list[Have] | None) -> dict[str, str]:
    """Headers as a map; the last of a name stays."""
    return {header["name"]: header["value"] for header in headers or []}


def header_list(values: dict[str, str] | None) -> list[Have]:
    return [{"name": name, "value": value} for name, value in sorted((values or {}).items())]


def _extract_versioning(have: Have, view: View) -> None:
    view.put("versions", {entry["name"]: entry["id"] for entry in have["versions"] or []} or None)


def _fill_versioning(have: Have, view: View) -> None:
    have["versions"] = [{"name": name, "id": api_id} for name, api_id in sorted(view.get("versions", {}).items())]


def _extract_discovery(have: Have, view: View) -> None:
    cache = have.get("cache") or {"timeout": have["cacheTimeout"], "enabled": have["cacheTimeout"] > 0}
    view.put("cache_disabled", not cache["enabled"] or not have["enabled"])
    view.put("cache_timeout", cache["timeout"])


def _fill_discovery(have: Have, view: View) -> None:
    if "cache" not in have:
        have["cacheTimeout"] = view.get("cache_timeout", 0)
        return
    on = not view.get("cache_disabled", False) and have["enabled"]
    have["cache"] = {"enabled": True, "timeout": view.get("cache_timeout", 0)} if on else None
    have["cacheTimeout"] = 0


_CHECK = {"method": "method", "headers": "headers", "body": "body", "enableProxyProtocol": "enable_proxy_protocol"}


def _extract_tests(have: Have, view: View) -> None:
    found = []
    for test in have["tests"] or []:
        check = {theirs: test[ours] for ours, theirs in _CHECK.items()}
        protocol, mark, _rest = test["url"].partition("://")
        check |= {"url": test["url"], "protocol": protocol if mark else "", "timeout": nanoseconds(test["timeout"])}
        found.append({**check, "commands": test["commands"] or None})
    view.put("disabled", not have["enabled"])
    view.put("check_list", found or None)


def _fill_tests(have: Have, view: View) -> None:
    found = []
    for check in view.get("check_list", []):
        test = {ours: check[theirs] for ours, theirs in _CHECK.items()}
        rest = check["url"].split("://")[1] if "://" in check["url"] else check["url"]
        url = f"{check['protocol']}://{rest}" if check["protocol"] else check["url"]
        found.append({**test, "url": url, "timeout": duration(f"{check['timeout']}ns"), "commands": check["commands"]})
    have["tests"] = found or None
    have["enabled"] = bool(found) and not view.get("disabled", False)


def _extract_certificates(have: Have, view: View) -> None:
    mapping = have["domainToCertificateMapping"] or []
    view.put("upstream_certificates", {entry["domain"]: entry["certificate"] for entry in mapping} or None)


def _fill_certificates(have: Have, view: View) -> None:
    found = view.get("upstream_certificates", {})
    have["domainToCertificateMapping"] = [{"domain": name, "certificate": value} for name, value in found.items()]


def _extract_pins(have: Have, view: View) -> None:
    mapping = have["domainToPublicKeysMapping"] or []
    view.put("pinned_public_keys", {one["domain"]: ",".join(one["publicKeys"] or []) for one in mapping} or None)


def _fill_pins(have: Have, view: View) -> None:
    found = sorted(view.get("pinned_public_keys", {}).items())
    pins = [{"domain": name, "publicKeys": keys.replace(" ", "").split(",")} for name, keys in found]
    have["domainToPublicKeysMapping"] = pins or None


def _extract_transport(have: Have, view: View) -> None:
    view.put("ssl_min_version", _TLS.get(have["minVersion"], 0))
    view.put("ssl_max_version", _TLS.get(have["maxVersion"], 0))


def _fill_transport(have: Have, view: View) -> None:
    names = {number: name for name, number in _TLS.items()}
    have["minVersion"] = names.get(view.get("ssl_min_version", 0), "")
    have["maxVersion"] = names.get(view.get("ssl_max_version", 0), "")


def _extract_targets(have: Have, view: View) -> None:
    targets = have["targets"] or []
    view.put("enable_load_balancing", bool(targets) and have["enabled"])
    view.put("check_host_against_uptime_tests", bool(targets) and have["skipUnavailableHosts"])
    spread = [target["url"] for target in targets for _time in range(target["weight"])]
    view.put("target_list", spread if targets else None)


def _fill_targets(have: Have, view: View) -> None:
    spread = view.get("target_list", [])
    if not spread:
        return
    have["enabled"] = view.get("enable_load_balancing", False)
    have["skipUnavailableHosts"] = view.get("check_host_against_uptime_tests", False)
    weights = Counter(spread)
    idle = {target["url"]: 0 for target in have["targets"] or [] if target["weight"] == 0}
    have["targets"] = [{"url": url, "weight": weight} for url, weight in sorted({**idle, **weights}.items())]


def plugins_of(given: list[Have] | None) -> list[Have]:
    """Plugins as the classic form has them."""
    return [
        {"disabled": not one["enabled"], **{theirs: one[ours] for ours, theirs in _PLUGIN.items()}}
        for one in given or []
    ]


def _extract_global(have: Have, view: View) -> None:
    for name, hook in _HOOKS.items():
        plugins = have.get(name + "s")
        if plugins is None:
            plugins = (have[name] or {}).get("plugins") or None
        view.put(f"custom_middleware.{hook}", None if plugins is None else plugins_of(plugins))
        have[name] = None if name + "s" in have else have[name]
    for name, path in _HEADERS.items():
        if name in have:
            block = have[name] or {"enabled": False, "add": None, "remove": None}
            view.put(path + "_disabled", not block["enabled"])
            view.put(path, named_values(block["add"]))
            view.put(path + "_remove", block["remove"])
    limit = have.get("requestSizeLimit") or {"enabled": False, "value": 0}
    view.put("$.global_size_limit", limit["value"])
    view.put("$.global_size_limit_disabled", limit["value"] == 0 or not limit["enabled"])


def _fill_global(have: Have, view: View) -> None:
    for name, hook in _HOOKS.items():
        found = [
            {"enabled": not one["disabled"], **{ours: one[theirs] for ours, theirs in _PLUGIN.items()}}
            for one in view.get(f"custom_middleware.{hook}", [])
        ]
        if name + "s" not in have:
            have[name] = {"plugins": found} if found else None
            continue
        have[name], have[name + "s"] = None, found or have[name + "s"] or None
    for name, path in _HEADERS.items():
        if name in have:
            block = {
                "enabled": not view.get(path + "_disabled", False),
                "remove": view.get(path + "_remove"),
                "add": header_list(view.get(path)) or None,
            }
            have[name] = block if any(block.values()) else None
    if "requestSizeLimit" in have:
        size = view.get("$.global_size_limit", 0)
        on = not view.get("$.global_size_limit_disabled", False)
        have["requestSizeLimit"] = {"enabled": on, "value": size} if size else None


def _extract_logs(have: Have, view: View) -> None:
    if have.get("plugins"):
        plugin = have["plugins"][0]
        found = {"enable": plugin["enabled"], "func_name": plugin["functionName"], "plugin_path": plugin["path"]}
        view.put("analytics_plugin", found)


def _fill_logs(have: Have, view: View) -> None:
    if "plugins" in have and view.get("analytics_plugin.enable", False):
        name, path = view.get("analytics_plugin.func_name", ""), view.get("analytics_plugin.plugin_path", "")
        plugin = {"enabled": True, "functionName": name, "path": path, "rawBodyOnly": False, "requireSession": False}
        have["plugins"] = [plugin]


def _extract_extractor(have: Have, view: View) -> None:
    view.put("", {name: value for name, value in view.get("", {}).items() if value} or None)


def _extract_lifetime(have: Have, view: View) -> None:
    view.put("session_lifetime", nanoseconds(have["value"]) // 10**9 if have["enabled"] else 0)


def _fill_lifetime(have: Have, view: View) -> None:
    seconds = view.get("session_lifetime", 0)
    have["enabled"] = seconds != 0
    have["value"] = duration(f"{seconds}s") if seconds else have["value"]


def _extract_errors(have: Have, view: View) -> None:
    if "errorOverrides" not in have:
        return
    block = have["errorOverrides"]
    view.put("error_overrides_disabled", block is None or not block["enabled"])
    found = {code: [_error(one, False) for one in many] for code, many in ((block or {}).get("value") or {}).items()}
    view.put("error_overrides", found or None)


def _fill_errors(have: Have, view: View) -> None:
    if "errorOverrides" not in have:
        return
    found, on = view.get("error_overrides", {}), not view.get("error_overrides_disabled", False)
    value = {code: [_error(one, True) for one in many] for code, many in found.items()}
    have["errorOverrides"] = {"enabled": on, "value": value or None} if on or found else None


def _error(one: Have, back: bool) -> Have:
    """One override in the names of the other form."""
    result: dict[str, Any] = {}
    for part, names in _ERROR.items():
        given = one.get(part)
        pairs = {theirs: ours for ours, theirs in names.items()} if back else names
        result[part] = None if given is None else {new: given[old] for old, new in pairs.items()}
    return result


def _nothing(have: Have, view: View) -> None:
    pass


RULES |= {
    "Versioning": (_extract_versioning, _fill_versioning),
    "ServiceDiscovery": (_extract_discovery, _fill_discovery),
    "UptimeTests": (_extract_tests, _fill_tests),
    "MutualTLS": (_extract_certificates, _fill_certificates),
    "CertificatePinning": (_extract_pins, _fill_pins),
    "TLSTransport": (_extract_transport, _fill_transport),
    "LoadBalancing": (_extract_targets, _fill_targets),
    "Global": (_extract_global, _fill_global),
    "TrafficLogs": (_extract_logs, _fill_logs),
    "IDExtractorConfig": (_extract_extractor, _nothing),
    "CustomKeyLifetime": (_extract_lifetime, _fill_lifetime),
    "XTykAPIGateway": (_extract_errors, _fill_errors),
}
