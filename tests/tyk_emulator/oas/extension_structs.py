# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tyk's extension as the Gateway decodes it: what is not here is lost.

A line: a struct, then its members; `?` leaves a zero value out, `@` is the first version that has the member, `+` takes
the members of another struct in. A type is a struct, or one of those of `structs`; nothing is a text.
"""

from __future__ import annotations

STRUCTS = """
XTykAPIGateway info:Info upstream:Upstream server:Server middleware:*Middleware?
    errorOverrides:*ErrorOverrides?@5.13
Token enabled:*bool +AuthSources enableClientCertificate:bool? signatureValidation:*Signature?
JWT enabled:bool source? signingMethod? identityBaseField? skipKid:bool? policyFieldName? clientBaseField?
    scopes:*Scopes? defaultPolicies:[str]? issuedAtValidationSkew:uint? notBeforeValidationSkew:uint?
    expiresAtValidationSkew:uint? idpClientIdMappingDisabled:bool?@5.3 +AuthSources jwksURIs:[JWK]?@5.10
    subjectClaims:[str]?@5.10 basePolicyClaims:[str]?@5.10 allowedIssuers:[str]?@5.10 allowedAudiences:[str]?@5.10
    jtiValidation:JTIValidation?@5.10 allowedSubjects:[str]?@5.10
    customClaimValidation:{CustomClaimValidationConfig}?@5.10
Basic enabled:bool +AuthSources disableCaching:bool? cacheTTL:int?
    extractCredentialsFromBody:*ExtractCredentialsFromBody?
OAuth enabled:bool allowedAuthorizeTypes:[str]? refreshToken:bool? authLoginRedirect?
    notifications:*Notifications? +AuthSources
ExternalOAuth enabled:bool +AuthSources providers:[OAuthProvider]
OAuth2 enabled:bool +AuthSources scopeCheck:*OAuth2ScopeCheck? protectedResourceMetadata:*OAuth2PRM?
    tokenExchange:*OAuth2TokenExchange?
WebhookEvent url method cooldownPeriod:dur bodyTemplate? headers:[Header]?
JSVMEvent functionName path
LogEvent logPrefix
XTykStreaming streams:{any}
Info id? dbId:oid? orgId? name expiration? state:State versioning:*Versioning?
Upstream url serviceDiscovery:*ServiceDiscovery? mutualTLS:*MutualTLS? certificatePinning:*CertificatePinning?
    rateLimit:*RateLimit?@5.3 authentication:*UpstreamAuth?@5.7 uptimeTests:*UptimeTests?@5.8
    loadBalancing:*LoadBalancing?@5.8 preserveHostHeader:*PreserveHostHeader?@5.8
    preserveTrailingSlash:*PreserveTrailingSlash?@5.8 tlsTransport:*TLSTransport?@5.8 proxy:*Proxy?@5.8
    enforceTimeout:*GlobalEnforceTimeout?@5.14
Server listenPath:ListenPath authentication:*Authentication? clientCertificates:*ClientCertificates?
    gatewayTags:*GatewayTags? customDomain:*Domain? detailedActivityLogs:*DetailedActivityLogs?@5.3
    detailedTracing:*DetailedTracing?@5.3 eventHandlers:[EventHandler]?@5.4 ipAccessControl:*IPAccessControl?@5.8
    batchProcessing:*BatchProcessing?@5.8 protocol?@5.8 port:int?@5.8
Middleware global:*Global? operations:{*Operation}? mcpTools:{*MCPPrimitive}?@5.12
    mcpResources:{*MCPPrimitive}?@5.12 mcpPrompts:{*MCPPrimitive}?@5.12
ErrorOverrides enabled:bool value:{[ErrorOverride]}?
AuthSources header:*AuthSource? cookie:*AuthSource? query:*AuthSource?
Signature enabled:bool algorithm? header? query:AuthSource? secret? allowedClockSkew:int? errorCode:int?
    errorMessage?
Scopes claimName? scopeToPolicyMapping:[ScopeToPolicy]? claims:[str]?@5.10
JWK url cacheTimeout:dur
JTIValidation enabled:bool
CustomClaimValidationConfig type allowedValues:[any]? nonBlocking:bool?
ExtractCredentialsFromBody enabled:bool userRegexp? passwordRegexp?
Notifications sharedSecret? onKeyChangeUrl?
OAuthProvider jwt:*JWTValidation? introspection:*Introspection?
OAuth2ScopeCheck enabled:bool claimNames:[str]? separator? scopeSource?
OAuth2PRM enabled:bool wellKnownPath? resource? authorizationServers:[str]? autoDeriveScopes:*bool?
OAuth2TokenExchange enabled:bool providers:[OAuth2TokenExchangeProvider]?
Header name value
State active:bool internal:bool?
Versioning enabled:bool name? default location key? versions:[VersionToID] stripVersioningData:bool?
    fallbackToDefault:bool?@5.3 urlVersioningPattern?@5.5
