# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fields of Tyk's extension of OpenAPI documents that its versions know, in the notation of shapes.

A security scheme has the fields of all its sorts here.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

EXTENSION = """
XTykAPIGateway+ info:Info upstream:Upstream server:Server middleware:Middleware errorOverrides:ErrorOverrides
Info+ id:text dbId:text orgId:text name*:text expiration:text state*:State versioning:Versioning
Upstream+ url:address serviceDiscovery:ServiceDiscovery mutualTLS:MutualTLS certificatePinning:CertificatePinning
    rateLimit:RateLimit authentication:UpstreamAuth uptimeTests:UptimeTests loadBalancing:LoadBalancing
    preserveHostHeader:PreserveHostHeader preserveTrailingSlash:PreserveTrailingSlash tlsTransport:TLSTransport
    proxy:Proxy enforceTimeout:GlobalEnforceTimeout
Server+ listenPath*:ListenPath authentication:Authentication clientCertificates:ClientCertificates
    gatewayTags:GatewayTags customDomain:Domain detailedActivityLogs:DetailedActivityLogs
    detailedTracing:DetailedTracing eventHandlers:[EventHandler] ipAccessControl:IPAccessControl
    batchProcessing:BatchProcessing protocol:text port:whole
Middleware+ global:Global operations:{Operation} mcpTools:{MCPPrimitive} mcpResources:{MCPPrimitive}
    mcpPrompts:{MCPPrimitive}
ErrorOverrides enabled*:flag value:{[ErrorOverride]}
Signature enabled:flag algorithm:text header:text query:AuthSource secret:secret allowedClockSkew:whole errorCode:whole
    errorMessage:text
Scopes claimName:text scopeToPolicyMapping:[ScopeToPolicy] claims:[text]
JWK url*:address cacheTimeout:text
JTIValidation enabled*:flag
CustomClaimValidationConfig type*:text allowedValues:[any] nonBlocking:flag
ExtractCredentialsFromBody enabled*:flag userRegexp:text passwordRegexp:text
Notifications sharedSecret:secret onKeyChangeUrl:address
OAuthProvider jwt:JWTValidation introspection:Introspection
OAuth2ScopeCheck enabled*:flag claimNames:[text] separator:text scopeSource:text
OAuth2PRM enabled*:flag wellKnownPath:text resource:text authorizationServers:[text] autoDeriveScopes:flag
OAuth2TokenExchange enabled*:flag providers:[OAuth2TokenExchangeProvider]
Header name*:text value*:text~
HookHeader name:text value:secret
State active*:flag internal:flag
Versioning enabled:flag name:text default:text location*:text key*:text versions:[VersionToID] stripVersioningData:flag
    fallbackToDefault:flag urlVersioningPattern:text
ServiceDiscovery enabled*:flag queryEndpoint:address dataPath:text useNestedQuery:flag parentDataPath:text
    portDataPath:text useTargetList:flag cacheTimeout:whole targetPath:text endpointReturnsList:flag
    cache:ServiceDiscoveryCache
MutualTLS enabled*:flag domainToCertificateMapping:[DomainToCertificate]
CertificatePinning enabled*:flag domainToPublicKeysMapping:[PinnedPublicKey]
RateLimit enabled*:flag rate*:whole per*:text
UpstreamAuth enabled*:flag basicAuth:UpstreamBasicAuth oauth:UpstreamOAuth requestSigning:UpstreamRequestSigning
UptimeTests enabled*:flag serviceDiscovery:ServiceDiscovery tests:[UptimeTest] hostDownRetestPeriod:text
    logRetentionPeriod:text
LoadBalancing enabled*:flag skipUnavailableHosts:flag targets:[LoadBalancingTarget]
PreserveHostHeader enabled*:flag
PreserveTrailingSlash enabled*:flag
TLSTransport insecureSkipVerify:flag ciphers:[text] minVersion:text maxVersion:text forceCommonNameCheck:flag
Proxy enabled*:flag url:address
GlobalEnforceTimeout enabled*:flag duration:text
ListenPath value*:text strip:flag
Authentication+ enabled*:flag stripAuthorizationData:flag baseIdentityProvider:text hmac:HMAC oidc:OIDC
    custom:CustomPluginAuthentication securitySchemes:{Scheme} customKeyLifetime:CustomKeyLifetime
    securityProcessingMode*:text security*:[[text]] certificateAuth:CertificateAuth
    protectedResourceMetadata:ProtectedResourceMetadata
ClientCertificates enabled:flag allowlist:[text]
GatewayTags enabled*:flag tags:[text]
Domain enabled*:flag name*:text certificates:[text]
DetailedActivityLogs enabled*:flag
DetailedTracing enabled*:flag
EventHandler enabled*:flag trigger*:text type*:text id:text name:text url:address method:text cooldownPeriod:text
    bodyTemplate:text headers:[HookHeader] functionName:text path:text logPrefix:text
IPAccessControl enabled:flag allow:[text] block:[text]
BatchProcessing enabled*:flag
Global+ pluginConfig:PluginConfig cors:CORS prePlugin:PrePlugin postAuthenticationPlugin:PrePlugin postPlugin:PrePlugin
    responsePlugin:PrePlugin cache:Cache prePlugins:[CustomPlugin] postAuthenticationPlugins:[CustomPlugin]
    postPlugins:[CustomPlugin] responsePlugins:[CustomPlugin] transformRequestHeaders:TransformHeaders
    transformResponseHeaders:TransformHeaders contextVariables:ContextVariables trafficLogs:TrafficLogs
    requestSizeLimit:GlobalRequestSizeLimit ignoreCase:IgnoreCase skipRateLimit:flag skipQuota:flag
    skipQuotaReset:flag
Operation allow:Allowance block:Allowance ignoreAuthentication:Allowance transformRequestMethod:TransformRequestMethod
    transformRequestBody:TransformBody cache:CachePlugin enforceTimeout:EnforceTimeout validateRequest:ValidateRequest
    mockResponse:MockResponse virtualEndpoint:VirtualEndpoint postPlugins:[EndpointPostPlugin]
    transformResponseBody:TransformBody internal:Internal transformRequestHeaders:TransformHeaders
    transformResponseHeaders:TransformHeaders urlRewrite:URLRewrite circuitBreaker:CircuitBreaker
    trackEndpoint:TrackEndpoint doNotTrackEndpoint:TrackEndpoint requestSizeLimit:RequestSizeLimit rateLimit:RateLimit
    scopeCheck:ScopeCheck exchange:OAuth2Exchange
MCPPrimitive allow:Allowance block:Allowance ignoreAuthentication:Allowance
    transformRequestMethod:TransformRequestMethod transformRequestBody:TransformBody cache:CachePlugin
    enforceTimeout:EnforceTimeout validateRequest:ValidateRequest mockResponse:MockResponse
    virtualEndpoint:VirtualEndpoint postPlugins:[EndpointPostPlugin] transformResponseBody:TransformBody
    internal:Internal transformRequestHeaders:TransformHeaders transformResponseHeaders:TransformHeaders
    urlRewrite:URLRewrite circuitBreaker:CircuitBreaker trackEndpoint:TrackEndpoint doNotTrackEndpoint:TrackEndpoint
    requestSizeLimit:RequestSizeLimit rateLimit:RateLimit scopeCheck:ScopeCheck exchange:OAuth2Exchange
    security:[{[text]}]
ErrorOverride match:ErrorMatcher response*:ErrorResponse
AuthSource enabled*:flag name:text
ScopeToPolicy scope:text policyId:text
JWTValidation enabled*:flag signingMethod*:text source*:source identityBaseField:text issuedAtValidationSkew:whole
    notBeforeValidationSkew:whole expiresAtValidationSkew:whole
Introspection enabled:flag url:address clientId:text clientSecret:secret identityBaseField:text
    cache:IntrospectionCache
OAuth2TokenExchangeProvider name*:text issuers:[text] tokenEndpoint:address clientAuth:OAuth2ClientAuth
    defaultTarget:OAuth2DefaultTarget timeout:text customParams:{text~} cache:OAuth2ExchangeCache
VersionToID name*:text id*:text
ServiceDiscoveryCache enabled*:flag timeout:whole
DomainToCertificate domain*:text certificate*:text
PinnedPublicKey domain:text publicKeys:[text]
UpstreamBasicAuth enabled*:flag header:AuthSource username*:text password*:secret
UpstreamOAuth enabled*:flag allowedAuthorizeTypes*:[text] clientCredentials:ClientCredentials
    password:PasswordAuthentication
UpstreamRequestSigning enabled*:flag signatureHeader:text algorithm:text keyId:text headers:[text] secret:secret
    certificateId:text
UptimeTest url:address timeout:text method:text headers:{text~} body:text commands:[UptimeTestCommand]
    enableProxyProtocol:flag
LoadBalancingTarget url*:address weight*:whole
HMAC enabled*:flag header:AuthSource cookie:AuthSource query:AuthSource allowedAlgorithms:[text]
    allowedClockSkew:number
OIDC enabled*:flag header:AuthSource cookie:AuthSource query:AuthSource segregateByClientId:flag providers:[Provider]
    scopes:Scopes
CustomPluginAuthentication enabled*:flag config:AuthenticationPlugin header:AuthSource cookie:AuthSource
    query:AuthSource
CustomKeyLifetime enabled*:flag value:text respectValidity:flag
CertificateAuth enabled:flag
ProtectedResourceMetadata enabled*:flag wellKnownPath:text resource:text authorizationServers:[text]
    scopesSupported:[text]
PluginConfig driver*:text bundle:PluginBundle data:PluginConfigData
CORS enabled*:flag maxAge:whole allowCredentials:flag exposedHeaders:[text] allowedHeaders:[text]
    optionsPassthrough:flag debug:flag allowedOrigins:[text] allowedMethods:[text]
PrePlugin plugins:[CustomPlugin]
Cache enabled:flag timeout:whole cacheAllSafeRequests:flag cacheResponseCodes:[whole] cacheByHeaders:[text]
    enableUpstreamCacheControl:flag controlTTLHeaderName:text
CustomPlugin enabled*:flag functionName*:text path:text rawBodyOnly:flag requireSession:flag
TransformHeaders enabled*:flag remove:[text] add:[Header]
ContextVariables enabled*:flag
TrafficLogs enabled*:flag tagHeaders:[text] customRetentionPeriod:text plugins:[CustomPlugin]
GlobalRequestSizeLimit enabled*:flag value*:whole
IgnoreCase enabled*:flag
Allowance enabled*:flag ignoreCase:flag
TransformRequestMethod enabled*:flag toMethod*:text
TransformBody enabled*:flag format*:text path:text body:text
CachePlugin enabled*:flag cacheByRegex:text cacheResponseCodes:[whole] timeout:whole
EnforceTimeout enabled*:flag value:whole duration:text
ValidateRequest enabled*:flag errorResponseCode:whole
MockResponse enabled*:flag code:whole body:text headers:[Header] fromOASExamples:FromOASExamples
VirtualEndpoint enabled*:flag name:text path:text body:text proxyOnError:flag requireSession:flag functionName*:text
EndpointPostPlugin enabled*:flag name:text path*:text functionName*:text
Internal enabled*:flag
URLRewrite enabled*:flag pattern*:text rewriteTo*:address triggers:[URLRewriteTrigger]
CircuitBreaker enabled*:flag threshold*:number sampleSize*:whole coolDownPeriod*:whole halfOpenStateEnabled*:flag
TrackEndpoint enabled*:flag
RequestSizeLimit enabled*:flag value*:whole
ScopeCheck enabled*:flag
OAuth2Exchange enabled:flag audience:text scopes:[text]
ErrorMatcher flag:text messagePattern:text bodyField:text bodyValue:text
ErrorResponse statusCode:whole body:text message:text template:text headers:{text~}
IntrospectionCache enabled*:flag timeout*:whole
OAuth2ClientAuth method:text clientId:text clientSecret:secret
OAuth2DefaultTarget audience:text scopes:[text]
OAuth2ExchangeCache enabled*:flag mode:text maxTimeout:text timeout:text safetyMargin:text
ClientCredentials clientId*:text clientSecret*:secret header:AuthSource tokenUrl*:address scopes:[text]
    extraMetadata:[text]
PasswordAuthentication clientId*:text clientSecret:secret header:AuthSource username*:text password*:secret
    tokenUrl*:address scopes:[text] extraMetadata:[text]
UptimeTestCommand name:text message:text
Provider issuer:address clientToPolicyMapping:[ClientToPolicy]
AuthenticationPlugin enabled*:flag functionName*:text path:text rawBodyOnly:flag idExtractor:IDExtractor
    requireSession:flag
PluginBundle enabled*:flag path*:address
PluginConfigData enabled*:flag value:{any~}
FromOASExamples enabled*:flag code:whole contentType:text exampleName:text
URLRewriteTrigger condition*:text rules:[URLRewriteRule] rewriteTo*:address
ClientToPolicy clientId:text policyId:text
IDExtractor enabled*:flag source*:text with*:text config:IDExtractorConfig
URLRewriteRule in*:text name*:text pattern*:text negate:flag
IDExtractorConfig headerName:text formParamName:text regexp:text regexpMatchIndex:whole xPathExp:text
Scheme enabled*:flag header:AuthSource cookie:AuthSource query:AuthSource enableClientCertificate:flag
    signatureValidation:Signature source:source signingMethod:text identityBaseField:text skipKid:flag
    policyFieldName:text clientBaseField:text scopes:Scopes defaultPolicies:[text] issuedAtValidationSkew:whole
    notBeforeValidationSkew:whole expiresAtValidationSkew:whole idpClientIdMappingDisabled:flag jwksURIs:[JWK]
    subjectClaims:[text] basePolicyClaims:[text] allowedIssuers:[text] allowedAudiences:[text]
    jtiValidation:JTIValidation allowedSubjects:[text] customClaimValidation:{CustomClaimValidationConfig}
    disableCaching:flag cacheTTL:whole extractCredentialsFromBody:ExtractCredentialsFromBody
    allowedAuthorizeTypes:[text] refreshToken:flag authLoginRedirect:address notifications:Notifications
    providers:[OAuthProvider] scopeCheck:OAuth2ScopeCheck protectedResourceMetadata:OAuth2PRM
    tokenExchange:OAuth2TokenExchange
"""
