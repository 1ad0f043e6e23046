# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listen paths and targets that Tyk stores, and with which a Gateway never serves the API, with a line in its log at
most. What is stored so already is left alone."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t
from dataclasses import replace
from urllib.parse import urlsplit

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import shown_address
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.address import listens_at, nodes
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.options import Places
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.sight import Sight

EXTENSION = "oas.x-tyk-api-gateway"
# Where an API says that it listens at a port, which needs no path.
PROTOCOLS = ("api_definition.protocol", f"{EXTENSION}.server.protocol")
# What answers, or says where to go, so that an API needs no target.
ANSWERS = (
    "api_definition.internal",
    "api_definition.proxy.service_discovery.use_discovery_service",
    "api_definition.proxy.enable_load_balancing",
    "api_definition.graphql.enabled",
    f"{EXTENSION}.info.state.internal",
    f"{EXTENSION}.upstream.serviceDiscovery.enabled",
    f"{EXTENSION}.upstream.loadBalancing.enabled",
)
SERVERS = "only the first of a new API counts, where it is a whole address such as https://host/path"
IN_VERSIONS = ("mock_response", "virtual", "go_plugin", "url_rewrites")
IN_OPERATIONS = ("mockResponse", "virtualEndpoint", "postPlugins", "urlRewrite")


def _answers(api: Object) -> bool:
    """Whether an API may do without a target."""
    if any(get(api, path) for path in ANSWERS):
        return True
    versions = (get(api, "api_definition.version_data.versions") or {}).values()
    if any(get(one, "override_target") for one in versions):
        return True
    paths = [get(one, "extended_paths") or {} for one in versions]
    operations = (get(api, f"{EXTENSION}.middleware.operations") or {}).values()
    return any(path.get(name) for path in paths for name in IN_VERSIONS) or any(
        get(one, name) for one in operations for name in IN_OPERATIONS
    )


def fault_of_target(text: str) -> str:
    """What is wrong with the address of an upstream, which may be kept elsewhere; "" where nothing is."""
    if not re.match(r"[\s\w/.\[-]", text):  # $secret_env.NAME, {{ a template }}
        return ""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        return "has no scheme; write for example https://" + shown_address(re.sub(r"^[\s/]+", "", text).strip())
    if re.search(r"%(?![0-9A-Fa-f]{2})", text) or not re.match(r"[^:]+://[^\s/?#]+([/?#]|\Z)", text):
        return "is no address; write scheme://host/path"
    try:
        _port = urlsplit(text).port if text.lower().startswith("http") else None
    except ValueError:
        return "has a port that is no number"
    return ""


def fault_of_path(path: str, oas: bool) -> str:
    """What is wrong with the braces of a listen path, by the rules of Tyk's router, and of the addresses that Tyk
    enters in the document of an OAS API; "" where nothing is."""
    depth, inside, found = 0, "", []
    for letter in path:
        depth += (letter == "{") - (letter == "}")
        if depth < 0 or depth > 1 and oas:
            break
        if letter == "}" and not depth:
            found.append(inside[1:])
            inside = ""
        inside += letter if depth else ""
    if depth:
        return "has braces that do not fit each other, or stand in each other; write {name}, or {name:pattern}"
    names, patterns = zip(*(one.partition(":")[::2] for one in found)) if found else ((), ())
    if not all(names):
        return "has a variable without a name; write {name}, or {name:pattern}"
    if any(re.search(r"(?<!\\)\((?!\?)", pattern) for pattern in patterns):
        return "has a group in the pattern of a variable, which may be (?:...) only"
    odd = [name for name in names if not re.fullmatch("[a-zA-Z][a-zA-Z0-9_]*", name)] if oas else []
    if odd:
        return f"has the variable {odd[0]!r}; its name may have letters, digits and _ only, and begins with a letter"
    return "has a variable twice; give each another name" if oas and len({*names}) < len(names) else ""


def _said(target: Object, current: Object | None, path: str) -> t.Any:
    """What is new at a path, as text; None where it is as it was."""
    value = get(target, path)
    if current is not None and (get(current, path) or "") == (value or ""):
        return None
    return "" if value is None else str(value)


def _of(target: Object) -> str:
    """What to say of servers that a document has and that are no upstream."""
    return f". Of servers, {SERVERS}" if get(target, "oas.servers") else ""


def check_reach(places: Places, target: Object, current: Object | None, filled: bool, streams: bool) -> None:
    """Refuse where an API would never be reached, nor reach anything.

    :arg filled: whether Tyk makes up a listen path where none is named.
    """
    if target is current:
        return
    path, protocol = (
        _said(target, current, places.listen_path),
        next(filter(None, (get(target, p) for p in PROTOCOLS)), ""),
    )
    if path is not None and str(protocol).lower() in ("", "http", "https"):
        if path == "" and not (filled and current is None and get(target, places.listen_path) is None):
            raise Missing("listen_path: it is empty, and a Gateway loads no API without one; name it, such as /orders/")
        if re.search(r"\s", path):
            raise Invalid(f"listen_path: {path!r} has a blank, and a Gateway does not load such an API; take it out")
        fault = fault_of_path(path, places.listen_path.startswith("oas."))
        if fault:
            raise Invalid(f"listen_path: {path!r} {fault}")
    url = _said(target, current, places.target_url)
    if url is None or streams:
        return
    if not url:
        if names(target, places.target_url) and get(target, places.target_url) is not None and _answers(target):
            return
        raise Missing(
            f"target_url: an API needs the address of its upstream; name it, or in its definition{_of(target)}"
        )
    fault = fault_of_target(url)
    if fault:
        raise Invalid(f"target_url: {shown_address(url)!r} {fault}")


INTERNAL = ("api_definition.internal", f"{EXTENSION}.info.state.internal")


def sight(api: Object, places: Places, plain: Sight) -> Sight:
    """How a Gateway is asked for an API: what it shows of it, and where its traffic comes in."""
    path, host = (str(part) for part in listens_at(api) or ("", ""))
    protocol = next(filter(None, (get(api, where) for where in PROTOCOLS)), "")
    shut = ""
    if any(get(api, where) for where in INTERNAL):
        shut = "it is internal"
    elif str(protocol).lower() not in ("", "http", "https"):
        shut = f"it listens at a port, with the protocol {protocol}"
    elif not path.startswith("/") or re.search(r"[{}*()\[\]|?#]", path) or re.search(r"[{}*]", host):
        shut = "its listen path or its domain is a pattern"
    target, told = get(api, places.target_url), {"name": get(api, places.name), "listen_path": path.strip("/")}
    if isinstance(target, str) and re.match(r"https?://[^$]*\Z", target):  # else the Gateway puts another in its place
        told["target_url"] = target
    tags = nodes(api)
    return replace(
        plain,
        told=told,
        path=path,
        host=host,
        shut=shut,
        silent="it is inactive" if get(api, places.active) is False else "",
        note=f"Its tags are {', '.join(tags)}: Gateways of segments without them do not load it" if tags else "",
    )
