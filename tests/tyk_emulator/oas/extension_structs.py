# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tyk's extension as the Gateway decodes it: what is not here is lost. The first part, in the notation of `structs`.

An event handler has the members of all its kinds here.
"""

from __future__ import annotations

FIRST = """
XTykAPIGateway
    info:Info upstream:Upstream server:Server middleware:*Middleware? errorOverrides:*ErrorOverrides?@5.13
Token
    enabled:*bool header:*AuthSource? cookie:*AuthSource? query:*AuthSource? enableClientCertificate:bool?
    signatureValidation:*Signature?
JWT
    enabled:bool source:str? signingMethod:str? identityBaseField:str? skipKid:bool? policyFieldName:str?
    clientBaseField:str? scopes:*Scopes? defaultPolicies:[str]? issuedAtValidationSkew:u64?
    notBeforeValidationSkew:u64? expiresAtValidationSkew:u64? idpClientIdMappingDisabled:bool?@5.3
    header:*AuthSource? cookie:*AuthSource? query:*AuthSource? jwksURIs:[JWK]?@5.10 subjectClaims:[str]?@5.10
    basePolicyClaims:[str]?@5.10 allowedIssuers:[str]?@5.10 allowedAudiences:[str]?@5.10
    jtiValidation:JTIValidation?@5.10 allowedSubjects:[str]?@5.10
    customClaimValidation:{CustomClaimValidationConfig}?@5.10
Basic
    enabled:bool header:*AuthSource? cookie:*AuthSource? query:*AuthSource? disableCaching:bool? cacheTTL:int?
    extractCredentialsFromBody:*ExtractCredentialsFromBody?
OAuth
    enabled:bool allowedAuthorizeTypes:[str]? refreshToken:bool? authLoginRedirect:str?
    notifications:*Notifications? header:*AuthSource? cookie:*AuthSource? query:*AuthSource?
ExternalOAuth
    enabled:bool header:*AuthSource? cookie:*AuthSource? query:*AuthSource? providers:[OAuthProvider]
OAuth2
    enabled:bool header:*AuthSource? cookie:*AuthSource? query:*AuthSource? scopeCheck:*OAuth2ScopeCheck?
    protectedResourceMetadata:*OAuth2PRM? tokenExchange:*OAuth2TokenExchange?
Info
    id:str? dbId:objectid? orgId:str? name:str expiration:str? state:State versioning:*Versioning?
Upstream
    url:str serviceDiscovery:*ServiceDiscovery? mutualTLS:*MutualTLS? certificatePinning:*CertificatePinning?
    rateLimit:*RateLimit?@5.3 authentication:*UpstreamAuth?@5.7 uptimeTests:*UptimeTests?@5.8
    loadBalancing:*LoadBalancing?@5.8 preserveHostHeader:*PreserveHostHeader?@5.8
    preserveTrailingSlash:*PreserveTrailingSlash?@5.8 tlsTransport:*TLSTransport?@5.8 proxy:*Proxy?@5.8
    enforceTimeout:*GlobalEnforceTimeout?@5.14
Server
    listenPath:ListenPath authentication:*Authentication? clientCertificates:*ClientCertificates?
    gatewayTags:*GatewayTags? customDomain:*Domain? detailedActivityLogs:*DetailedActivityLogs?@5.3
    detailedTracing:*DetailedTracing?@5.3 eventHandlers:[EventHandler]?@5.4 ipAccessControl:*IPAccessControl?@5.8
    batchProcessing:*BatchProcessing?@5.8 protocol:str?@5.8 port:int?@5.8
Middleware
    global:*Global? operations:{*Operation}? mcpTools:{*MCPPrimitive}?@5.12 mcpResources:{*MCPPrimitive}?@5.12
    mcpPrompts:{*MCPPrimitive}?@5.12
ErrorOverrides
    enabled:bool value:{[ErrorOverride]}?
