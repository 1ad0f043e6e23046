# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an OAS API has what a classic one says, and so what a migration has left behind."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, held
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.durations import NO_TIME
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import TYK
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

# A block of a classic definition, and the block of Tyk's part of a document; below it `classic=there`, where `|`
# separates places that will do.
COUNTERPARTS = """
- -
    expiration=info.expiration active=info.state.active internal=info.state.internal listen_port=server.port
    protocol=server.protocol enable_detailed_recording=server.detailedActivityLogs
    detailed_tracing=server.detailedTracing enable_batch_request_support=server.batchProcessing
    event_handlers.events=server.eventHandlers error_overrides=errorOverrides.value
    session_lifetime=server.authentication.customKeyLifetime.value
    session_lifetime_respects_key_expiration=server.authentication.customKeyLifetime.respectValidity
    base_identity_provided_by=server.authentication.baseIdentityProvider
    strip_auth_data=server.authentication.stripAuthorizationData custom_middleware.driver=middleware.global.pluginConfig
    enable_context_vars=middleware.global.contextVariables tag_headers=middleware.global.trafficLogs.tagHeaders
    expire_analytics_after=middleware.global.trafficLogs.customRetentionPeriod
    disable_rate_limit=middleware.global.skipRateLimit disable_quota=middleware.global.skipQuota
    dont_set_quota_on_create=middleware.global.skipQuotaReset uptime_tests.check_list=upstream.uptimeTests.tests
    custom_middleware.pre=middleware.global.prePlugins|middleware.global.prePlugin
    custom_middleware.post_key_auth=middleware.global.postAuthenticationPlugins|middleware.global.postAuthenticationPlugin
    custom_middleware.post=middleware.global.postPlugins|middleware.global.postPlugin
    custom_middleware.response=middleware.global.responsePlugins|middleware.global.responsePlugin
proxy -
    target_url=upstream.url listen_path=server.listenPath.value strip_listen_path=server.listenPath.strip
    preserve_host_header=upstream.preserveHostHeader disable_strip_slash=upstream.preserveTrailingSlash
proxy upstream.loadBalancing
    target_list=targets check_host_against_uptime_tests=skipUnavailableHosts
proxy.transport upstream
    ssl_force_common_name_check=tlsTransport.forceCommonNameCheck ssl_ciphers=tlsTransport.ciphers
    ssl_insecure_skip_verify=tlsTransport.insecureSkipVerify ssl_min_version=tlsTransport.minVersion
    ssl_max_version=tlsTransport.maxVersion proxy_url=proxy.url
proxy.service_discovery upstream.serviceDiscovery
    query_endpoint=queryEndpoint data_path=dataPath parent_data_path=parentDataPath port_data_path=portDataPath
    target_path=targetPath use_target_list=useTargetList use_nested_query=useNestedQuery
    endpoint_returns_list=endpointReturnsList cache_timeout=cache.timeout|cacheTimeout
uptime_tests.config upstream.uptimeTests
    expire_utime_after=logRetentionPeriod recheck_wait=hostDownRetestPeriod
    service_discovery.query_endpoint=serviceDiscovery
    service_discovery.cache_timeout=serviceDiscovery.cache.timeout|serviceDiscovery.cacheTimeout
- upstream.mutualTLS
    upstream_certificates=domainToCertificateMapping
- upstream.certificatePinning
    pinned_public_keys=domainToPublicKeysMapping
global_rate_limit upstream.rateLimit
    rate=rate per=per
upstream_auth upstream.authentication
    basic_auth.username=basicAuth.username basic_auth.password=basicAuth.password
    oauth.client_credentials.client_id=oauth.clientCredentials.clientId
    oauth.client_credentials.client_secret=oauth.clientCredentials.clientSecret
    oauth.client_credentials.token_url=oauth.clientCredentials.tokenUrl oauth.password.client_id=oauth.password.clientId
    oauth.password.client_secret=oauth.password.clientSecret oauth.password.username=oauth.password.username
    oauth.password.password=oauth.password.password oauth.password.token_url=oauth.password.tokenUrl
request_signing upstream.authentication.requestSigning
    is_enabled=enabled secret=secret key_id=keyId algorithm=algorithm header_list=headers certificate_id=certificateId
    signature_header=signatureHeader
- server.clientCertificates
    use_mutual_tls_auth=enabled client_certificates=allowlist
- server.gatewayTags
    tags=tags
- server.customDomain
    domain=name certificates=certificates
- server.ipAccessControl
    enable_ip_whitelisting=enabled allowed_ips=allow
- server.ipAccessControl
    enable_ip_blacklisting=enabled blacklisted_ips=block
- middleware.global.pluginConfig.bundle
    custom_middleware_bundle=path
- middleware.global.pluginConfig.data
    config_data=value
CORS middleware.global.cors
    enable=enabled max_age=maxAge allow_credentials=allowCredentials exposed_headers=exposedHeaders
    allowed_headers=allowedHeaders options_passthrough=optionsPassthrough debug=debug allowed_origins=allowedOrigins
    allowed_methods=allowedMethods
cache_options middleware.global.cache
    enable_cache=enabled cache_timeout=timeout cache_all_safe_requests=cacheAllSafeRequests
    cache_response_codes=cacheResponseCodes cache_by_headers=cacheByHeaders
    enable_upstream_cache_control=enableUpstreamCacheControl cache_control_ttl_header=controlTTLHeaderName
analytics_plugin middleware.global.trafficLogs
    func_name=plugins
definition info.versioning
    location=location key=key url_versioning_pattern=urlVersioningPattern fallback_to_default=fallbackToDefault
auth server.authentication.securitySchemes.*
    validate_signature=signatureValidation
auth server.authentication
    use_certificate=certificateAuth|securitySchemes.*.enableClientCertificate
- server.authentication.custom
    custom_plugin_auth_enabled=enabled custom_middleware.auth_check.name=config
    custom_middleware.id_extractor.extract_from=config.idExtractor
- server.authentication.custom
    enable_coprocess_auth=enabled custom_middleware.auth_check.name=config
    custom_middleware.id_extractor.extract_from=config.idExtractor
- server.authentication.custom
    use_go_plugin_auth=enabled custom_middleware.auth_check.name=config
- server.authentication.hmac
    enable_signature_checking=enabled hmac_allowed_algorithms=allowedAlgorithms
    hmac_allowed_clock_skew=allowedClockSkew
- server.authentication.oidc
    use_openid=enabled openid_options.providers=providers openid_options.segregate_by_client=segregateByClientId
    scopes.oidc.scope_to_policy=scopes.scopeToPolicyMapping scopes.oidc.scope_claim_name=scopes.claimName
- server.authentication.securitySchemes.*
    jwt_source=source jwt_signing_method=signingMethod jwt_jwks_uris=jwksURIs jwt_skip_kid=skipKid
    jwt_identity_base_field=identityBaseField|subjectClaims jwt_policy_field_name=policyFieldName|basePolicyClaims
    jwt_client_base_field=clientBaseField jwt_default_policies=defaultPolicies
    jwt_issued_at_validation_skew=issuedAtValidationSkew jwt_not_before_validation_skew=notBeforeValidationSkew
    jwt_expires_at_validation_skew=expiresAtValidationSkew idp_client_id_mapping_disabled=idpClientIdMappingDisabled
    scopes.jwt.scope_claim_name=scopes.claimName jwt_scope_claim_name=scopes.claimName
    scopes.jwt.scope_to_policy=scopes.scopeToPolicyMapping jwt_scope_to_policy_mapping=scopes.scopeToPolicyMapping
- server.authentication.securitySchemes.*
    basic_auth.disable_caching=disableCaching basic_auth.cache_ttl=cacheTTL
    basic_auth.extract_from_body=extractCredentialsFromBody
    basic_auth.body_user_regexp=extractCredentialsFromBody.userRegexp
    basic_auth.body_password_regexp=extractCredentialsFromBody.passwordRegexp
- server.authentication.securitySchemes.*
    oauth_meta.allowed_authorize_types=allowedAuthorizeTypes oauth_meta.auth_login_redirect=authLoginRedirect
    notifications.shared_secret=notifications.sharedSecret
    notifications.oauth_on_keychange_url=notifications.onKeyChangeUrl
- server.authentication.securitySchemes.*
    external_oauth.providers=providers
"""
# The same of a version.
OF_VERSION = {
    "global_headers": "middleware.global.transformRequestHeaders.add",
    "global_headers_remove": "middleware.global.transformRequestHeaders.remove",
    "global_response_headers": "middleware.global.transformResponseHeaders.add",
    "global_response_headers_remove": "middleware.global.transformResponseHeaders.remove",
    "global_size_limit": "middleware.global.requestSizeLimit",
    "global_enforce_timeout": "upstream.enforceTimeout.duration",
    "ignore_endpoint_case": "middleware.global.ignoreCase",
    "override_target": "upstream.url",
}
# Lists of paths, and the members of an operation. Those of an empty text have none.
OPERATIONS = {
    "white_list": "allow",
    "black_list": "block",
    "ignored": "ignoreAuthentication",
    "internal": "internal",
    "method_transforms": "transformRequestMethod",
    "transform": "transformRequestBody",
    "transform_response": "transformResponseBody",
    "transform_headers": "transformRequestHeaders",
    "transform_response_headers": "transformResponseHeaders",
    "url_rewrites": "urlRewrite",
    "cache": "cache",
    "advance_cache_config": "cache",
    "hard_timeouts": "enforceTimeout",
    "virtual": "virtualEndpoint",
    "go_plugin": "postPlugins",
    "circuit_breakers": "circuitBreaker",
    "track_endpoints": "trackEndpoint",
    "do_not_track_endpoints": "doNotTrackEndpoint",
    "size_limits": "requestSizeLimit",
    "rate_limit": "rateLimit",
    "validate_json": "validateRequest",
    "mock_response": "mockResponse",
    "transform_jq": "",
    "transform_jq_response": "",
    "persist_graphql": "",
}
UNSAID: dict[str, tuple[t.Any, ...]] = {"hmac_allowed_clock_skew": (-1,)}  # what a new classic API has
# What no OAS API has.
NOWHERE = """
    slug graphql.schema analytics_plugin.plugin_path
    check_host_against_uptime_tests
    enable_proxy_protocol disable_expire_analytics session_lifetime_disabled jwt_disable_issued_at_validation
    jwt_disable_expires_at_validation jwt_disable_not_before_validation auth_provider.meta
    session_provider.meta""".split()
