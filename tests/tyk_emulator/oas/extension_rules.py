# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Tyk's extension may hold: names and types.

A line: a kind of object, then its members; `!` is for one that has to be there, `@` for the first version that has it.
A type is a name of a kind, or of a text or number of `SIMPLE`; nothing is any text; `=` has the values in full;
`[x]` a list, `(x)` a list of which only the first item is looked at, `{x}` an object with any names, `?` before a type
allows null, `*` after it wants items that differ.
"""

from __future__ import annotations

from typing import Any

_DURATION = r"^(\d+h)?(\d+m)?(\d+s)?$"
_PART = r"(\d+(?:\.\d+)?%s)?"

SIMPLE: dict[str, dict[str, Any]] = {
    "": {"type": "string"},
    "str": {"type": "string"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "uint": {"type": "integer", "minimum": 0},
    "num": {"type": "number"},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "port": {"type": "integer", "minimum": 1, "maximum": 65535},
    "obj": {"type": "object"},
    "any": {},
    "word": {"type": "string", "pattern": r"\S+"},
    "uri": {"type": "string", "format": "uri"},
    "uri-reference": {"type": "string", "format": "uri-reference"},
    "domain": {"type": "string", "pattern": r"^([*a-zA-Z0-9-]+(\.[*a-zA-Z0-9-]+)*)(:\d+)?$"},
    "per": {"type": "string", "pattern": _DURATION},
    "some": {"type": "string", "pattern": _DURATION, "not": {"pattern": r"^(0h)?(0m)?(0s)?$"}},
    "dur": {"type": "string", "pattern": r"^(\d+h)?(\d+m)?(\d+s)?(\d+ms)?(\d+µs)?(\d+ns)?$"},
    "timeout": {"type": "string", "pattern": "^" + "".join(_PART % unit for unit in ("m", "s", "ms")) + "$"},
}
EVENTS = """
    QuotaExceeded RatelimitExceeded RateLimitSmoothingUp RateLimitSmoothingDown AuthFailure UpstreamOAuthError@5.8
    KeyExpired VersionFailure OrgQuotaExceeded OrgRateLimitExceeded TriggerExceeded BreakerTriggered BreakerTripped
    BreakerReset HostDown HostUp TokenCreated TokenUpdated TokenDeleted CertificateExpiringSoon@5.10
    CertificateExpired@5.10"""
KINDS = """
Extension info!:Info upstream!:Upstream server!:Server middleware:Middleware errorOverrides:ErrorOverrides@5.13
ServiceDiscovery enabled!:bool queryEndpoint dataPath useNestedQuery:bool parentDataPath portDataPath
    useTargetList:bool cache:ServiceDiscoveryCache@5.3 cacheTimeout:int targetPath endpointReturnsList:bool
ServiceDiscoveryCache enabled!:bool timeout:int
DetailedActivityLogs enabled!:bool
AuthSource enabled!:bool name
MutualTLS enabled!:bool domainToCertificateMapping!:(DomainToCertificate)
DomainToCertificate domain!:domain certificate!
CertificatePinning enabled!:bool domainToPublicKeysMapping!:(PinnedPublicKeys)
PinnedPublicKeys domain:domain publicKeys:(str)
ClientToPolicy clientId policyId
Provider issuer clientToPolicyMapping:(ClientToPolicy)
ScopeToPolicy scope policyId
Scopes claimName claims:[str]@5.10 scopeToPolicyMapping:(ScopeToPolicy)
ClientCertificates enabled:bool allowlist:(str)
PluginConfig driver:=otto|python|lua|grpc|goplugin bundle:PluginBundle data:PluginConfigData
PluginConfigData enabled!:bool value!:obj
CustomAnalyticsPluginConfig enabled!:bool functionName path
CustomPluginConfig plugins:CustomPlugins
CustomPluginDefinition enabled!:bool functionName! path rawBodyOnly:bool requireSession:bool
IDExtractorConfig headerName formParamName regexp regexpMatchIndex:int xPathExp
IDExtractor enabled!:bool source!:=body|header|form with!:=value|xpath|regex config!:IDExtractorConfig
AuthenticationPlugin enabled!:bool functionName! path rawBodyOnly:bool requireSession:bool@5.8
    idExtractor:IDExtractor
PluginBundle enabled!:bool path!:word
CORS enabled!:bool maxAge:int allowCredentials:bool exposedHeaders:(str) allowedHeaders:(str)
    optionsPassthrough:bool debug:bool allowedOrigins:(str) allowedMethods:(str)
