# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fields of classic API definitions that the versions of Tyk know, in the notation of shapes."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

DEFINITION = """
API+ id:text name:text expiration:text slug:text listen_port:whole protocol:text enable_proxy_protocol:flag
    json_rpc_version:text application_protocol:text api_id:text org_id:text use_keyless:flag use_oauth2:flag
    external_oauth:ExternalOAuth use_openid:flag openid_options:OpenIDOptions oauth_meta:OAuthMeta auth:Auth
    auth_configs:{Auth} use_basic_auth:flag basic_auth:BasicAuth use_mutual_tls_auth:flag client_certificates:[text]
    upstream_certificates:{text} upstream_certificates_disabled:flag pinned_public_keys:{text}
    certificate_pinning_disabled:flag enable_jwt:flag use_standard_auth:flag use_go_plugin_auth:flag
    enable_coprocess_auth:flag custom_plugin_auth_enabled:flag jwt_signing_method:text jwt_source:source
    jwt_jwks_uris:[JWK] jwt_identity_base_field:text jwt_client_base_field:text jwt_policy_field_name:text
    jwt_default_policies:[text] jwt_issued_at_validation_skew:whole jwt_expires_at_validation_skew:whole
    jwt_not_before_validation_skew:whole jwt_skip_kid:flag scopes:Scopes idp_client_id_mapping_disabled:flag
    jwt_scope_to_policy_mapping:{text} jwt_scope_claim_name:text notifications:NotificationsManager
    enable_signature_checking:flag hmac_allowed_clock_skew:number hmac_allowed_algorithms:[text]
    request_signing:RequestSigning base_identity_provided_by:text definition:Version version_data:VersionData
    uptime_tests:UptimeTests proxy:Proxy disable_rate_limit:flag disable_quota:flag
    custom_middleware:MiddlewareSection custom_middleware_bundle:address custom_middleware_bundle_disabled:flag
    cache_options:CacheOptions session_lifetime_respects_key_expiration:flag session_lifetime:whole active:flag
    internal:flag auth_provider:Provider session_provider:Provider event_handlers:EventHandlerMeta
    enable_batch_request_support:flag enable_ip_whitelisting:flag allowed_ips:[text] enable_ip_blacklisting:flag
    blacklisted_ips:[text] ip_access_control_disabled:flag dont_set_quota_on_create:flag expire_analytics_after:whole
    response_processors:[ResponseProcessor] CORS:CORS domain:text domain_disabled:flag certificates:[text]
    do_not_track:flag enable_context_vars:flag config_data:{any~} config_data_disabled:flag tag_headers:[text]
    global_rate_limit:GlobalRateLimit strip_auth_data:flag enable_detailed_recording:flag graphql:GraphQL
    analytics_plugin:AnalyticsPlugin tags_disabled:flag tags:[text] is_oas:flag detailed_tracing:flag
    upstream_auth:UpstreamAuth security_requirements:[[text]] security_requirement_scopes:[{[text]}]
    error_overrides:{[ErrorOverride]} error_overrides_disabled:flag is_site:flag disable_expire_analytics:flag
    session_lifetime_disabled:flag jwt_disable_issued_at_validation:flag jwt_disable_expires_at_validation:flag
    jwt_disable_not_before_validation:flag check_host_against_uptime_tests:flag hook_references:{any}
ExternalOAuth enabled:flag providers:[ExternalProvider]
OpenIDOptions providers:[OIDProvider] segregate_by_client:flag
OAuthMeta allowed_access_types:[text] allowed_authorize_types:[text] auth_login_redirect:address
Auth name:text use_param:flag param_name:text use_cookie:flag cookie_name:text disable_header:flag
    auth_header_name:text use_certificate:flag validate_signature:flag signature:Signature
BasicAuth disable_caching:flag cache_ttl:whole extract_from_body:flag body_user_regexp:text body_password_regexp:text
JWK url*:address cache_timeout:text
Scopes+ jwt:ScopeClaim oidc:ScopeClaim
NotificationsManager shared_secret:secret oauth_on_keychange_url:address
RequestSigning is_enabled:flag secret:secret key_id:text algorithm:text header_list:[text] certificate_id:text
    signature_header:text
Version enabled:flag name:text default:text location:text key:text strip_path:flag strip_versioning_data:flag
    url_versioning_pattern:text fallback_to_default:flag versions:{text}
VersionData+ not_versioned:flag default_version:text versions:{VersionInfo}
UptimeTests disabled:flag check_list:[HostCheckObject] config:UptimeConfig
Proxy+ preserve_host_header:flag listen_path:text target_url:address disable_strip_slash:flag strip_listen_path:flag
    enable_load_balancing:flag target_list:[address] check_host_against_uptime_tests:flag service_discovery:Discovery
    transport:Transport
MiddlewareSection pre:[Middleware] post:[Middleware] post_key_auth:[Middleware] auth_check:Middleware
    response:[Middleware] driver*:text id_extractor:MiddlewareIdExtractor
CacheOptions cache_timeout:whole enable_cache:flag cache_all_safe_requests:flag cache_response_codes:[whole]
    enable_upstream_cache_control:flag cache_control_ttl_header:text cache_by_headers:[text]
Provider name:text storage_engine:text meta:{any~}
EventHandlerMeta+ events:{[EventHandlerTrigger]}
ResponseProcessor name:text options:any~
CORS enable:flag allowed_origins:[text] allowed_methods:[text] allowed_headers:[text] exposed_headers:[text]
    allow_credentials:flag max_age:whole options_passthrough:flag debug:flag
GlobalRateLimit disabled:flag rate:number per:number
GraphQL enabled:flag execution_mode:text version:text schema:text last_schema_update:text
    type_field_configurations:[TypeField] playground:GraphQLPlayground engine:GraphQLEngine proxy:GraphQLProxy
    subgraph:GraphQLSubgraphSDL supergraph:GraphQLSupergraph introspection:GraphQLIntrospection
AnalyticsPlugin enable:flag plugin_path:text func_name:text
UpstreamAuth enabled:flag basic_auth:UpstreamBasicAuth oauth:UpstreamOAuth
ErrorOverride match:ErrorMatcher response*:ErrorResponse
ExternalProvider jwt:JWTValidation introspection:Introspection
OIDProvider issuer:address client_ids:{text}
Signature algorithm:text header:text use_param:flag param_name:text secret:secret allowed_clock_skew:whole
    error_code:whole error_message:text
ScopeClaim scope_claim_name:text scope_to_policy:{text}
VersionInfo name:text expires:text paths:Paths use_extended_paths:flag extended_paths:ExtendedPathsSet
    global_headers:{text~} global_headers_remove:[text] global_headers_disabled:flag global_response_headers:{text~}
    global_response_headers_remove:[text] global_response_headers_disabled:flag ignore_endpoint_case:flag
    global_size_limit:whole global_size_limit_disabled:flag global_enforce_timeout:text
    global_enforce_timeout_disabled:flag override_target:address
HostCheckObject url:address protocol:text timeout:whole enable_proxy_protocol:flag commands:[CheckCommand] method:text
    headers:{text~} body:text
UptimeConfig expire_utime_after:whole service_discovery:Discovery recheck_wait:whole
Discovery use_discovery_service:flag query_endpoint:address use_nested_query:flag parent_data_path:text data_path:text
    port_data_path:text target_path:text use_target_list:flag cache_disabled:flag cache_timeout:whole
    endpoint_returns_list:flag
Transport ssl_insecure_skip_verify:flag ssl_ciphers:[text] ssl_min_version:whole ssl_max_version:whole
    ssl_force_common_name_check:flag proxy_url:address
Middleware disabled:flag name:text path:text require_session:flag raw_body_only:flag
MiddlewareIdExtractor disabled:flag extract_from:text extract_with:text extractor_config:{any~}
EventHandlerTrigger handler_name:text handler_meta:{any~}
TypeField type_name*:text field_name*:text mapping:Mapping data_source:Source
GraphQLPlayground enabled:flag path:text
GraphQLEngine field_configs:[GraphQLField] data_sources:[GraphQLEngineDataSource] global_headers:[UDGGlobalHeader]
GraphQLProxy features:GraphQLProxyFeatures auth_headers:{secret} subscription_type:text sse_use_post:flag
    request_headers:{text~} use_response_extensions:GraphQLResponseExtensions
    request_headers_rewrite:{RequestHeadersRewrite~}
GraphQLSubgraphSDL sdl:text
GraphQLSupergraph updated_at:text subgraphs:[GraphQLSubgraph] merged_sdl:text global_headers:{text~}
    disable_query_batching:flag
GraphQLIntrospection disabled:flag
UpstreamBasicAuth enabled:flag username:text password:secret header:AuthSource
UpstreamOAuth enabled:flag allowed_authorize_types:[text] client_credentials:ClientCredentials
    password:PasswordAuthentication
ErrorMatcher flag:text message_pattern:text body_field:text body_value:text
ErrorResponse status_code:whole body:text message:text template:text headers:{text~}
JWTValidation enabled:flag signing_method:text source:source issued_at_validation_skew:whole
    not_before_validation_skew:whole expires_at_validation_skew:whole identity_base_field:text
Introspection enabled:flag url:address client_id:text client_secret:secret identity_base_field:text
    cache:IntrospectionCache
Paths+ ignored:[text] white_list:[text] black_list:[text]
ExtendedPathsSet+ ignored:[EndPoint] white_list:[EndPoint] black_list:[EndPoint] mock_response:[MockResponse]
    cache:[text] advance_cache_config:[Cache] transform:[Template] transform_response:[Template]
    transform_jq:[TransformJQ] transform_jq_response:[TransformJQ] transform_headers:[HeaderInjection]
    transform_response_headers:[HeaderInjection] hard_timeouts:[HardTimeout] circuit_breakers:[CircuitBreaker]
    url_rewrites:[URLRewrite] virtual:[Virtual] size_limits:[RequestSize] method_transforms:[MethodTransform]
    track_endpoints:[TrackEndpoint] do_not_track_endpoints:[TrackEndpoint] validate_json:[ValidatePath]
    validate_request:[ValidateRequest] internal:[Internal] go_plugin:[GoPlugin] persist_graphql:[PersistGraphQL]
    rate_limit:[RateLimit]
CheckCommand name:text message:text
Mapping disabled*:flag path:text
Source kind*:text data_source_config:any~
GraphQLField type_name:text field_name:text disable_default_mapping:flag path:[text]
GraphQLEngineDataSource kind*:text name:text internal:flag root_fields:[GraphQLTypeFields] config:any~
UDGGlobalHeader key*:text value*:text~
GraphQLProxyFeatures use_immutable_headers:flag
GraphQLResponseExtensions on_error_forwarding:flag
RequestHeadersRewrite value:text remove:flag
GraphQLSubgraph api_id:text name:text url:address sdl:text headers:{text~} subscription_type:text sse_use_post:flag
AuthSource enabled:flag name:text
ClientCredentials client_id:text client_secret:secret header:AuthSource token_url:address scopes:[text]
    extra_metadata:[text]
PasswordAuthentication client_id:text client_secret:secret header:AuthSource username:text password:secret
    token_url:address scopes:[text] extra_metadata:[text]
IntrospectionCache enabled:flag timeout:whole
EndPoint disabled:flag path:text method:text ignore_case:flag method_actions:{EndpointMethod}
MockResponse disabled:flag path:text method:text ignore_case:flag code:whole body:text headers:{text~}
Cache disabled:flag method:text path:text cache_key_regex:text cache_response_codes:[whole] timeout:whole
Template disabled:flag template_data:TemplateData path:text method:text
TransformJQ filter:text path:text method:text
HeaderInjection disabled:flag delete_headers:[text] add_headers:{text~} path:text method:text act_on:flag
HardTimeout disabled:flag path:text method:text timeout:whole duration:text
CircuitBreaker disabled:flag path:text method:text threshold_percent:number samples:whole
    return_to_service_after:whole disable_half_open_state:flag
URLRewrite disabled:flag path:text method:text match_pattern:text rewrite_to:address triggers:[RoutingTrigger]
Virtual disabled:flag response_function_name:text function_source_type:text function_source_uri:address path:text
    method:text use_session:flag proxy_on_error:flag
RequestSize disabled:flag path:text method:text size_limit:whole
MethodTransform disabled:flag path:text method:text to_method:text
TrackEndpoint disabled:flag path:text method:text
ValidatePath disabled:flag path:text method:text schema:{any} schema_b64:text error_response_code:whole
ValidateRequest enabled:flag path:text method:text error_response_code:whole
Internal disabled:flag path:text method:text
GoPlugin disabled:flag path:text method:text plugin_path:text func_name:text
PersistGraphQL path:text method:text operation:text variables:{any}
RateLimit disabled:flag path:text method:text rate:number per:number
GraphQLTypeFields type:text fields:[text]
EndpointMethod action:text code:whole data:text headers:{text~}
TemplateData input_type:text template_mode:text enable_session:flag template_source:text
RoutingTrigger on:text options:RoutingTriggerOptions rewrite_to:address
RoutingTriggerOptions header_matches:{StringRegexMap} query_val_matches:{StringRegexMap}
    path_part_matches:{StringRegexMap} session_meta_matches:{StringRegexMap} request_context_matches:{StringRegexMap}
    payload_matches:StringRegexMap
StringRegexMap match_rx:text reverse:flag
"""
# What is around a definition, in the notation of shapes; the version is an option's.
AROUND = """
Wrapper api_definition:{any} hook_references:[any] is_site:flag sort_by:whole user_owners:[text]
    user_group_owners:[text] categories:[text] created_at:text updated_at:text api_model:any is_streams:flag oas:any
    version:any
"""