SCHEMES = ("use_standard_auth", "enable_jwt", "use_basic_auth", "use_oauth2", "external_oauth.enabled")
# Where tokens of each sort are looked for, and what makes an API ask for these.
SORTS = {
    "jwt": ("enable_jwt",),
    "basic": ("use_basic_auth",),
    "oauth": ("use_oauth2",),
    "hmac": ("enable_signature_checking",),
    "coprocess": ("custom_plugin_auth_enabled", "enable_coprocess_auth", "use_go_plugin_auth"),
    "oidc": ("use_openid",),
    "externalOAuth": ("external_oauth.enabled",),
}
OF_TOKENS = ("use_certificate", "validate_signature", "signature")  # of authToken only
USUAL = {"auth_header_name": "Authorization"}
GRANTS = {"authorization_code": "authorizationCode", "client_credentials": "clientCredentials"}
BUILT_IN = ("header_injector", "response_body_transform")  # an OAS API does this by itself


def _nothing(value: t.Any) -> bool:
    return blank(value) or value in NO_TIME


def left_behind(classic: Object, document: Object) -> list[str]:
    """The fields of a classic definition that a document says nothing of, by their paths."""
    own = get(document, TYK) or {}
    found = [*_fields(classic, own), *(path for path in NOWHERE if not _nothing(get(classic, path)))]
    schemes = get(own, "server.authentication.securitySchemes") or {}
    asked = [path for path in SCHEMES if get(classic, path)]
    if len(asked) > sum(bool(get(scheme, "enabled")) for scheme in schemes.values()):
        found += asked
    found += [*_token_places(classic), *_grants(classic, document)]
    if classic.get("ip_access_control_disabled") and get(own, "server.ipAccessControl.enabled"):
        found.append("ip_access_control_disabled")
    for index, one in enumerate(classic.get("response_processors") or ()):
        if get(one, "name") not in BUILT_IN or not _nothing(get(one, "options")):
            found.append(f"response_processors.{index}")
    for name, version in (get(classic, "version_data.versions") or {}).items():
        found += [f"version_data.versions.{name}.{path}" for path in _of_version(version or {}, own)]
    return list(dict.fromkeys(found))


