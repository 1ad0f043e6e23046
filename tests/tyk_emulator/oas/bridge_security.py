# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authentication between Tyk's extension and the classic definition. Half of it is in the document itself."""

from __future__ import annotations

from typing import Any

from .bridge import Have, View, extract, fill, is_empty, read, struct
from .extension import Version

_TWO = {"header": ("disable_header", "auth_header_name"), "query": ("use_param", "param_name")}
SOURCES = {**_TWO, "cookie": ("use_cookie", "cookie_name")}
SIGNATURE = {
    "algorithm": "algorithm",
    "header": "header",
    "secret": "secret",
    "allowedClockSkew": "allowed_clock_skew",
    "errorCode": "error_code",
    "errorMessage": "error_message",
}
_OAUTH2 = ("scopeCheck", "protectedResourceMetadata", "tokenExchange")
# Access types of the classic form, and the flows of OpenAPI.
FLOWS = {
    "authorization_code": "authorizationCode",
    "client_credentials": "clientCredentials",
    "password": "password",
    "implicit": "implicit",
}
_PROPRIETARY = ("hmac", "custom", "mtls", "coprocess")
_OFF = {"disable_header": True}


def is_oauth2(given: Any, version: Version) -> bool:
    """Whether a scheme of the extension has a block that only new OAuth schemes have."""
    return version >= (5, 14) and isinstance(given, dict) and any(part in given for part in _OAUTH2)


def kind_of(doc: Have, name: str, given: Any, version: Version) -> str:
    """The struct of a scheme: what the document says, and for OAuth what the extension has."""
    scheme = ((doc.get("components") or {}).get("securitySchemes") or {}).get(name) or {}
    kind = scheme.get("type")
    if kind == "apiKey":
        return "Token"
    if kind == "http" and scheme.get("scheme") == "basic":
        return "Basic"
    if kind == "http" and scheme.get("scheme") == "bearer":
        return "JWT" if scheme.get("bearerFormat") == "JWT" else "Bearer"
    if kind != "oauth2" or not isinstance(given, dict):
        return ""
    if is_oauth2(given, version):
        return "OAuth2"
    return "ExternalOAuth" if given.get("providers") else "OAuth"


def extract_sources(have: Have, config: Have) -> None:
    """Where credentials are looked for."""
    for name, (flag, label) in SOURCES.items():
        source = have.get(name)
        if name == "header":
            config[flag] = not (source or {}).get("enabled", False)
        elif source is not None:
            config[flag] = source["enabled"]
        if source is not None:
            config[label] = source["name"]


def fill_sources(have: Have, config: Have) -> None:
    for name, (flag, label) in SOURCES.items():
        on = bool(config.get(flag)) != (name == "header")
        title = config.get(label) or ""
        have[name] = {"enabled": on, "name": title} if on or title else None


def extract_scopes(have: Have | None) -> Have:
    scopes = have or {}
    mapping = scopes.get("scopeToPolicyMapping") or []
    found: Have = {"scope_to_policy": {entry["scope"]: entry["policyId"] for entry in mapping}}
    return {**found, "scope_claim_name": scopes.get("claimName") or ""} if have is not None else {}


def filled_scopes(classic: View, claims: list[str] | None, version: Version) -> Have | None:
    name = classic.get("scope_claim_name", "")
    mapping = [{"scope": scope, "policyId": one} for scope, one in sorted(classic.get("scope_to_policy", {}).items())]
    scopes: Have = {"claimName": name, "scopeToPolicyMapping": mapping or None}
    if version >= (5, 10):
        scopes["claims"] = claims or ([name] if name else None)
    return scopes if any(scopes.values()) else None


def processed(doc: Have, authentication: Have, version: Version) -> list[Have]:
    """The requirements that count: the first, or all of them where Tyk is told to comply."""
    security = doc.get("security") or []
    if authentication.get("securityProcessingMode") == "compliant":
        return [*security, *({name: [] for name in entry} for entry in authentication.get("security") or [])]
    if version < (5, 10):
        known = authentication["securitySchemes"] or {}
        return [{name: [] for name in known if name in requirement} for requirement in security[:1]]
    on = authentication["enabled"] or authentication["securitySchemes"]
    return security[:1] if on else []


def extract_security(doc: Have, authentication: Have | None, view: View, version: Version) -> None:
    """Write authentication into the classic form."""
    kind = struct("Authentication", version)
    have = kind.blank() if authentication is None else authentication
    configs: dict[str, Any] = {}
    extract(kind, have, view)
    _extract_own(have, configs, view, version)
    view.put("auth_configs", configs)
    if version >= (5, 10):
        _extract_requirements(doc, have, view, version)
    if not (doc.get("components") or {}).get("securitySchemes"):
        return
    for requirement in processed(doc, have, version):
        tokens = [name for name in sorted(requirement) if kind_of(doc, name, {}, version) == "Token"]
        if len(tokens) > 1:
            on = [name for name in tokens if (scheme_of(have, name) or {}).get("enabled")]
            requirement = {name: 0 for name in requirement if name not in tokens} | {(on or tokens)[0]: 0}
        for name in sorted(requirement):
            _extract_scheme(doc, have, name, (configs, view, version))


