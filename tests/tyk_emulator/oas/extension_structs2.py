# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second part of the structs of Tyk's extension."""

from __future__ import annotations

SECOND = """
ServiceDiscoveryCache
    enabled:bool timeout:int?
DomainToCertificate
    domain:str certificate:str
PinnedPublicKey
    domain:str publicKeys:[str]
UpstreamBasicAuth
    enabled:bool header:*AuthSource? username:str password:str
UpstreamOAuth
    enabled:bool allowedAuthorizeTypes:[str] clientCredentials:*ClientCredentials?
    password:*PasswordAuthentication?
UpstreamRequestSigning
    enabled:bool signatureHeader:str? algorithm:str? keyId:str? headers:[str]? secret:str? certificateId:str?
UptimeTest
    url:str timeout:duration? method:str headers:{str}? body:str? commands:[UptimeTestCommand]?
    enableProxyProtocol:bool
LoadBalancingTarget
    url:str weight:int
HMAC
    enabled:bool header:*AuthSource? cookie:*AuthSource? query:*AuthSource? allowedAlgorithms:[str]?
    allowedClockSkew:float?
OIDC
    enabled:bool header:*AuthSource? cookie:*AuthSource? query:*AuthSource? segregateByClientId:bool?
    providers:[Provider]? scopes:*Scopes?
CustomPluginAuthentication
    enabled:bool config:*AuthenticationPlugin? header:*AuthSource? cookie:*AuthSource? query:*AuthSource?
CustomKeyLifetime
    enabled:bool? value:duration respectValidity:bool?
CertificateAuth
    enabled:bool
ProtectedResourceMetadata
    enabled:bool wellKnownPath:str? resource:str? authorizationServers:[str]? scopesSupported:[str]?
PluginConfig
    driver:str? bundle:*PluginBundle? data:*PluginConfigData?
CORS
    enabled:bool maxAge:int? allowCredentials:bool? exposedHeaders:[str]? allowedHeaders:[str]?
    optionsPassthrough:bool? debug:bool? allowedOrigins:[str]? allowedMethods:[str]?
PrePlugin
    plugins:[CustomPlugin]?
Cache
    enabled:bool timeout:int? cacheAllSafeRequests:bool? cacheResponseCodes:[int]? cacheByHeaders:[str]?
    enableUpstreamCacheControl:bool? controlTTLHeaderName:str?
CustomPlugin
    enabled:bool functionName:str path:str rawBodyOnly:bool? requireSession:bool?
TransformHeaders
    enabled:bool remove:[str]? add:[Header]?
ContextVariables
    enabled:bool
TrafficLogs
    enabled:bool tagHeaders:[str]?@5.8 customRetentionPeriod:duration?@5.8 plugins:[CustomPlugin]?@5.8
GlobalRequestSizeLimit
    enabled:bool value:int
IgnoreCase
    enabled:bool
Allowance
    enabled:bool ignoreCase:bool?
TransformRequestMethod
    enabled:bool toMethod:str
TransformBody
    enabled:bool format:str path:str? body:str?
CachePlugin
    enabled:bool cacheByRegex:str? cacheResponseCodes:[int]? timeout:int?@5.2
EnforceTimeout
    enabled:bool value:int duration:duration?@5.14
ValidateRequest
    enabled:bool errorResponseCode:int?
MockResponse
    enabled:bool code:int? body:str? headers:[Header]? fromOASExamples:*FromOASExamples?
VirtualEndpoint
    enabled:bool name:str? path:str? body:str? proxyOnError:bool? requireSession:bool? functionName:str@5.3
EndpointPostPlugin
    enabled:bool name:str? path:str functionName:str@5.3
Internal
    enabled:bool
URLRewrite
    enabled:bool pattern:str? rewriteTo:str? triggers:[*URLRewriteTrigger]?
CircuitBreaker
    enabled:bool threshold:float sampleSize:int coolDownPeriod:int halfOpenStateEnabled:bool
TrackEndpoint
    enabled:bool
RequestSizeLimit
    enabled:bool value:int
ScopeCheck
    enabled:bool
OAuth2Exchange
    enabled:*bool? audience:str? scopes:[str]?
ErrorMatcher
    flag:str? messagePattern:str? bodyField:str? bodyValue:str?
ErrorResponse
    statusCode:int body:str? message:str? template:str? headers:{str}?
IntrospectionCache
    enabled:bool timeout:int
OAuth2ClientAuth
    method:str? clientId:str? clientSecret:str?
OAuth2DefaultTarget
    audience:str? scopes:[str]?
OAuth2ExchangeCache
    enabled:bool mode:str? maxTimeout:duration? timeout:duration? safetyMargin:duration?
ClientCredentials
    clientId:str clientSecret:str? header:*AuthSource tokenUrl:str scopes:[str]? extraMetadata:[str]?
PasswordAuthentication
    clientId:str clientSecret:str? header:*AuthSource username:str password:str tokenUrl:str scopes:[str]?
    extraMetadata:[str]?
UptimeTestCommand
    name:str message:str
Provider
    issuer:str? clientToPolicyMapping:[ClientToPolicy]?
AuthenticationPlugin
    enabled:bool functionName:str path:str rawBodyOnly:bool? idExtractor:*IDExtractor? requireSession:bool?@5.8
PluginBundle
    enabled:bool path:str
PluginConfigData
    enabled:bool value:{any}
FromOASExamples
    enabled:bool code:int? contentType:str? exampleName:str?
URLRewriteTrigger
    condition:str rules:[*URLRewriteRule]? rewriteTo:str
ClientToPolicy
    clientId:str? policyId:str?
IDExtractor
    enabled:bool source:str with:str config:*IDExtractorConfig
URLRewriteRule
    in:str name:str? pattern:str negate:bool?
IDExtractorConfig
    headerName:str? formParamName:str? regexp:str? regexpMatchIndex:int? xPathExp:str?
"""