ServiceDiscovery enabled:bool queryEndpoint? dataPath? useNestedQuery:bool? parentDataPath? portDataPath?
    useTargetList:bool? cacheTimeout:int? targetPath? endpointReturnsList:bool? cache:*ServiceDiscoveryCache?@5.1
MutualTLS enabled:bool domainToCertificateMapping:[DomainToCertificate]
CertificatePinning enabled:bool domainToPublicKeysMapping:[PinnedPublicKey]
RateLimit enabled:bool rate:int per:dur
UpstreamAuth enabled:bool basicAuth:*UpstreamBasicAuth? oauth:*UpstreamOAuth?
    requestSigning:*UpstreamRequestSigning?@5.8
UptimeTests enabled:bool serviceDiscovery:*ServiceDiscovery? tests:[UptimeTest]? hostDownRetestPeriod:dur?
    logRetentionPeriod:dur?
LoadBalancing enabled:bool skipUnavailableHosts:bool? targets:[LoadBalancingTarget]?
PreserveHostHeader enabled:bool
PreserveTrailingSlash enabled:bool
TLSTransport insecureSkipVerify:bool? ciphers:[str]? minVersion? maxVersion? forceCommonNameCheck:bool?
Proxy enabled:bool url
GlobalEnforceTimeout enabled:bool duration:dur?
ListenPath value strip:bool?
Authentication enabled:bool stripAuthorizationData:bool? baseIdentityProvider? hmac:*HMAC? oidc:*OIDC?
    custom:*CustomPluginAuthentication? securitySchemes:{any}? customKeyLifetime:*CustomKeyLifetime?@5.8
    securityProcessingMode?@5.10 security:[[str]]?@5.10 certificateAuth:*CertificateAuth?@5.12
    protectedResourceMetadata:*ProtectedResourceMetadata?@5.13
ClientCertificates enabled:bool allowlist:[str]
GatewayTags enabled:bool tags:[str]
Domain enabled:bool name certificates:[str]?@5.3
DetailedActivityLogs enabled:bool
DetailedTracing enabled:bool
EventHandler enabled:bool trigger type id? name?
IPAccessControl enabled:bool allow:[str]? block:[str]?
BatchProcessing enabled:bool
Global pluginConfig:*PluginConfig? cors:*CORS? prePlugin:*PrePlugin?
    postAuthenticationPlugin:*PostAuthenticationPlugin? postPlugin:*PostPlugin? responsePlugin:*ResponsePlugin?
    cache:*Cache? prePlugins:[CustomPlugin]?@5.3 postAuthenticationPlugins:[CustomPlugin]?@5.3
    postPlugins:[CustomPlugin]?@5.3 responsePlugins:[CustomPlugin]?@5.3
    transformRequestHeaders:*TransformHeaders?@5.3 transformResponseHeaders:*TransformHeaders?@5.3
    contextVariables:*ContextVariables?@5.4 trafficLogs:*TrafficLogs?@5.4
    requestSizeLimit:*GlobalRequestSizeLimit?@5.8 ignoreCase:*IgnoreCase?@5.8 skipRateLimit:bool?@5.8
    skipQuota:bool?@5.8 skipQuotaReset:bool?@5.8
Operation allow:*Allowance? block:*Allowance? ignoreAuthentication:*Allowance?
    transformRequestMethod:*TransformRequestMethod? transformRequestBody:*TransformBody? cache:*CachePlugin?
    enforceTimeout:*EnforceTimeout? validateRequest:*ValidateRequest? mockResponse:*MockResponse?
    virtualEndpoint:*VirtualEndpoint? postPlugins:[EndpointPostPlugin]? transformResponseBody:*TransformBody?@5.2
    internal:*Internal?@5.3 transformRequestHeaders:*TransformHeaders?@5.3
    transformResponseHeaders:*TransformHeaders?@5.3 urlRewrite:*URLRewrite?@5.3
    circuitBreaker:*CircuitBreaker?@5.3 trackEndpoint:*TrackEndpoint?@5.3 doNotTrackEndpoint:*TrackEndpoint?@5.3
    requestSizeLimit:*RequestSizeLimit?@5.3 rateLimit:*RateLimit?@5.5 scopeCheck:*ScopeCheck?@5.14
    exchange:*OAuth2Exchange?@5.14
MCPPrimitive +Operation security:[{[str]}]?@5.14
ErrorOverride match:*ErrorMatcher? response:ErrorResponse
AuthSource enabled:bool name?
ScopeToPolicy scope? policyId?
JWTValidation enabled:bool signingMethod source identityBaseField? issuedAtValidationSkew:uint?
    notBeforeValidationSkew:uint? expiresAtValidationSkew:uint?
Introspection enabled:bool url clientId clientSecret identityBaseField? cache:*IntrospectionCache?
OAuth2TokenExchangeProvider name issuers:[str]? tokenEndpoint? clientAuth:*OAuth2ClientAuth?
    defaultTarget:*OAuth2DefaultTarget? timeout:dur? customParams:{str}? cache:*OAuth2ExchangeCache?