Signature
    enabled:bool algorithm:str? header:str? query:AuthSource? secret:str? allowedClockSkew:int? errorCode:int?
    errorMessage:str?
Scopes
    claimName:str? scopeToPolicyMapping:[ScopeToPolicy]? claims:[str]?@5.10
JWK
    url:str cacheTimeout:duration
JTIValidation
    enabled:bool
CustomClaimValidationConfig
    type:str allowedValues:[any]? nonBlocking:bool?
ExtractCredentialsFromBody
    enabled:bool userRegexp:str? passwordRegexp:str?
Notifications
    sharedSecret:str? onKeyChangeUrl:str?
OAuthProvider
    jwt:*JWTValidation? introspection:*Introspection?
OAuth2ScopeCheck
    enabled:bool claimNames:[str]? separator:str? scopeSource:str?
OAuth2PRM
    enabled:bool wellKnownPath:str? resource:str? authorizationServers:[str]? autoDeriveScopes:*bool?
OAuth2TokenExchange
    enabled:bool providers:[OAuth2TokenExchangeProvider]?
Header
    name:str value:str
State
    active:bool internal:bool?
Versioning
    enabled:bool name:str? default:str location:str key:str? versions:[VersionToID] stripVersioningData:bool?
    fallbackToDefault:bool?@5.3 urlVersioningPattern:str?@5.5
ServiceDiscovery
    enabled:bool queryEndpoint:str? dataPath:str? useNestedQuery:bool? parentDataPath:str? portDataPath:str?
    useTargetList:bool? cacheTimeout:int? targetPath:str? endpointReturnsList:bool?
    cache:*ServiceDiscoveryCache?@5.1
MutualTLS
    enabled:bool domainToCertificateMapping:[DomainToCertificate]
CertificatePinning
    enabled:bool domainToPublicKeysMapping:[PinnedPublicKey]
RateLimit
    enabled:bool rate:int per:duration
UpstreamAuth
    enabled:bool basicAuth:*UpstreamBasicAuth? oauth:*UpstreamOAuth? requestSigning:*UpstreamRequestSigning?@5.8
UptimeTests
    enabled:bool serviceDiscovery:*ServiceDiscovery? tests:[UptimeTest]? hostDownRetestPeriod:duration?
    logRetentionPeriod:duration?
LoadBalancing
    enabled:bool skipUnavailableHosts:bool? targets:[LoadBalancingTarget]?
PreserveHostHeader
    enabled:bool
PreserveTrailingSlash
    enabled:bool
TLSTransport
    insecureSkipVerify:bool? ciphers:[str]? minVersion:str? maxVersion:str? forceCommonNameCheck:bool?
Proxy
    enabled:bool url:str
GlobalEnforceTimeout
    enabled:bool duration:duration?
ListenPath
    value:str strip:bool?
Authentication
    enabled:bool stripAuthorizationData:bool? baseIdentityProvider:str? hmac:*HMAC? oidc:*OIDC?
    custom:*CustomPluginAuthentication? securitySchemes:{any}? customKeyLifetime:*CustomKeyLifetime?@5.8
    securityProcessingMode:str?@5.10 security:[[str]]?@5.10 certificateAuth:*CertificateAuth?@5.12
    protectedResourceMetadata:*ProtectedResourceMetadata?@5.13
ClientCertificates
    enabled:bool allowlist:[str]
GatewayTags
    enabled:bool tags:[str]
Domain
    enabled:bool name:str certificates:[str]?@5.3
DetailedActivityLogs
    enabled:bool
DetailedTracing
    enabled:bool
EventHandler
    enabled:bool trigger:str type:str id:str? name:str? url:str? method:str? cooldownPeriod:duration
    bodyTemplate:str? headers:[Header]? functionName:str? path:str? logPrefix:str?
IPAccessControl
    enabled:bool allow:[str]? block:[str]?
BatchProcessing
    enabled:bool
