# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of mishaps on the wire: whether the request was sent, what to call it, and what to do.

The first row that fits counts.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.mishap import NO, UNKNOWN, YES


class Row(t.NamedTuple):
    """One kind of mishap; a place with an empty pattern fits all.

    :arg kinds: a pattern for the names of exceptions, their bases included.
    :arg says: a pattern for what is at the bottom of them.
    :arg words: what to call it. {peer} is the server or the proxy, {told} what the second pattern has in brackets.
    :arg hint: the way out. {variable} names the proxy, {or_else} is what the scheme of url makes likely too.
    :arg proxy_hint: the same, where the other end is a proxy.
    :arg sent: whether the server may have acted, unless the connection was not even ready.
    :arg again: another try may go better.
    :arg ready: of True, only where the connection was ready for a request; of False, only where it was not.
    """

    kinds: str
    says: str
    words: str
    hint: str = ""
    proxy_hint: str = ""
    sent: str = UNKNOWN
    again: bool = False
    ready: bool | None = None


URL = "Is url right, and does Tyk run?"
PROXY = "Is {variable} in the environment right, and does the proxy run?"
TRUST = "Renew the certificate, or name its authority with ca_path; validate_certs: false would give the check up"
HOST = "Use a name in url that the certificate has, or renew it; validate_certs: false would give the check up"
CLOCK = "Is the clock of this host right? validate_certs: false would give the check up"
CLIENT = "Are client_cert and client_key those that it knows?"
ENDED, RESTART = "the connection ended before an answer came", "Is something on the way being restarted{or_else}?"
PLAIN = "Is it http? url says https"
CONNECTING = r"^(NewConnectionError|ConnectTimeoutError|ConnectTimeout|NameResolutionError|gaierror)$"
CERTIFICATE = r"^(SSLCertVerificationError|CertificateError)$"
TLS = r"^(SSLError|SSLEOFError|SSLZeroReturnError|SSLSyscallError)$"
CUT = r"^(ChunkedEncodingError|IncompleteRead|InvalidChunkLength|ContentDecodingError|DecodeError)$"
SLOW = r"^(ReadTimeout|ReadTimeoutError|TimeoutError|timeout)$"
BROKEN = r"^(ConnectionError|ProtocolError|RemoteDisconnected|BrokenPipeError|ProxyError)$"

# What else may make a server end a connection, by the scheme of url
OR_ELSE = {"http": ", or is this the port of https", "https": ", or does the server want a client_cert"}