def opened(classic: Object, document: Object) -> bool:
    """Whether an API that asks for credentials would ask for none."""
    return not classic.get("use_keyless") and not get(document, f"{TYK}.server.authentication.enabled")


def _fields(classic: Object, own: Object) -> t.Iterator[str]:
    """Also of features that are off: what is said of them would be needed once somebody turns them on."""
    block = there = ""
    for line in COUNTERPARTS.strip().splitlines():
        if not line.startswith(" "):
            block, there = ("" if word == "-" else word for word in line.split())
            continue
        for name, ways in (pair.split("=") for pair in line.split()):
            path = f"{block}.{name}".lstrip(".")
            value = get(classic, path)
            stays = _nothing(value) or value in UNSAID.get(path, ())
            if not stays and not any(_says(own, there, way) for way in ways.split("|")):
                yield path


def _token_places(classic: Object) -> t.Iterator[str]:
    """What is said of where tokens are that the API does not ask for, or that has no meaning for others of their sort.
    The name is that of the scheme."""
    asked = {sort for sort, switches in SORTS.items() if any(get(classic, path) for path in switches)}
    asked |= {"authToken"} if classic.get("use_standard_auth") or not asked else set()
    for sort, config in (classic.get("auth_configs") or {}).items():
        said = [key for key, value in (config or {}).items() if not (_nothing(value) or USUAL.get(key) == value)]
        if sort not in asked and {*said} - {"name"}:
            yield f"auth_configs.{sort}"
        elif sort != "authToken":
            yield from (f"auth_configs.{sort}.{name}" for name in OF_TOKENS if name in said)