Global
    pluginConfig:*PluginConfig? cors:*CORS? prePlugin:*PrePlugin? postAuthenticationPlugin:*PrePlugin?
    postPlugin:*PrePlugin? responsePlugin:*PrePlugin? cache:*Cache? prePlugins:[CustomPlugin]?@5.3
    postAuthenticationPlugins:[CustomPlugin]?@5.3 postPlugins:[CustomPlugin]?@5.3
    responsePlugins:[CustomPlugin]?@5.3 transformRequestHeaders:*TransformHeaders?@5.3
    transformResponseHeaders:*TransformHeaders?@5.3 contextVariables:*ContextVariables?@5.4
    trafficLogs:*TrafficLogs?@5.4 requestSizeLimit:*GlobalRequestSizeLimit?@5.8 ignoreCase:*IgnoreCase?@5.8
    skipRateLimit:bool?@5.8 skipQuota:bool?@5.8 skipQuotaReset:bool?@5.8
Operation
    allow:*Allowance? block:*Allowance? ignoreAuthentication:*Allowance?
    transformRequestMethod:*TransformRequestMethod? transformRequestBody:*TransformBody? cache:*CachePlugin?
    enforceTimeout:*EnforceTimeout? validateRequest:*ValidateRequest? mockResponse:*MockResponse?
    virtualEndpoint:*VirtualEndpoint? postPlugins:[EndpointPostPlugin]? transformResponseBody:*TransformBody?@5.2
    internal:*Internal?@5.3 transformRequestHeaders:*TransformHeaders?@5.3
    transformResponseHeaders:*TransformHeaders?@5.3 urlRewrite:*URLRewrite?@5.3
    circuitBreaker:*CircuitBreaker?@5.3 trackEndpoint:*TrackEndpoint?@5.3 doNotTrackEndpoint:*TrackEndpoint?@5.3
    requestSizeLimit:*RequestSizeLimit?@5.3 rateLimit:*RateLimit?@5.5 scopeCheck:*ScopeCheck?@5.14
    exchange:*OAuth2Exchange?@5.14
MCPPrimitive
    allow:*Allowance? block:*Allowance? ignoreAuthentication:*Allowance?
    transformRequestMethod:*TransformRequestMethod? transformRequestBody:*TransformBody? cache:*CachePlugin?
    enforceTimeout:*EnforceTimeout? validateRequest:*ValidateRequest? mockResponse:*MockResponse?
    virtualEndpoint:*VirtualEndpoint? postPlugins:[EndpointPostPlugin]? transformResponseBody:*TransformBody?@5.2
    internal:*Internal?@5.3 transformRequestHeaders:*TransformHeaders?@5.3
    transformResponseHeaders:*TransformHeaders?@5.3 urlRewrite:*URLRewrite?@5.3
    circuitBreaker:*CircuitBreaker?@5.3 trackEndpoint:*TrackEndpoint?@5.3 doNotTrackEndpoint:*TrackEndpoint?@5.3
    requestSizeLimit:*RequestSizeLimit?@5.3 rateLimit:*RateLimit?@5.5 scopeCheck:*ScopeCheck?@5.14
    exchange:*OAuth2Exchange?@5.14 security:[{[str]}]?@5.14
ErrorOverride
    match:*ErrorMatcher? response:ErrorResponse
AuthSource
    enabled:bool name:str?
ScopeToPolicy
    scope:str? policyId:str?
JWTValidation
    enabled:bool signingMethod:str source:str identityBaseField:str? issuedAtValidationSkew:u64?
    notBeforeValidationSkew:u64? expiresAtValidationSkew:u64?
Introspection
    enabled:bool url:str clientId:str clientSecret:str identityBaseField:str? cache:*IntrospectionCache?
OAuth2TokenExchangeProvider
    name:str issuers:[str]? tokenEndpoint:str? clientAuth:*OAuth2ClientAuth? defaultTarget:*OAuth2DefaultTarget?
    timeout:duration? customParams:{str}? cache:*OAuth2ExchangeCache?
VersionToID
    name:str id:str
"""
