# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The classic API definition: every field at every depth, with its type and the first version that has it.

Fields that are older than 5.1 have no version.
"""

from __future__ import annotations

from ..structs import Struct, Table

TABLE = Table("""
API
  id:objectid? name:str expiration:str? slug:str listen_port:int protocol:str enable_proxy_protocol:bool
  json_rpc_version:str?@5.12 application_protocol:str?@5.12 api_id:str org_id:str use_keyless:bool use_oauth2:bool
  external_oauth:ExternalOAuth use_openid:bool openid_options:OpenIDOptions oauth_meta:OAuthMeta auth:Auth
  auth_configs:{Auth} use_basic_auth:bool basic_auth:BasicAuth use_mutual_tls_auth:bool client_certificates:[str]
  upstream_certificates:{str} upstream_certificates_disabled:bool? pinned_public_keys:{str}
  certificate_pinning_disabled:bool? enable_jwt:bool use_standard_auth:bool use_go_plugin_auth:bool
  enable_coprocess_auth:bool custom_plugin_auth_enabled:bool jwt_signing_method:str jwt_source:str
  jwt_jwks_uris:[JWK]@5.9 jwt_identity_base_field:str jwt_client_base_field:str jwt_policy_field_name:str
  jwt_default_policies:[str] jwt_issued_at_validation_skew:u64 jwt_expires_at_validation_skew:u64
  jwt_not_before_validation_skew:u64 jwt_skip_kid:bool scopes:Scopes? idp_client_id_mapping_disabled:bool@5.3
  jwt_scope_to_policy_mapping:{str} jwt_scope_claim_name:str notifications:NotificationsManager
  enable_signature_checking:bool hmac_allowed_clock_skew:float hmac_allowed_algorithms:[str]
  request_signing:RequestSigning base_identity_provided_by:str definition:Version version_data:VersionData
  uptime_tests:UptimeTests proxy:Proxy disable_rate_limit:bool disable_quota:bool
  custom_middleware:MiddlewareSection custom_middleware_bundle:str custom_middleware_bundle_disabled:bool
  cache_options:CacheOptions session_lifetime_respects_key_expiration:bool? session_lifetime:int active:bool
  internal:bool auth_provider:Provider session_provider:Provider event_handlers:EventHandlerMeta
  enable_batch_request_support:bool enable_ip_whitelisting:bool allowed_ips:[str] enable_ip_blacklisting:bool
  blacklisted_ips:[str] ip_access_control_disabled:bool@5.8 dont_set_quota_on_create:bool expire_analytics_after:int
  response_processors:[ResponseProcessor] CORS:CORS domain:str domain_disabled:bool? certificates:[str]
  do_not_track:bool enable_context_vars:bool config_data:{any} config_data_disabled:bool tag_headers:[str]
  global_rate_limit:GlobalRateLimit strip_auth_data:bool enable_detailed_recording:bool graphql:GraphQL
  analytics_plugin:AnalyticsPlugin? tags_disabled:bool? tags:[str] is_oas:bool? detailed_tracing:bool@5.2
  upstream_auth:UpstreamAuth@5.7 security_requirements:[[str]]?@5.10 security_requirement_scopes:[{[str]}]?@5.14
  error_overrides:{[ErrorOverride]}@5.13 error_overrides_disabled:bool@5.13
ExternalOAuth
  enabled:bool providers:[ExternalProvider]
OpenIDOptions
  providers:[OIDProvider] segregate_by_client:bool
OAuthMeta
  allowed_access_types:[str] allowed_authorize_types:[str] auth_login_redirect:str
Auth
  name:str use_param:bool param_name:str use_cookie:bool cookie_name:str disable_header:bool auth_header_name:str
  use_certificate:bool validate_signature:bool signature:Signature?
BasicAuth
  disable_caching:bool cache_ttl:int extract_from_body:bool body_user_regexp:str body_password_regexp:str
JWK
  url:str cache_timeout:duration@5.10
Scopes
  jwt:ScopeClaim? oidc:ScopeClaim?
NotificationsManager
  shared_secret:str oauth_on_keychange_url:str
RequestSigning
  is_enabled:bool secret:str key_id:str algorithm:str header_list:[str] certificate_id:str signature_header:str
Version
  enabled:bool name:str default:str location:str key:str strip_path:bool strip_versioning_data:bool
  url_versioning_pattern:str@5.5 fallback_to_default:bool@5.3 versions:{str}
VersionData
  not_versioned:bool default_version:str versions:{VersionInfo}
UptimeTests
  disabled:bool@5.8 check_list:[HostCheckObject] config:UptimeConfig
Proxy
  preserve_host_header:bool listen_path:str target_url:str disable_strip_slash:bool strip_listen_path:bool
  enable_load_balancing:bool target_list:[str] check_host_against_uptime_tests:bool service_discovery:Discovery
  transport:Transport