VersionToID name id
ServiceDiscoveryCache enabled:bool timeout:int?
DomainToCertificate domain certificate
PinnedPublicKey domain publicKeys:[str]
UpstreamBasicAuth enabled:bool header:*AuthSource? username password
UpstreamOAuth enabled:bool allowedAuthorizeTypes:[str] clientCredentials:*ClientCredentials?
    password:*PasswordAuthentication?
UpstreamRequestSigning enabled:bool signatureHeader? algorithm? keyId? headers:[str]? secret? certificateId?
UptimeTest url timeout:dur? method headers:{str}? body? commands:[UptimeTestCommand]? enableProxyProtocol:bool
LoadBalancingTarget url weight:int
HMAC enabled:bool +AuthSources allowedAlgorithms:[str]? allowedClockSkew:float?
OIDC enabled:bool +AuthSources segregateByClientId:bool? providers:[Provider]? scopes:*Scopes?
CustomPluginAuthentication enabled:bool config:*AuthenticationPlugin? +AuthSources
CustomKeyLifetime enabled:bool? value:dur respectValidity:bool?
CertificateAuth enabled:bool
ProtectedResourceMetadata enabled:bool wellKnownPath? resource? authorizationServers:[str]? scopesSupported:[str]?
PluginConfig driver? bundle:*PluginBundle? data:*PluginConfigData?
CORS enabled:bool maxAge:int? allowCredentials:bool? exposedHeaders:[str]? allowedHeaders:[str]?
    optionsPassthrough:bool? debug:bool? allowedOrigins:[str]? allowedMethods:[str]?
PrePlugin plugins:[CustomPlugin]?
PostAuthenticationPlugin plugins:[CustomPlugin]?
PostPlugin plugins:[CustomPlugin]?
ResponsePlugin plugins:[CustomPlugin]?
Cache enabled:bool timeout:int? cacheAllSafeRequests:bool? cacheResponseCodes:[int]? cacheByHeaders:[str]?
    enableUpstreamCacheControl:bool? controlTTLHeaderName?
CustomPlugin enabled:bool functionName path rawBodyOnly:bool? requireSession:bool?
TransformHeaders enabled:bool remove:[str]? add:[Header]?
ContextVariables enabled:bool
TrafficLogs enabled:bool tagHeaders:[str]?@5.8 customRetentionPeriod:dur?@5.8 plugins:[CustomPlugin]?@5.8
GlobalRequestSizeLimit enabled:bool value:int
IgnoreCase enabled:bool
Allowance enabled:bool ignoreCase:bool?
TransformRequestMethod enabled:bool toMethod
TransformBody enabled:bool format path? body?
CachePlugin enabled:bool cacheByRegex? cacheResponseCodes:[int]? timeout:int?@5.2
EnforceTimeout enabled:bool value:int duration:dur?@5.14
ValidateRequest enabled:bool errorResponseCode:int?
MockResponse enabled:bool code:int? body? headers:[Header]? fromOASExamples:*FromOASExamples?
VirtualEndpoint enabled:bool name? path? body? proxyOnError:bool? requireSession:bool? functionName@5.3
EndpointPostPlugin enabled:bool name? path functionName@5.3
Internal enabled:bool
URLRewrite enabled:bool pattern? rewriteTo? triggers:[*URLRewriteTrigger]?
CircuitBreaker enabled:bool threshold:float sampleSize:int coolDownPeriod:int halfOpenStateEnabled:bool
TrackEndpoint enabled:bool
RequestSizeLimit enabled:bool value:int
ScopeCheck enabled:bool
OAuth2Exchange enabled:*bool? audience? scopes:[str]?
ErrorMatcher flag? messagePattern? bodyField? bodyValue?
ErrorResponse statusCode:int body? message? template? headers:{str}?
IntrospectionCache enabled:bool timeout:int
OAuth2ClientAuth method? clientId? clientSecret?
OAuth2DefaultTarget audience? scopes:[str]?
OAuth2ExchangeCache enabled:bool mode? maxTimeout:dur? timeout:dur? safetyMargin:dur?
ClientCredentials +ClientAuthData header:*AuthSource tokenUrl scopes:[str]? extraMetadata:[str]?
PasswordAuthentication +ClientAuthData header:*AuthSource username password tokenUrl scopes:[str]?
    extraMetadata:[str]?
UptimeTestCommand name message
Provider issuer? clientToPolicyMapping:[ClientToPolicy]?
AuthenticationPlugin enabled:bool functionName path rawBodyOnly:bool? idExtractor:*IDExtractor?
    requireSession:bool?@5.8
PluginBundle enabled:bool path
PluginConfigData enabled:bool value:{any}
FromOASExamples enabled:bool code:int? contentType? exampleName?
URLRewriteTrigger condition rules:[*URLRewriteRule]? rewriteTo
ClientAuthData clientId clientSecret?
ClientToPolicy clientId? policyId?
IDExtractor enabled:bool source with config:*IDExtractorConfig
URLRewriteRule in name? pattern negate:bool?
IDExtractorConfig headerName? formParamName? regexp? regexpMatchIndex:int? xPathExp?
"""
