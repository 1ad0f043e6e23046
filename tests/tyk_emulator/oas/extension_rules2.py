# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second part of the names and types of Tyk's extension."""

from __future__ import annotations

MORE_KINDS = """
Server listenPath!:ListenPath slug authentication:Authentication clientCertificates:ClientCertificates
    gatewayTags:GatewayTags customDomain:CustomDomain detailedActivityLogs:DetailedActivityLogs@5.3
    detailedTracing:DetailedTracing@5.3 eventHandlers:(EventHandlers)@5.4 contextVariables:ContextVariables@5.4
    ipAccessControl:IPAccessControl@5.8 batchProcessing:BatchProcessing@5.8 port:port@5.8
    protocol:=http|https|h2c@5.8
GatewayTags enabled!:bool tags!:(str)*
Upstream url:uri-reference serviceDiscovery:ServiceDiscovery uptimeTests:UptimeTests@5.8 mutualTLS:MutualTLS
    certificatePinning:CertificatePinning rateLimit:RateLimit@5.3 authentication:UpstreamAuthentication@5.7
    loadBalancing:LoadBalancing@5.8 preserveHostHeader:PreserveHostHeader@5.8
    preserveTrailingSlash:PreserveTrailingSlash@5.8 tlsTransport:TLSTransport@5.8 proxy:Proxy@5.8
    enforceTimeout:GlobalEnforceTimeout@5.14
State active!:bool internal:bool
Versioning enabled:bool name:word default location!:word key:word versions:(VersionToID)
    stripVersioningData:bool fallbackToDefault:bool@5.3 urlVersioningPattern@5.5
VersionToID name!:word id!:word
Info id dbId orgId name!:word expiration state!:State versioning:Versioning
ExtractCredentialsFromBody enabled!:bool userRegexp passwordRegexp
Notifications sharedSecret onKeyChangeUrl
Signature enabled:bool algorithm header query:AuthSource secret allowedClockSkew:int errorCode:int errorMessage
Token enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource enableClientCertificate:bool
    signatureValidation:Signature
JWT enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource source signingMethod identityBaseField
    subjectClaims:[str]@5.10 jwksURIs:?[JWK]@5.10 skipKid:bool policyFieldName basePolicyClaims:[str]@5.10
    allowedIssuers:[str]@5.10 allowedAudiences:[str]@5.10 jtiValidation:JWTJtiValidation@5.10
    allowedSubjects:[str]@5.10 clientBaseField scopes:Scopes defaultPolicies:(str) issuedAtValidationSkew:uint
    notBeforeValidationSkew:uint expiresAtValidationSkew:uint idpClientIdMappingDisabled:bool@5.3
    customClaimValidation:JWTCustomClaimValidation@5.10
Basic enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource disableCaching:bool cacheTTL:int
    extractCredentialsFromBody:ExtractCredentialsFromBody
OAuth enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource allowedAuthorizeTypes:[=code|token]
    refreshToken:bool authLoginRedirect notifications:Notifications
ExternalOAuth enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource providers:(OAuthProvider)
OAuth2 enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource scopeCheck:OAuth2ScopeCheck
    protectedResourceMetadata:OAuth2PRM tokenExchange:OAuth2TokenExchange
OAuth2PRM enabled!:bool wellKnownPath resource authorizationServers:[str] autoDeriveScopes:bool
OAuth2ScopeCheck enabled!:bool claimNames:[str] separator scopeSource:=operation|global|union
OAuth2TokenExchange enabled!:bool providers:[OAuth2Provider]
OAuth2Provider name! issuers:[str] tokenEndpoint clientAuth:OAuth2ClientAuth defaultTarget:OAuth2DefaultTarget
    timeout customParams:{str} cache:OAuth2ExchangeCache
OAuth2ExchangeCache enabled!:bool mode:=derived|static maxTimeout timeout safetyMargin
OAuth2ClientAuth method:=client_secret_basic|client_secret_post clientId clientSecret
OAuth2DefaultTarget audience scopes:[str]
OAuth2Exchange enabled:bool audience scopes:[str]
OAuthProvider jwt:JWTValidation introspection:Introspection
JWTValidation enabled!:bool signingMethod! source! identityBaseField issuedAtValidationSkew:uint
    notBeforeValidationSkew:uint expiresAtValidationSkew:uint
Introspection enabled:bool url:uri clientId clientSecret identityBaseField cache:IntrospectionCache
IntrospectionCache enabled!:bool timeout!:int
CustomDomain enabled!:bool name! certificates:(str)@5.3
Header name! value!
CircuitBreaker enabled!:bool threshold!:share sampleSize!:uint coolDownPeriod!:uint halfOpenStateEnabled!:bool
RateLimit enabled!:bool rate!:num per!:per
DetailedTracing enabled!:bool
WebhookWithID enabled!:bool trigger!:trigger type!:any id! cooldownPeriod!:per
WebhookWithoutID enabled!:bool trigger!:trigger type!:eventType name url!:uri-reference
    method!:=GET|PUT|POST|DELETE|PATCH cooldownPeriod!:per bodyTemplate! headers:(Header)
JSVMEvent enabled!:bool trigger!:trigger type!:eventType id name! functionName! path!
LogEvent enabled!:bool trigger!:trigger type!:eventType id name! logPrefix!
ContextVariables enabled!:bool
IgnoreCase enabled!:bool
TrafficLogs enabled!:bool tagHeaders:[str]@5.8 customRetentionPeriod:some@5.8
    plugins:[CustomAnalyticsPluginConfig]@5.8
GlobalRequestSizeLimit enabled!:bool value!:int
UpstreamAuthentication enabled!:bool basicAuth:UpstreamBasicAuthentication oauth:UpstreamOAuth
    requestSigning:UpstreamRequestSigning@5.8
UpstreamBasicAuthentication enabled!:bool header:UpstreamAuthSource username!:word password!:word
UpstreamOAuth enabled!:bool allowedAuthorizeTypes!:?[=clientCredentials|password]
    clientCredentials:UpstreamOAuthClientCredentials password:UpstreamOAuthPassword
UpstreamRequestSigning enabled!:bool signatureHeader algorithm keyId headers:[str] secret certificateId
UpstreamAuthSource enabled:bool name
IPAccessControl enabled:bool allow:[str] block:[str]
BatchProcessing enabled!:bool
LoadBalancing enabled!:bool skipUnavailableHosts:bool targets:(LoadBalancingTarget)
TLSTransport insecureSkipVerify:bool ciphers:[str] minVersion:=1.0|1.1|1.2|1.3 maxVersion:=1.0|1.1|1.2|1.3
    forceCommonNameCheck:bool
Proxy enabled!:bool url
PreserveHostHeader enabled!:bool
PreserveTrailingSlash enabled!:bool
UptimeTestCommand message name
UptimeTest body commands:[UptimeTestCommand] enableProxyProtocol:bool headers:{str} method timeout:dur url
UptimeTests enabled!:bool hostDownRetestPeriod:dur logRetentionPeriod:dur serviceDiscovery:ServiceDiscovery
    tests:[UptimeTest]
LoadBalancingTarget url! weight!:num
ErrorOverrides enabled!:bool value:{[ErrorOverride]}
ErrorOverride match:ErrorMatcher response!:ErrorResponse
ErrorMatcher flag messagePattern bodyField bodyValue
ErrorResponse statusCode:int body message template headers:{str}
FromOASExamples enabled!:bool code:int contentType exampleName
CustomKeyLifetime enabled!:bool value:some respectValidity:bool
JWK url!:uri cacheTimeout:dur
JWTJtiValidation enabled!:bool
JWTCustomClaimValidation type!:=required|exact_match|contains allowedValues:[any] nonBlocking:bool
UpstreamOAuthClientCredentials clientId!:word clientSecret!:word tokenUrl!:word scopes:?[any]
    header:UpstreamAuthSource extraMetadata:?[any]
UpstreamOAuthPassword clientId!:word clientSecret:word tokenUrl!:word scopes:?[any] username!:word
    password!:word header:UpstreamAuthSource extraMetadata:?[any]
"""