def _grants(classic: Object, document: Object) -> t.Iterator[str]:
    """The ways to get a token that no scheme has."""
    has: set[str] = set()
    for scheme in (get(document, "components.securitySchemes") or {}).values():
        has |= {*(get(scheme, "flows") or {})}
    schemes = get(document, f"{TYK}.server.authentication.securitySchemes") or {}
    has |= {"refresh_token" for scheme in schemes.values() if get(scheme, "refreshToken")}
    asked = get(classic, "oauth_meta.allowed_access_types") or ()
    if not {GRANTS.get(name, name) for name in asked} <= has:
        yield "oauth_meta.allowed_access_types"


def _says(own: Object, block: str, way: str) -> bool:
    path = f"{block}.{way}".lstrip(".").split(".")
    return any(not _nothing(holder[key]) for holder, key in held(own, path))


def _of_version(version: Object, own: Object) -> t.Iterator[str]:
    for name, path in OF_VERSION.items():
        if not _nothing(version.get(name)) and not _says(own, "", path):
            yield name
    operations = (get(own, "middleware.operations") or {}).values()
    for name, member in OPERATIONS.items():
        wanted = _entries(name, get(version, f"extended_paths.{name}") or [])
        if wanted > sum(member in (one or {}) for one in operations):
            yield f"extended_paths.{name}"
    yield from (f"paths.{name}" for name, one in (version.get("paths") or {}).items() if one)


def _entries(name: str, given: list[t.Any]) -> int:
    """How many operations a list is about: an entry for itself, or for each of its methods."""
    if name == "cache":
        return len(given)
    return sum(max(1, len(get(one, "method_actions") or ())) for one in given)
