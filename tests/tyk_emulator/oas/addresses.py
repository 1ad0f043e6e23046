# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries of `servers` that the Gateway writes: Tyk's own addresses come first, those of before are gone."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import quote, urlsplit

from .bridge import Have
from .expressions import is_regex
from .formats import parses

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")
_GROUP = re.compile(r"(?<!\\)\((?!\?:)")


def template(url: str) -> Have:
    """An address whose path may have variables with expressions. Raises ValueError in Tyk's words."""
    variables: dict[str, Any] = {}
    shown, rest = "", url
    while rest:
        head, brace, rest = rest.partition("{")
        if "}" in head:
            raise ValueError("unexpected closing curly brace")
        shown += head
        if not brace:
            break
        inner, closing, rest = rest.partition("}")
        if not closing:
            raise ValueError(f"failed to parse: expected closing curly brace at position {len(url.encode())}")
        name = _variable(inner)
        if name in variables:
            raise ValueError("variable collision")
        variables[name] = {"default": f"pathParam{len(variables) + 1}"}
        shown += "{" + name + "}"
    return {"url": shown, **({"variables": variables} if variables else {})}


def _variable(inner: str) -> str:
    name, _colon, pattern = inner.partition(":")
    if not name:
        raise ValueError("empty variable name")
    if not _NAME.fullmatch(name):
        raise ValueError("invalid variable name")
    if not is_regex(pattern):
        raise ValueError("failed to compile pattern")
    if _GROUP.search(pattern):
        raise ValueError("using capture group is not allowed in server patterns")
    return name


def _domain(classic: Have) -> str:
    return "" if classic.get("domain_disabled") else str(classic["domain"])


def _joined(gateway: str, host: str, path: str) -> str:
    """A cleaned path behind a host, or alone."""
    path = posixpath.normpath("/" + path.lstrip("/"))
    if not host:
        return path
    host = host.removesuffix("/")
    scheme = "" if host.startswith(("http://", "https://")) else gateway.partition("://")[0] + "://"
    return scheme + host + path


def _versioned(url: str, location: str, key: str, name: str) -> str:
    if location == "header":
        return url
    if location == "url-param":
        return f"{url}?{key}={name}"
    return url.removesuffix("/") + "/" + name


def own(classic: Have, base: Have | None, gateway: str, name: str = "") -> list[str]:
    """Tyk's addresses of an API; `base` is that of which it is a version, `name` is how it is called there."""
    domain = _domain(classic)
    tagged = classic["tags"] and not classic.get("tags_disabled")
    hosts = [domain] if domain else [""] if tagged else [gateway.partition("://")[2], ""]
    plain = [_joined(gateway, host, classic["proxy"]["listen_path"]) for host in hosts]
    block = classic["definition"]
    if base is None or base["api_id"] == classic["api_id"] or not base["definition"]["enabled"]:
        if not (block["enabled"] and block["name"]):
            return plain
        base, name = classic, block["name"]
    block = base["definition"]
    name = name or next((one for one, child in (block["versions"] or {}).items() if child == classic["api_id"]), "")
    if not name:
        return plain
    roots = [_joined(gateway, host, base["proxy"]["listen_path"]) for host in hosts]
    found = [_versioned(root, block["location"], block["key"], name) for root in roots]
    is_base = base["api_id"] == classic["api_id"]
    by_default = name == block["default"] or (block["default"] == "self" and is_base)
    if block.get("fallback_to_default") and block["default"] and block["location"] != "header" and by_default:
        found += roots
    return found if classic["internal"] or is_base else found + plain


def _normal(url: str) -> str:
    if not parses(url):
        return url.removesuffix("/")
    parts = urlsplit(url)
    path = posixpath.normpath(parts.path).removesuffix("/") if parts.path else ""
    path = "/" if path in ("", ".") else path
    return parts._replace(path=path).geturl()


def regenerated(servers: list[Have] | None, urls: list[str], before: list[str]) -> list[Have]:
    """`servers` with Tyk's addresses in place of those that it had. Raises ValueError."""
    old = {_normal(url) for url in before}
    try:
        found = [template(url) for url in urls]
    except ValueError as wrong:
        raise ValueError(f"failed to add Tyk servers: {wrong}") from None
    known = {_normal(server["url"]) for server in found}
    for server in servers or []:
        url = _normal(server["url"])
        if url not in old and url not in known:
            found.append(server)
            known.add(url)
    return found


def users(servers: list[Have], urls: list[str]) -> list[Have]:
    """The entries that are not Tyk's."""
    mine = {_normal(url) for url in urls}
    return [server for server in servers if _normal(server["url"]) not in mine]


def absolute(classic: Have, gateway: str) -> str:
    """Tyk's only address before 5.11."""
    scheme, _mark, host = gateway.partition("://")
    path = quote(classic["proxy"]["listen_path"], safe="/:@!$&'()*+,;=~-._")
    name = quote(_domain(classic), safe="!$&'()*+,;=:[]<>\"~-._")
    return f"{scheme}://{name or host}{path if path.startswith('/') or not path else '/' + path}"


def added(servers: list[Have] | None, url: str) -> list[Have]:
    """Tyk's address in front. Raises ValueError."""
    return [template(url), *(server for server in servers or [] if server["url"] != url)]


def updated(servers: list[Have] | None, url: str, before: str) -> list[Have]:
    """The first entry follows, if it was Tyk's."""
    found = list(servers or [])
    mine = bool(found) and found[0]["url"] == before
    if mine and "{" in url and "}" in url:
        return found[1:]
    if mine:
        found[0] = {**found[0], "url": url}
    return found or [{"url": url}]


def retained(before: list[Have] | None, servers: list[Have] | None) -> list[Have] | None:
    """What PATCH did before 5.11: the old first entry stays in front."""
    if before and servers and before[0]["url"] != servers[0]["url"]:
        return [before[0], *servers]
    return servers
