# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a member of Tyk's extension is in the classic definition.

A struct, below it its members: `=` is the same value, `!` the opposite, `~` whole seconds there and a duration here,
`>` a block whose members are below the path that follows. `$` is the one version that an OAS API has. What is not here
is done by `bridge_rules`.
"""

LINKS = """
XTykAPIGateway
    info> upstream> server> middleware>
Info
    id=api_id dbId=id orgId=org_id name=name expiration=expiration state> versioning>definition
State
    active=active internal=internal
Versioning
    enabled=enabled name=name default=default location=location key=key stripVersioningData=strip_versioning_data
    fallbackToDefault=fallback_to_default urlVersioningPattern=url_versioning_pattern
Server
    protocol=protocol port=listen_port listenPath>proxy clientCertificates> gatewayTags> customDomain>
    detailedActivityLogs> detailedTracing> ipAccessControl> batchProcessing>
ListenPath
    value=listen_path strip=strip_listen_path
ClientCertificates
    enabled=use_mutual_tls_auth allowlist=client_certificates
GatewayTags
    enabled!tags_disabled tags=tags
Domain
    enabled!domain_disabled name=domain certificates=certificates
DetailedActivityLogs
    enabled=enable_detailed_recording
DetailedTracing
    enabled=detailed_tracing
IPAccessControl
    enabled!ip_access_control_disabled allow=allowed_ips block=blacklisted_ips
BatchProcessing
    enabled=enable_batch_request_support
Upstream
    url=proxy.target_url serviceDiscovery>proxy.service_discovery uptimeTests>uptime_tests mutualTLS>
    certificatePinning> rateLimit>global_rate_limit authentication> loadBalancing>proxy preserveHostHeader>proxy
    preserveTrailingSlash>proxy tlsTransport>proxy.transport proxy>proxy.transport enforceTimeout>$
ServiceDiscovery
    enabled=use_discovery_service endpointReturnsList=endpoint_returns_list parentDataPath=parent_data_path
    queryEndpoint=query_endpoint targetPath=target_path useTargetList=use_target_list useNestedQuery=use_nested_query
    dataPath=data_path portDataPath=port_data_path
UptimeTests
    serviceDiscovery>config.service_discovery logRetentionPeriod~config.expire_utime_after
    hostDownRetestPeriod~config.recheck_wait
MutualTLS
    enabled!upstream_certificates_disabled
CertificatePinning
    enabled!certificate_pinning_disabled
RateLimit
    enabled!disabled rate=rate per~per
UpstreamAuth
    enabled=upstream_auth.enabled basicAuth>upstream_auth.basic_auth oauth>upstream_auth.oauth
    requestSigning>request_signing
UpstreamBasicAuth
    enabled=enabled username=username password=password header>header
AuthSource
    enabled=enabled name=name
UpstreamOAuth
    enabled=enabled allowedAuthorizeTypes=allowed_authorize_types clientCredentials>client_credentials
    password>password
ClientCredentials
    clientId=client_id clientSecret=client_secret tokenUrl=token_url scopes=scopes extraMetadata=extra_metadata
    header>header
PasswordAuthentication
    clientId=client_id clientSecret=client_secret username=username password=password tokenUrl=token_url scopes=scopes
    extraMetadata=extra_metadata header>header
UpstreamRequestSigning
    enabled=is_enabled signatureHeader=signature_header algorithm=algorithm keyId=key_id headers=header_list
    secret=secret certificateId=certificate_id
PreserveHostHeader
    enabled=preserve_host_header
PreserveTrailingSlash
    enabled=disable_strip_slash
TLSTransport
    forceCommonNameCheck=ssl_force_common_name_check ciphers=ssl_ciphers insecureSkipVerify=ssl_insecure_skip_verify
Proxy
    url=proxy_url
GlobalEnforceTimeout
    enabled!global_enforce_timeout_disabled duration=global_enforce_timeout
Middleware
    global>
Global
    pluginConfig> cors>CORS cache>cache_options contextVariables> trafficLogs> ignoreCase>$
    skipRateLimit=disable_rate_limit skipQuota=disable_quota skipQuotaReset=dont_set_quota_on_create
PluginConfig
    driver=custom_middleware.driver bundle> data>
PluginBundle
    enabled!custom_middleware_bundle_disabled path=custom_middleware_bundle
PluginConfigData
    enabled!config_data_disabled value=config_data
CORS
    enabled=enable maxAge=max_age allowCredentials=allow_credentials exposedHeaders=exposed_headers
    allowedHeaders=allowed_headers optionsPassthrough=options_passthrough debug=debug allowedOrigins=allowed_origins
    allowedMethods=allowed_methods