MiddlewareSection
  pre:[Middleware] post:[Middleware] post_key_auth:[Middleware] auth_check:Middleware response:[Middleware]
  driver:str id_extractor:MiddlewareIdExtractor
CacheOptions
  cache_timeout:int enable_cache:bool cache_all_safe_requests:bool cache_response_codes:[int]
  enable_upstream_cache_control:bool cache_control_ttl_header:str cache_by_headers:[str]
Provider
  name:str storage_engine:str meta:{any}
EventHandlerMeta
  events:{[EventHandlerTrigger]}
ResponseProcessor
  name:str options:any
CORS
  enable:bool allowed_origins:[str] allowed_methods:[str] allowed_headers:[str] exposed_headers:[str]
  allow_credentials:bool max_age:int options_passthrough:bool debug:bool
GlobalRateLimit
  disabled:bool@5.3 rate:float per:float
GraphQL
  enabled:bool execution_mode:str version:str schema:str last_schema_update:*time?
  type_field_configurations:[TypeField] playground:GraphQLPlayground engine:GraphQLEngine proxy:GraphQLProxy
  subgraph:GraphQLSubgraphSDL supergraph:GraphQLSupergraph introspection:GraphQLIntrospection@5.3
AnalyticsPlugin
  enable:bool? plugin_path:str? func_name:str?
UpstreamAuth
  enabled:bool basic_auth:UpstreamBasicAuth oauth:UpstreamOAuth
ErrorOverride
  match:*ErrorMatcher? response:ErrorResponse
ExternalProvider
  jwt:JWTValidation introspection:Introspection
OIDProvider
  issuer:str client_ids:{str}
Signature
  algorithm:str header:str use_param:bool param_name:str secret:str allowed_clock_skew:int error_code:int
  error_message:str
ScopeClaim
  scope_claim_name:str? scope_to_policy:{str}?
VersionInfo
  name:str expires:str paths:Paths use_extended_paths:bool extended_paths:ExtendedPathsSet global_headers:{str}
  global_headers_remove:[str] global_headers_disabled:bool@5.3 global_response_headers:{str}
  global_response_headers_remove:[str] global_response_headers_disabled:bool@5.3 ignore_endpoint_case:bool
  global_size_limit:int global_size_limit_disabled:bool@5.8 global_enforce_timeout:duration@5.14
  global_enforce_timeout_disabled:bool@5.14 override_target:str
HostCheckObject
  url:str protocol:str timeout:int enable_proxy_protocol:bool commands:[CheckCommand] method:str headers:{str}
  body:str
UptimeConfig
  expire_utime_after:int service_discovery:Discovery recheck_wait:int
Discovery
  use_discovery_service:bool query_endpoint:str use_nested_query:bool parent_data_path:str data_path:str
  port_data_path:str target_path:str use_target_list:bool cache_disabled:bool@5.0.15 cache_timeout:int
  endpoint_returns_list:bool
Transport
  ssl_insecure_skip_verify:bool ssl_ciphers:[str] ssl_min_version:u16 ssl_max_version:u16
  ssl_force_common_name_check:bool proxy_url:str
Middleware
  disabled:bool name:str path:str require_session:bool raw_body_only:bool
MiddlewareIdExtractor
  disabled:bool extract_from:str extract_with:str extractor_config:{any}
EventHandlerTrigger
  handler_name:str handler_meta:{any}
TypeField
  type_name:str field_name:str mapping:*Mapping data_source:Source
GraphQLPlayground
  enabled:bool path:str
GraphQLEngine
  field_configs:[GraphQLField] data_sources:[GraphQLEngineDataSource] global_headers:[UDGGlobalHeader]@5.2
GraphQLProxy
  features:GraphQLProxyFeatures@5.4 auth_headers:{str} subscription_type:str? sse_use_post:bool@5.9
  request_headers:{str} use_response_extensions:GraphQLResponseExtensions@5.2
  request_headers_rewrite:{RequestHeadersRewrite}@5.4
GraphQLSubgraphSDL
  sdl:str
GraphQLSupergraph
  updated_at:*time? subgraphs:[GraphQLSubgraph] merged_sdl:str global_headers:{str} disable_query_batching:bool
GraphQLIntrospection
  disabled:bool
UpstreamBasicAuth
  enabled:bool? username:str password:str header:AuthSource
UpstreamOAuth
  enabled:bool allowed_authorize_types:[str] client_credentials:ClientCredentials password:PasswordAuthentication?
ErrorMatcher
  flag:str? message_pattern:str? body_field:str? body_value:str?
ErrorResponse
  status_code:int body:str? message:str? template:str? headers:{str}?
JWTValidation
  enabled:bool signing_method:str source:str issued_at_validation_skew:u64 not_before_validation_skew:u64
  expires_at_validation_skew:u64 identity_base_field:str