def _extract_own(have: Have, configs: Have, view: View, version: Version) -> None:
    """What is no scheme of OpenAPI: HMAC, OIDC, plugins, certificates."""
    for name, label in (("hmac", "HMAC"), ("oidc", "OIDC")):
        block = have.get(name)
        if block is not None:
            extract(struct(label, version), block, view)
            configs[name] = {}
            extract_sources(block, configs[name])
    if have.get("certificateAuth") is not None:
        configs["authToken"] = {"use_certificate": have["certificateAuth"]["enabled"]}
    if have.get("oidc") is not None:
        providers = [
            {
                "issuer": one["issuer"],
                "client_ids": {pair["clientId"]: pair["policyId"] for pair in one["clientToPolicyMapping"] or []},
            }
            for one in have["oidc"]["providers"] or []
        ]
        view.put("openid_options.providers", providers)
        view.put("scopes.oidc", extract_scopes(have["oidc"]["scopes"]))
    custom: Have = {}
    extract_sources(have["custom"] or {}, custom)
    if custom != _OFF:
        configs["coprocess"] = custom


def _extract_requirements(doc: Have, have: Have, view: View, version: Version) -> None:
    """Which schemes are wanted together; one alone needs no word."""
    security = doc.get("security") or []
    comply = have.get("securityProcessingMode") == "compliant"
    if not (security and (doc.get("components") or {}).get("securitySchemes")) and not (
        comply and have.get("security")
    ):
        return
    found = [sorted(entry) for entry in security] + ([*have["security"]] if comply and have.get("security") else [])
    scopes = [{name: list(one or []) for name, one in entry.items()} for entry in security]
    view.put("security_requirements", found if comply or len(found) > 1 or len(found[0]) > 1 else None)
    view.put("security_requirement_scopes", scopes + [{}] * (len(found) - len(scopes)))


def scheme_of(have: Have, name: str) -> Any:
    return (have["securitySchemes"] or {}).get(name)


def _extract_scheme(doc: Have, have: Have, name: str, to: tuple[Have, View, Version]) -> None:
    configs, view, version = to
    given = scheme_of(have, name)
    label = kind_of(doc, name, given, version)
    if label in ("", "Bearer", "OAuth2"):
        return
    told = doc["components"]["securitySchemes"][name]
    scheme = read(label, given, version) if isinstance(given, dict) else None
    place = {"Token": "authToken", "JWT": "jwt", "Basic": "basic", "OAuth": "oauth"}.get(label, "externalOAuth")
    config: Have = {**_OFF, **configs.get(place, {}), "name": name}
    if scheme is not None:
        extract_sources(scheme, config)
    if label == "Token":
        _extract_token(told, scheme, have, (config, view))
    elif scheme is not None:
        extract(struct(label, version), scheme, view)
        _extract_rest(label, scheme, view)
    if label == "OAuth":
        given_types = ["refresh_token"] if scheme and scheme["refreshToken"] else []
        flows = [access for access, flow in FLOWS.items() if (told.get("flows") or {}).get(flow) is not None]
        view.put("oauth_meta.allowed_access_types", [*given_types, *flows])
    configs[place] = config


def _extract_token(told: Have, scheme: Have | None, have: Have, to: tuple[Have, View]) -> None:
    config, view = to
    view.put("use_standard_auth", bool(scheme and scheme["enabled"]))
    if scheme is not None:
        signature = scheme["signatureValidation"]
        if signature is not None:
            config["validate_signature"] = signature["enabled"]
            query = {"use_param": signature["query"]["enabled"], "param_name": signature["query"]["name"]}
            config["signature"] = {**{theirs: signature[ours] for ours, theirs in SIGNATURE.items()}, **query}
        if scheme["enableClientCertificate"] and have.get("certificateAuth") is None:
            config["use_certificate"] = True
    flag, label = SOURCES.get(told.get("in", ""), ("", ""))
    if flag:
        config |= {flag: told["in"] != "header", label: told.get("name", "")}


def _extract_rest(label: str, scheme: Have, view: View) -> None:
    if label == "JWT":
        keys = [{"url": one["url"], "cache_timeout": one["cacheTimeout"]} for one in scheme.get("jwksURIs") or []]
        view.put("jwt_jwks_uris", keys or None)
        view.put("scopes.jwt", extract_scopes(scheme["scopes"]))
    if label == "ExternalOAuth":
        view.put("external_oauth.enabled", scheme["enabled"])
        view.put("external_oauth.providers", [_provider(one) for one in scheme["providers"] or []])


def _provider(one: Have) -> Have:
    found: Have = {"jwt": {}, "introspection": {}}
    for name, label in (("jwt", "JWTValidation"), ("introspection", "Introspection")):
        if one[name] is not None:
            extract(struct(label, (99,)), one[name], View(found, (name,)))
    return found


def fill_oidc(block: Have, view: View, version: Version) -> None:
    """Providers and scopes of OpenID Connect."""
    providers = [
        {
            "issuer": one["issuer"],
            "clientToPolicyMapping": [
                {"clientId": client, "policyId": policy} for client, policy in sorted((one["client_ids"] or {}).items())
            ]
            or None,
        }
        for one in view.get("openid_options.providers", [])
    ]
    block["providers"] = providers or None
    claims = (block["scopes"] or {}).get("claims")
    block["scopes"] = filled_scopes(view.below("scopes.oidc"), claims, version)


def filled_provider(one: Have, version: Version) -> Have:
    """One server of an external OAuth scheme."""
    found: Have = {}
    for name, label in (("jwt", "JWTValidation"), ("introspection", "Introspection")):
        kind = struct(label, version)
        block = kind.blank()
        fill(kind, block, View(one[name]))
        found[name] = None if is_empty(kind, block) else block
    return found


def typed(doc: Have, have: Have, name: str, version: Version) -> bool:
    """Whether Tyk knows the kind of a scheme; others it takes for its own."""
    given = scheme_of(have, name)
    return name not in _PROPRIETARY and (is_oauth2(given, version) or kind_of(doc, name, given, version) != "")