ROWS = (
    # no connection
    Row(
        CONNECTING,
        r"name or service|name resolution|failed to resolve|nodename nor|getaddrinfo|no address assoc|host not found",
        "the name of {peer} cannot be looked up",
        "Is url right?",
        "Is {variable} in the environment right?",
        NO,
        True,
    ),
    Row(CONNECTING, r"connection refused|errno 111\b", "{peer} refuses connections", URL, PROXY, NO, True),
    Row(CONNECTING, r"no route to|unreachable", "there is no way to {peer} from this host", URL, PROXY, NO, True),
    Row(
        r"^(ConnectTimeoutError|ConnectTimeout)$",
        r"^(?!.*failed to establish)",
        "no connection to {peer} within {seconds}",
        "Does a firewall stand between? Or raise timeout",
        PROXY,
        NO,
        True,
    ),
    Row(CONNECTING, "", "there is no connection to {peer}", URL, PROXY, NO, True),
    # what a proxy says to CONNECT
    Row(
        "",
        r"tunnel connection failed: (407)",
        "{proxy} wants to know who asks ({told})",
        "Write user and password into {variable}: http://user:password@host:port",
        sent=NO,
    ),
    Row(
        "",
        r"tunnel connection failed: (429|50[234])",
        "{proxy} does not reach {server} ({told})",
        "Is url right, and does Tyk run? Name hosts that need no proxy in no_proxy",
        sent=NO,
        again=True,
    ),
    Row(
        "",
        r"tunnel connection failed: (\d+)",
        "{proxy} lets nothing through to {server} ({told})",
        "Let it allow this address, or name the host in no_proxy",
        sent=NO,
    ),
    # certificates
    Row(CERTIFICATE, r"not yet valid", "the certificate of {peer} is not valid yet", CLOCK, CLOCK, NO),
    Row(CERTIFICATE, r"has expired", "the certificate of {peer} has expired", TRUST, TRUST, NO),
    Row(
        CERTIFICATE,
        r"hostname mismatch|ip address mismatch|doesn't match|not valid for",
        "the certificate of {peer} is for another host",
        HOST,
        HOST,
        NO,
    ),
    Row(
        CERTIFICATE,
        r"self[- ]signed certificate in",
        "the certificate of {peer} comes from an authority that this host does not know",
        TRUST,
        TRUST,
        NO,
    ),
    Row(CERTIFICATE, r"self[- ]signed", "the certificate of {peer} is signed by itself", TRUST, TRUST, NO),
    Row(
        CERTIFICATE,
        r"issuer",
        "the certificate of {peer} comes from an authority that this host does not know",
        TRUST,
        TRUST,
        NO,
    ),
    Row(CERTIFICATE, r"revoked", "the certificate of {peer} is revoked", TRUST, TRUST, NO),
    Row(
        CERTIFICATE,
        r"verify failed: ([^(|]+[^(| ])",
        "the certificate of {peer} is not accepted ({told})",
        TRUST,
        TRUST,
        NO,
    ),
    Row(CERTIFICATE, "", "the certificate of {peer} is not accepted", TRUST, TRUST, NO),
    # files
    Row(
        "",
        r"suitable TLS CA certificate bundle, invalid path: (.*)",
        "there is no file {told}",
        "ca_path, or REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE in the environment, names it",
        sent=NO,
    ),
    Row("", r"TLS certificate file, invalid path: (.*)", "there is no file {told}", "client_cert names it", sent=NO),
    Row("", r"TLS key file, invalid path: (.*)", "there is no file {told}", "client_key names it", sent=NO),
    Row(
        TLS,
        r"no_certificate_or_crl|no certificate or crl|bad_base64|not_enough_data",
        "there is no certificate in the file of authorities",
        "ca_path, or REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE in the environment, names it",
        sent=NO,
    ),
    Row(
        TLS,
        r"key_values_mismatch|key values mismatch",
        "client_key is not the key of client_cert",
        "Name the key that belongs to it",
        sent=NO,
    ),
    Row(
        TLS,
        r"private key is encrypted|bad_decrypt|bad decrypt",
        "the key of client_cert has a passphrase",
        "Give it as a file without one",
        sent=NO,
    ),
    Row(
        TLS,
        r"pem lib|no_start_line|no start line",
        "client_cert or client_key cannot be read",
        "Both are files in PEM form; if client_key is left out, client_cert holds the key too",
        sent=NO,
    ),
    # TLS
    Row(
        TLS,
        r"wrong[ _]version[ _]number|http[ _]request|unknown[ _]protocol|record layer failure|packet length too long",
        "{peer} does not speak TLS",
        PLAIN,
        "Is it an http proxy? Write http:// in {variable}",
    ),
    Row(
        TLS,
        r"alert.*(certificate[ _]required|bad[ _]certificate)",
        "{peer} wants a certificate of the client",
        "Name it with client_cert. " + CLIENT,
    ),
    Row(
        TLS,
        r"alert.*(certificate[ _](unknown|expired|revoked)|unsupported[ _]certificate|unknown[ _]ca|access[ _]denied)",
        "{peer} does not accept the certificate of the client",
        CLIENT,
    ),
    Row(
        TLS,
        r"protocol[ _]version|unsupported[ _]protocol|handshake[ _]failure|no[ _](shared[ _]cipher|protocols)"
        r"|dh[ _]key|unsafe[ _]legacy|insufficient[ _]security|version[ _]too[ _]low",
        "{peer} and this host find no version and cipher of TLS for both",
        "It may be older than what this host allows, or want a client_cert",
    ),
    Row(
        TLS,
        r"unrecognized[ _]name",
        "{peer} has no certificate for this host name",
        "Use the name in url that its certificate has",
    ),
    Row(
        r"^(BadStatusLine|LineTooLong|UnknownProtocol)$",
        r"\x15\x03|\\x15\\x03",
        "{peer} speaks TLS",
        "url says http; write https",
        "Is it an https proxy? Write https:// in {variable}",
    ),
    # while a connection is made ready
    Row(
        SLOW,
        "",
        "{peer} did not get ready within {seconds}",
        "Raise timeout, if it is that slow",
        "Raise timeout, if it is that slow",
        again=True,
        ready=False,
    ),
    Row(
        r"^(OSError|HTTPException|HTTPError)$",
        "",
        "{peer} ended the connection before it was ready",
        "Is the port of url that of TLS, and does no load balancer or firewall on the way end it?",
        "Is {variable} in the environment right, its http or https too? Does the proxy allow this address?",
        again=True,
        ready=False,
    ),
    # what a connection that is ready meets
    Row(SLOW, "", "no answer within {seconds}", "Raise timeout", "Raise timeout"),
    Row(CUT, "", "the answer broke off", "Does a proxy on the way cut it?", sent=YES, again=True),
    Row(r"^RemoteDisconnected$", "", ENDED, RESTART, again=True),
    Row(r"^HTTPException$", "", "what {peer} answers is no HTTP", "Is url the address of Tyk's API?"),
    Row(r"^(SSLEOFError|SSLZeroReturnError)$", "", ENDED, RESTART, again=True),
    Row(TLS, "", "the connection with {peer} broke: what came was no TLS any more", RESTART, again=True),
    Row(BROKEN, "", ENDED, RESTART, again=True),
    # what is refused before there is a connection
    Row(
        r"^(InvalidProxyURL|ProxySchemeUnknown|ProxySchemeUnsupported|LocationValueError|InvalidSchema)$",
        "",
        "url or the proxy in the environment is no address that can be used",
        "A socks proxy needs the Python library PySocks",
        sent=NO,
    ),
    Row(r"^(InvalidURL|MissingSchema|InvalidHeader|UnicodeError)$", "", "url is no address", sent=NO),
    Row("", "", "something unforeseen happened on the way ({kind})"),
)

# What stands before Tyk answers to a request that it does not let through: status, pattern, the way out
ANSWERS = (
    (400, r"http request to an https server|plain http request was sent to https", "url says http; write https"),
    (400, r"no required ssl certificate|the ssl certificate error", "Name a certificate with client_cert. " + CLIENT),
    (407, "", "Write user and password of the proxy into the variable that names it: http://user:password@host:port"),
)


def answered(status: int, said: str) -> str:
    """The way out of an answer that is not Tyk's, where one is known; what it says is in lower case."""
    return next((hint for code, words, hint in ANSWERS if code == status and re.search(words, said)), "")