Introspection
  enabled:bool url:str client_id:str client_secret:str identity_base_field:str cache:IntrospectionCache
Paths
  ignored:[str] white_list:[str] black_list:[str]
ExtendedPathsSet
  ignored:[EndPoint]? white_list:[EndPoint]? black_list:[EndPoint]? mock_response:[MockResponse]? cache:[str]?
  advance_cache_config:[Cache]? transform:[Template]? transform_response:[Template]? transform_jq:[TransformJQ]?
  transform_jq_response:[TransformJQ]? transform_headers:[HeaderInjection]?
  transform_response_headers:[HeaderInjection]? hard_timeouts:[HardTimeout]? circuit_breakers:[CircuitBreaker]?
  url_rewrites:[URLRewrite]? virtual:[Virtual]? size_limits:[RequestSize]? method_transforms:[MethodTransform]?
  track_endpoints:[TrackEndpoint]? do_not_track_endpoints:[TrackEndpoint]? validate_json:[ValidatePath]?
  validate_request:[ValidateRequest]? internal:[Internal]? go_plugin:[GoPlugin]? persist_graphql:[PersistGraphQL]
  rate_limit:[RateLimit]@5.5
CheckCommand
  name:str message:str
Mapping
  disabled:bool path:str
Source
  kind:str data_source_config:raw
GraphQLField
  type_name:str field_name:str disable_default_mapping:bool path:[str]
GraphQLEngineDataSource
  kind:str name:str internal:bool root_fields:[GraphQLTypeFields] config:raw
UDGGlobalHeader
  key:str value:str
GraphQLProxyFeatures
  use_immutable_headers:bool
GraphQLResponseExtensions
  on_error_forwarding:bool
RequestHeadersRewrite
  value:str remove:bool
GraphQLSubgraph
  api_id:str name:str url:str sdl:str headers:{str} subscription_type:str? sse_use_post:bool@5.9
AuthSource
  enabled:bool name:str
ClientCredentials
  client_id:str client_secret:str? header:AuthSource token_url:str scopes:[str]? extra_metadata:[str]?
PasswordAuthentication
  client_id:str client_secret:str? header:AuthSource username:str password:str token_url:str scopes:[str]?
  extra_metadata:[str]?
IntrospectionCache
  enabled:bool timeout:int
EndPoint
  disabled:bool path:str method:str ignore_case:bool method_actions:{EndpointMethod}?
MockResponse
  disabled:bool path:str method:str ignore_case:bool code:int body:str headers:{str}
Cache
  disabled:bool method:str path:str cache_key_regex:str cache_response_codes:[int] timeout:int@5.2
Template
  disabled:bool template_data:TemplateData path:str method:str
TransformJQ
  filter:str path:str method:str
HeaderInjection
  disabled:bool@5.3 delete_headers:[str] add_headers:{str} path:str method:str act_on:bool
HardTimeout
  disabled:bool path:str method:str timeout:int duration:duration?@5.14
CircuitBreaker
  disabled:bool@5.3 path:str method:str threshold_percent:float samples:int return_to_service_after:int
  disable_half_open_state:bool
URLRewrite
  disabled:bool@5.3 path:str method:str match_pattern:str rewrite_to:str triggers:[RoutingTrigger]
Virtual
  disabled:bool response_function_name:str function_source_type:str function_source_uri:str path:str method:str
  use_session:bool proxy_on_error:bool
RequestSize
  disabled:bool@5.3 path:str method:str size_limit:int
MethodTransform
  disabled:bool path:str method:str to_method:str
TrackEndpoint
  disabled:bool@5.3 path:str method:str
ValidatePath
  disabled:bool path:str method:str schema:{any} schema_b64:str? error_response_code:int
ValidateRequest
  enabled:bool path:str method:str error_response_code:int
Internal
  disabled:bool@5.3 path:str method:str
GoPlugin
  disabled:bool path:str method:str plugin_path:str func_name:str
PersistGraphQL
  path:str method:str operation:str variables:{any}
RateLimit
  disabled:bool path:str method:str rate:float per:float
GraphQLTypeFields
  type:str fields:[str]
EndpointMethod
  action:str code:int data:str headers:{str}
TemplateData
  input_type:str template_mode:str enable_session:bool template_source:str
RoutingTrigger
  on:str options:RoutingTriggerOptions rewrite_to:str
RoutingTriggerOptions
  header_matches:{StringRegexMap} query_val_matches:{StringRegexMap} path_part_matches:{StringRegexMap}
  session_meta_matches:{StringRegexMap} request_context_matches:{StringRegexMap} payload_matches:StringRegexMap
StringRegexMap
  match_rx:str reverse:bool
""")


def definition(version: str) -> Struct:
    """The struct of a whole definition as that version of Tyk has it, such as 5.8.9."""
    return TABLE.struct("API", tuple(int(part) for part in version.split(".")))