Cache
    enabled=enable_cache timeout=cache_timeout cacheAllSafeRequests=cache_all_safe_requests
    cacheResponseCodes=cache_response_codes cacheByHeaders=cache_by_headers
    enableUpstreamCacheControl=enable_upstream_cache_control controlTTLHeaderName=cache_control_ttl_header
ContextVariables
    enabled=enable_context_vars
TrafficLogs
    enabled!do_not_track tagHeaders=tag_headers customRetentionPeriod~expire_analytics_after
IgnoreCase
    enabled=ignore_endpoint_case
CustomPlugin
    enabled!disabled functionName=name path=path rawBodyOnly=raw_body_only requireSession=require_session
Authentication
    enabled!use_keyless stripAuthorizationData=strip_auth_data baseIdentityProvider=base_identity_provided_by
    custom> customKeyLifetime>
CustomPluginAuthentication
    enabled=custom_plugin_auth_enabled config>custom_middleware
AuthenticationPlugin
    enabled!auth_check.disabled functionName=auth_check.name path=auth_check.path
    rawBodyOnly=auth_check.raw_body_only requireSession=auth_check.require_session idExtractor>id_extractor
IDExtractor
    enabled!disabled source=extract_from with=extract_with config>extractor_config
IDExtractorConfig
    headerName=header_name formParamName=param_name regexp=regex_expression regexpMatchIndex=regex_match_index
    xPathExp=xpath_expression
CustomKeyLifetime
    respectValidity=session_lifetime_respects_key_expiration
HMAC
    enabled=enable_signature_checking allowedAlgorithms=hmac_allowed_algorithms
    allowedClockSkew=hmac_allowed_clock_skew
OIDC
    enabled=use_openid segregateByClientId=openid_options.segregate_by_client
JWT
    enabled=enable_jwt source=jwt_source signingMethod=jwt_signing_method identityBaseField=jwt_identity_base_field
    skipKid=jwt_skip_kid policyFieldName=jwt_policy_field_name clientBaseField=jwt_client_base_field
    defaultPolicies=jwt_default_policies issuedAtValidationSkew=jwt_issued_at_validation_skew
    notBeforeValidationSkew=jwt_not_before_validation_skew expiresAtValidationSkew=jwt_expires_at_validation_skew
    idpClientIdMappingDisabled=idp_client_id_mapping_disabled
Basic
    enabled=use_basic_auth disableCaching=basic_auth.disable_caching cacheTTL=basic_auth.cache_ttl
    extractCredentialsFromBody>basic_auth
ExtractCredentialsFromBody
    enabled=extract_from_body userRegexp=body_user_regexp passwordRegexp=body_password_regexp
OAuth
    enabled=use_oauth2 allowedAuthorizeTypes=oauth_meta.allowed_authorize_types
    authLoginRedirect=oauth_meta.auth_login_redirect notifications>notifications
Notifications
    sharedSecret=shared_secret onKeyChangeUrl=oauth_on_keychange_url
JWTValidation
    enabled=enabled signingMethod=signing_method source=source identityBaseField=identity_base_field
    issuedAtValidationSkew=issued_at_validation_skew notBeforeValidationSkew=not_before_validation_skew
    expiresAtValidationSkew=expires_at_validation_skew
Introspection
    enabled=enabled url=url clientId=client_id clientSecret=client_secret identityBaseField=identity_base_field
    cache>cache
IntrospectionCache
    enabled=enabled timeout=timeout
Allowance
    enabled!disabled ignoreCase=ignore_case
Internal
    enabled!disabled
TrackEndpoint
    enabled!disabled
TransformRequestMethod
    enabled!disabled toMethod=to_method
CachePlugin
    enabled!disabled cacheByRegex=cache_key_regex cacheResponseCodes=cache_response_codes timeout=timeout
RequestSizeLimit
    enabled!disabled value=size_limit
CircuitBreaker
    enabled!disabled threshold=threshold_percent sampleSize=samples coolDownPeriod=return_to_service_after
    halfOpenStateEnabled!disable_half_open_state
"""
# Member of an operation -> the list of the classic definition that has it, path by path.
OPERATIONS = {
    "allow": "white_list",
    "block": "black_list",
    "ignoreAuthentication": "ignored",
    "internal": "internal",
    "transformRequestMethod": "method_transforms",
    "transformRequestBody": "transform",
    "transformResponseBody": "transform_response",
    "transformRequestHeaders": "transform_headers",
    "transformResponseHeaders": "transform_response_headers",
    "urlRewrite": "url_rewrites",
    "cache": "advance_cache_config",
    "enforceTimeout": "hard_timeouts",
    "virtualEndpoint": "virtual",
    "postPlugins": "go_plugin",
    "circuitBreaker": "circuit_breakers",
    "trackEndpoint": "track_endpoints",
    "doNotTrackEndpoint": "do_not_track_endpoints",
    "requestSizeLimit": "size_limits",
    "rateLimit": "rate_limit",
}
