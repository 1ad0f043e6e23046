# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Gateway shows of authentication: the schemes of the extension and of OpenAPI, each filled from the other."""

from __future__ import annotations

from typing import Any

from .bridge import Have, View, fill, is_empty, read, struct
from .bridge_security import (
    FLOWS,
    SIGNATURE,
    fill_oidc,
    fill_sources,
    filled_provider,
    filled_scopes,
    is_oauth2,
    kind_of,
    scheme_of,
    typed,
)
from .extension import Version

_STRUCTS = {"authToken": "Token", "jwt": "JWT", "basic": "Basic", "oauth": "OAuth", "externalOAuth": "ExternalOAuth"}
_AUTHORIZE, _TOKEN = "/oauth/authorize", "/oauth/token"
# Flow -> the addresses that it must have.
_ADDRESSES = {
    "authorizationCode": {"authorizationUrl": _AUTHORIZE, "tokenUrl": _TOKEN},
    "clientCredentials": {"tokenUrl": _TOKEN},
    "password": {"tokenUrl": _TOKEN},
    "implicit": {"authorizationUrl": _AUTHORIZE},
}


class Filler:
    """Fills the authentication of one document."""

    def __init__(self, doc: Have, server: Have, classic: Have, version: Version) -> None:
        self._doc, self._server, self._version = doc, server, version
        self._view, self._classic = View(classic), classic
        self._configs: Have = classic.get("auth_configs") or {}
        self._kind = struct("Authentication", version)

    def run(self) -> None:
        server, doc = self._server, self._doc
        have = self._kind.blank() if server["authentication"] is None else server["authentication"]
        server["authentication"] = have
        schemes: Have = have["securitySchemes"] or {}
        have["securitySchemes"] = schemes
        self._settle(schemes)
        old = self._old_certificate(have)
        self._own(have)
        if old and "certificateAuth" in have:
            have["certificateAuth"] = None
        if doc.get("components") is None:
            doc["components"] = {}
        for place, make in (
            ("authToken", self._token),
            ("jwt", self._jwt),
            ("basic", self._basic),
            ("oauth", self._oauth),
            ("externalOAuth", self._external),
        ):
            config = self._configs.get(place) or {}
            if config.get("name"):
                self._enter(schemes, place, config["name"], make(dict(config), have))
        self._oauth2(schemes)
        self._requirements(have)
        have["securitySchemes"] = schemes or None
        if is_empty(self._kind, have):
            server["authentication"] = None

    def _settle(self, schemes: Have) -> None:
        """A load has each scheme that the document knows in the words of its kind."""
        if self._version < (5, 11):
            return
        for name in (self._doc.get("components") or {}).get("securitySchemes") or {}:
            label = kind_of(self._doc, name, schemes.get(name), self._version)
            if label and isinstance(schemes.get(name), dict):
                label = "Token" if label == "Bearer" else label
                schemes[name] = struct(label, self._version).encode(read(label, schemes[name], self._version))

    def _oauth2(self, schemes: Have) -> None:
        """What only new OAuth schemes have makes one of a scheme, whether the document knows it or not."""
        for name, given in sorted(schemes.items()):
            if not is_oauth2(given, self._version):
                continue
            kind, scheme = struct("OAuth2", self._version), read("OAuth2", given, self._version)
            if is_empty(kind, scheme):
                continue
            schemes[name] = kind.encode(scheme)
            known = (self._doc["components"].get("securitySchemes") or {}).get(name)
            if schemes[name].get("enabled") and not known:
                self._flows(name, ["authorizationCode"])
            elif schemes[name].get("enabled"):
                self._component(name, {})

    def _enter(self, schemes: Have, place: str, name: str, made: Have) -> None:
        """A scheme that says nothing is gone, or a null."""
        kind = struct(_STRUCTS[place], self._version)
        if not is_empty(kind, read(_STRUCTS[place], made, self._version)):
            schemes[name] = made
        elif place in ("jwt", "basic"):
            schemes.pop(name, None)
        else:
            schemes[name] = None

    def _old_certificate(self, have: Have) -> bool:
        """Whether a token asks for a certificate in the older way."""
        token = scheme_of(have, (self._configs.get("authToken") or {}).get("name") or "")
        asked = isinstance(token, dict) and bool(token.get("enableClientCertificate"))
        return asked and not (have.get("certificateAuth") or {}).get("enabled")

    def _own(self, have: Have) -> None:
        fill(self._kind, have, self._view)
        if not self._configs:
            return
        coprocess = self._configs.get("coprocess") or {}
        if any(coprocess.values()):
            kind = struct("CustomPluginAuthentication", self._version)
            have["custom"] = have["custom"] or kind.blank()
            fill_sources(have["custom"], coprocess)
        for name, label in (("hmac", "HMAC"), ("oidc", "OIDC")):
            kind = struct(label, self._version)
            if name in self._configs:
                have[name] = have[name] or kind.blank()
                fill(kind, have[name], self._view)
                fill_sources(have[name], self._configs[name])
                if name == "oidc":
                    fill_oidc(have[name], self._view, self._version)
            if have[name] is not None and is_empty(kind, have[name]):
                have[name] = None
        if "certificateAuth" in have:
            on = (self._configs.get("authToken") or {}).get("use_certificate")
            on = (have["certificateAuth"] or {}).get("enabled") if on is None else on
            have["certificateAuth"] = {"enabled": True} if on else None

    def _component(self, name: str, values: Have) -> Have:
        """The scheme of OpenAPI, made where it is missing."""
        schemes = self._doc["components"].setdefault("securitySchemes", {})
        scheme: Have = schemes.setdefault(name, {})
        scheme |= values
        security = self._doc.setdefault("security", [])
        if not security:
            security.append({})
        security[0].setdefault(name, [])
        return scheme

    def _token(self, config: Have, have: Have) -> Have:
        self._key(config)
        kind = struct("Token", self._version)
        token = kind.blank()
        token["enabled"] = self._view.get("use_standard_auth", False)
        fill_sources(token, config)
        on = (have.get("certificateAuth") or {}).get("enabled")
        token["enableClientCertificate"] = bool(config.get("use_certificate")) and not on
        signature = struct("Signature", self._version).blank()
        signature["enabled"] = bool(config.get("validate_signature"))
        given = config.get("signature") or {}
        signature |= {ours: given[theirs] for ours, theirs in SIGNATURE.items() if theirs in given}
        signature["query"] = {"enabled": bool(given.get("use_param")), "name": given.get("param_name") or ""}
        token["signatureValidation"] = None if is_empty(struct("Signature", self._version), signature) else signature
        encoded: Have = kind.encode(token)
        return encoded

    def _key(self, config: Have) -> None:
        """What the scheme of OpenAPI says of the token is not said again in the extension."""
        known = (self._doc["components"].get("securitySchemes") or {}).get(config["name"]) or {}
        told = known.get("in") or ""
        ways = (
            ("header", not config.get("disable_header"), "auth_header_name", {"disable_header": True}),
            ("query", config.get("use_param"), "param_name", {"use_param": False}),
            ("cookie", config.get("use_cookie"), "cookie_name", {"use_cookie": False}),
        )
        for place, on, label, off in ways:
            if told == place or (not told and on):
                values = {"in": place, "name": config.get(label) or "", "type": "apiKey"}
                self._component(config["name"], values)
                config |= {label: "", **off}
                return

    def _jwt(self, config: Have, have: Have) -> Have:
        existing = scheme_of(have, config["name"])
        self._component(config["name"], {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
        kind, view = struct("JWT", self._version), self._view
        jwt = kind.blank()
        before = read("JWT", existing, self._version) if isinstance(existing, dict) else None
        fill(kind, jwt, view)
        fill_sources(jwt, config)
        claims = None
        if "subjectClaims" in jwt:
            keys = [{"url": one["url"], "cacheTimeout": one["cache_timeout"]} for one in view.get("jwt_jwks_uris", [])]
            jwt["jwksURIs"] = keys or None
            claims = self._claims(jwt, before)
        jwt["scopes"] = filled_scopes(view.below("scopes.jwt"), claims, self._version)
        encoded: Have = kind.encode(jwt)
        return encoded

    def _claims(self, jwt: Have, before: Have | None) -> list[str] | None:
        """Claims are lists now; what the older members say comes first."""
        for old, new in (("policyFieldName", "basePolicyClaims"), ("identityBaseField", "subjectClaims")):
            jwt[new] = _first(jwt[old], (before or {}).get(new))
        if before is None:
            return None
        for name in ("allowedIssuers", "allowedAudiences", "allowedSubjects", "jtiValidation", "customClaimValidation"):
            jwt[name] = before[name]
        if before["scopes"] is None:
            return None
        claims: list[str] | None = _first(self._view.get("scopes.jwt.scope_claim_name", ""), before["scopes"]["claims"])
        return claims

    def _basic(self, config: Have, have: Have) -> Have:
        self._component(config["name"], {"type": "http", "scheme": "basic"})
        kind = struct("Basic", self._version)
        basic = kind.blank()
        fill(kind, basic, self._view)
        fill_sources(basic, config)
        encoded: Have = kind.encode(basic)
        return encoded

    def _oauth(self, config: Have, have: Have) -> Have:
        access = self._view.get("oauth_meta.allowed_access_types", [])
        self._flows(config["name"], [FLOWS[one] for one in access if one in FLOWS])
        kind = struct("OAuth", self._version)
        oauth = kind.blank()
        fill(kind, oauth, self._view)
        fill_sources(oauth, config)
        oauth["refreshToken"] = "refresh_token" in access
        encoded: Have = kind.encode(oauth)
        return encoded

    def _external(self, config: Have, have: Have) -> Have:
        self._flows(config["name"], ["authorizationCode"])
        kind = struct("ExternalOAuth", self._version)
        found = kind.blank()
        found["enabled"] = self._view.get("external_oauth.enabled", False)
        fill_sources(found, config)
        found["providers"] = [
            filled_provider(one, self._version) for one in self._view.get("external_oauth.providers", [])
        ] or None
        encoded: Have = kind.encode(found)
        return encoded

    def _flows(self, name: str, wanted: list[str]) -> None:
        scheme = self._component(name, {"type": "oauth2"})
        flows: Have = scheme.setdefault("flows", {})
        for flow in wanted:
            block = flows.setdefault(flow, {})
            for field, url in _ADDRESSES[flow].items():
                block[field] = block.get(field) or url
            block["scopes"] = block.get("scopes") or {}

    def _requirements(self, have: Have) -> None:
        """Which schemes are wanted, where Tyk keeps that in the classic form."""
        if self._version < (5, 10):
            return
        wanted = self._classic.get("security_requirements") or []
        scopes = self._classic.get("security_requirement_scopes") or []
        comply = have.get("securityProcessingMode") == "compliant"
        names = [name for name in have["securitySchemes"] if typed(self._doc, have, name, self._version)]
        found: list[Have] = []
        vendor: list[list[str]] = []
        for index, requirement in enumerate(wanted):
            known = [name for name in requirement if self._standard(have, name)]
            other = [name for name in requirement if name not in known]
            if comply and known and other:
                vendor.append(requirement)
                continue
            if known:
                found.append({name: self._scopes(scopes, index, name) for name in known})
            if other:
                vendor.append(other)
        if not wanted and names:
            found = [{name: [] if comply else self._scopes(scopes, 0, name) for name in names}]
        if wanted or found or comply:
            self._doc["security"] = found
        if vendor:
            have["security"] = vendor

    def _standard(self, have: Have, name: str) -> bool:
        own = name in (have["securitySchemes"] or {})
        return (
            typed(self._doc, have, name, self._version) if own else name not in ("hmac", "custom", "mtls", "coprocess")
        )

    def _scopes(self, scopes: list[Have], index: int, name: str) -> list[str]:
        scheme = (self._doc["components"].get("securitySchemes") or {}).get(name) or {}
        if scheme.get("type") not in ("oauth2", "openIdConnect") or index >= len(scopes):
            return []
        return list(scopes[index].get(name) or [])


def _first(primary: str, existing: list[str] | None) -> Any:
    return [primary, *(one for one in existing or [] if one != primary)] if primary else existing


__all__ = ["Filler", "kind_of"]