Cache enabled:bool timeout:int cacheAllSafeRequests:bool cacheResponseCodes:(int) cacheByHeaders:(str)
    enableUpstreamCacheControl:bool controlTTLHeaderName
Global pluginConfig:PluginConfig cors:CORS prePlugin:CustomPluginConfig prePlugins:CustomPlugins@5.3
    postAuthenticationPlugin:CustomPluginConfig postAuthenticationPlugins:CustomPlugins@5.3
    postPlugin:CustomPluginConfig postPlugins:CustomPlugins@5.3 responsePlugin:CustomPluginConfig
    responsePlugins:CustomPlugins@5.3 cache:Cache transformRequestHeaders:TransformHeaders@5.3
    transformResponseHeaders:TransformHeaders@5.3 contextVariables:ContextVariables@5.4
    ignoreCase:IgnoreCase@5.8 trafficLogs:TrafficLogs@5.4 requestSizeLimit:GlobalRequestSizeLimit@5.8
    skipRateLimit:bool@5.8 skipQuota:bool@5.8 skipQuotaReset:bool@5.8
Allowance enabled!:bool ignoreCase:bool
TransformRequestMethod enabled!:bool toMethod!
TransformBody enabled!:bool format!:=json|xml path body
TransformHeaders enabled!:bool remove:(str) add:(Header)
CachePlugin enabled!:bool cacheByRegex cacheResponseCodes:(int) timeout:uint@5.2
EnforceTimeout enabled!:bool value:uint duration:timeout@5.14
GlobalEnforceTimeout enabled!:bool duration:timeout
ValidateRequest enabled!:bool errorResponseCode:int
MockResponse enabled!:bool code:int body headers:(Header) fromOASExamples:FromOASExamples
RequestSizeLimit enabled!:bool value!:uint
VirtualEndpoint enabled!:bool name functionName!@5.3 path body proxyOnError:bool requireSession:bool
URLRewrite enabled!:bool pattern! rewriteTo! triggers:(URLRewriteTrigger)
TrackEndpoint enabled!:bool
URLRewriteTrigger condition!:=any|all rewriteTo! rules:[URLRewriteRules]
URLRewriteRuleForRequestBody in!:=requestBody name pattern! negate:bool
URLRewriteRule in!:=query|path|header|sessionMetadata|requestContext name! pattern! negate:bool
EndpointPostPlugin enabled!:bool name functionName!@5.3 path!
Internal enabled!:bool
Operation allow:Allowance block:Allowance ignoreAuthentication:Allowance internal:Internal@5.3
    transformRequestMethod:TransformRequestMethod transformRequestBody:TransformBody
    transformResponseBody:TransformBody@5.2 transformRequestHeaders:TransformHeaders@5.3
    transformResponseHeaders:TransformHeaders@5.3 virtualEndpoint:VirtualEndpoint
    trackEndpoint:TrackEndpoint@5.3 doNotTrackEndpoint:TrackEndpoint@5.3 circuitBreaker:CircuitBreaker@5.3
    urlRewrite:URLRewrite@5.3 postPlugins:(EndpointPostPlugin) cache:CachePlugin enforceTimeout:EnforceTimeout
    validateRequest:ValidateRequest mockResponse:MockResponse requestSizeLimit:RequestSizeLimit@5.3
    rateLimit:RateLimit@5.5 scopeCheck:ScopeCheck@5.14 exchange:OAuth2Exchange@5.14
ScopeCheck enabled!:bool
Middleware global:Global operations:Operations
ListenPath value!:word strip:bool
HMAC enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource allowedAlgorithms:(str)
    allowedClockSkew:num
OIDC enabled!:bool header:AuthSource cookie:AuthSource query:AuthSource segregateByClientId:bool
    providers:(Provider) scopes:Scopes
CustomPluginAuthentication enabled!:bool config:AuthenticationPlugin header:AuthSource cookie:AuthSource
    query:AuthSource
CertificateAuth enabled:bool
Authentication enabled!:bool stripAuthorizationData:bool
    baseIdentityProvider:=auth_token|hmac_key|basic_auth_user|jwt_claim|oidc_user|oauth_key|custom_auth|
    hmac:HMAC oidc:OIDC custom:CustomPluginAuthentication securitySchemes:SecuritySchemes
    customKeyLifetime:CustomKeyLifetime@5.8 securityProcessingMode:=legacy|compliant@5.10 security:[[str]]@5.10
    protectedResourceMetadata:ProtectedResourceMetadata@5.13 certificateAuth:CertificateAuth@5.12
ProtectedResourceMetadata enabled!:bool wellKnownPath resource authorizationServers:[str] scopesSupported:[str]
"""
