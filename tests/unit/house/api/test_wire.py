# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of a request that got no answer, over exceptions as old and new versions of urllib3 make them."""

from __future__ import annotations

import http.client
import re
import socket
import ssl

import pytest
from requests import exceptions as requests_
from urllib3 import exceptions as urllib3_

from ansible_collections.community.tyk.plugins.module_utils._api.mishaps import NO, ROWS, UNKNOWN, YES, answered
from ansible_collections.community.tyk.plugins.module_utils._api.proxy import Proxy, proxy_of
from ansible_collections.community.tyk.plugins.module_utils._api.wire import Way, facts, row_of, understand

OLD, NEW = "urllib3 1.26", "urllib3 2"
# What a library says, and what no person should have to read.
WORDS = re.compile(
    r"object at 0x|Max retries|HTTPS?Connection|ConnectionPool|Caused by|_ssl\.c|\[SSL|Errno|urllib3|requests|\(b?'"
    r"|Connection aborted|establish a new|[A-Z]\w+(Error|Exception)|Remote end|verify failed|Tunnel connection|\{"
)
RESET = ConnectionResetError(104, "Connection reset by peer")
GONE = http.client.RemoteDisconnected("Remote end closed connection without response")
PIPE = BrokenPipeError(32, "Broken pipe")


def new_connection(shape, says, cause=None):
    """There is no connection; of old the exception was one of a time-out too."""
    if shape == OLD:
        kind = type("NewConnectionError", (urllib3_.ConnectTimeoutError, urllib3_.PoolError), {})
        made = kind("<urllib3.connection.HTTPSConnection object at 0x7f00>", "")
        made.args = (
            f"<urllib3.connection.HTTPSConnection object at 0x7f00>: Failed to establish a new connection: {says}",
        )
    else:
        kind = type("NewConnectionError", (urllib3_.HTTPError,), {})
        made = kind(f"HTTPSConnection(host='tyk.example', port=443): Failed to establish a new connection: {says}")
    made.__cause__ = cause
    return made


def name_unknown(shape):
    cause = socket.gaierror(-2, "Name or service not known")
    if shape == OLD:
        return new_connection(shape, "[Errno -2] Name or service not known", cause)
    made = type("NameResolutionError", (type(new_connection(shape, "")),), {})(
        "HTTPSConnection(host='tyk.example', port=443): Failed to resolve 'tyk.example' ([Errno -2] Name not known)"
    )
    made.__cause__ = cause
    return made


def slow_to_connect(shape):
    text = "Connection to tyk.example timed out. (connect timeout=1)"
    made = urllib3_.ConnectTimeoutError("", text)
    made.args = ("<urllib3.connection.HTTPSConnection object at 0x7f00>", text) if shape == OLD else (text,)
    return made


def retried(kind, below):
    pool = type(
        "HTTPSConnectionPool", (), {"__str__": lambda self: "HTTPSConnectionPool(host='tyk.example', port=443)"}
    )
    return kind(urllib3_.MaxRetryError(pool(), "/api/apis/certificate%20has%20expired", below))


def bare(below):
    """As requests says that something broke on a connection without a proxy."""
    return requests_.ConnectionError(urllib3_.ProtocolError("Connection aborted.", below))


def proxied(shape, below):
    """The same with a proxy: old versions say so of any break, new ones of some."""
    said = "Cannot connect to proxy." if shape == OLD else "Unable to connect to proxy"
    return retried(requests_.ProxyError, urllib3_.ProxyError(said, below))


def secure(below):
    return retried(requests_.SSLError, urllib3_.SSLError(below))


def tls(text, kind=ssl.SSLError):
    return kind(1, f"[SSL: {text.upper().replace(' ', '_')}] {text} (_ssl.c:1018)")


def certificate(text):
    return tls(f"certificate verify failed: {text}", ssl.SSLCertVerificationError)


def within(function, error):
    """The exception as it comes out of a function of this name."""

    def go():
        raise error

    go.__code__ = go.__code__.replace(co_name=function)
    try:
        go()
    except BaseException as raised:
        return raised
    return None


def slow():
    return requests_.ReadTimeout(urllib3_.ReadTimeoutError(None, "/x", "Read timed out. (read timeout=1)"))


def handshake_slow():
    """The words are those of an answer that is late; what it follows tells where it was."""
    made = urllib3_.ReadTimeoutError(None, "/x", "Read timed out. (read timeout=1)")
    made.__context__ = within("do_handshake", TimeoutError("_ssl.c:1018: The handshake operation timed out"))
    return requests_.ReadTimeout(made)


def tunnel(status):
    return OSError(f"Tunnel connection failed: {status} Some Reason")


def cut():
    below = urllib3_.IncompleteRead(95, 205)
    return requests_.ChunkedEncodingError(urllib3_.ProtocolError(f"Connection broken: {below!r}", below))


# name: what makes the exception of a shape; whether it was sent; whether another try may go better; what is to be read
MADE = {
    "refused": (
        lambda shape: retried(
            requests_.ConnectionError,
            new_connection(shape, "[Errno 111] Connection refused", ConnectionRefusedError(111, "Connection refused")),
        ),
        (NO, True, "tyk.example refuses connections. Is url right"),
    ),
    "refused by the proxy": (
        lambda shape: proxied(shape, new_connection(shape, "[Errno 111] Connection refused")),
        (NO, True, "the proxy proxy.example:3128 refuses connections. Is https_proxy"),
    ),
    "no name": (
        lambda shape: retried(requests_.ConnectionError, name_unknown(shape)),
        (NO, True, "the name of tyk.example cannot be looked up"),
    ),
    "no name of the proxy": (
        lambda shape: proxied(shape, name_unknown(shape)),
        (NO, True, "the name of the proxy proxy.example:3128 cannot be looked up"),
    ),
    "no route": (
        lambda shape: retried(requests_.ConnectionError, new_connection(shape, "[Errno 113] No route to host")),
        (NO, True, "no way to tyk.example"),
    ),
    "no connection": (
        lambda shape: retried(requests_.ConnectionError, new_connection(shape, "[Errno 99] odd")),
        (NO, True, "no connection to tyk.example"),
    ),
    "slow to connect": (
        lambda shape: retried(requests_.ConnectTimeout, slow_to_connect(shape)),
        (NO, True, "no connection to tyk.example within 1 second. "),
    ),
    "slow to connect to the proxy": (
        lambda shape: proxied(shape, slow_to_connect(shape)),
        (NO, True, "no connection to the proxy proxy.example:3128 within 1 second. Is https_proxy"),
    ),
    "CONNECT needs a login": (
        lambda shape: proxied(shape, tunnel(407)),
        (NO, False, r"the proxy proxy.example:3128 wants to know who asks \(407\).*https_proxy: http://user:pass"),
    ),
    "CONNECT to a server that is down": (
        lambda shape: proxied(shape, tunnel(503)),
        (NO, True, r"the proxy proxy.example:3128 does not reach tyk.example \(503\)"),
    ),
    "CONNECT is forbidden": (
        lambda shape: proxied(shape, tunnel(403)),
        (NO, False, r"the proxy proxy.example:3128 lets nothing through to tyk.example \(403\)"),
    ),
    "CONNECT is cut": (
        lambda shape: proxied(shape, within("_tunnel", ConnectionResetError(104, "Connection reset by peer"))),
        (NO, True, "the proxy proxy.example:3128 ended the connection before it was ready"),
    ),
    "CONNECT is slow": (
        lambda shape: proxied(shape, within("_tunnel", TimeoutError("timed out"))),
        (NO, True, "the proxy proxy.example:3128 did not get ready within 1 second. Raise timeout"),
    ),
    "expired": (
        lambda shape: secure(certificate("certificate has expired")),
        (NO, False, "the certificate of tyk.example has expired. .*ca_path.*validate_certs"),
    ),
    "not yet valid": (
        lambda shape: secure(certificate("certificate is not yet valid")),
        (NO, False, "not valid yet.*clock"),
    ),
    "another host": (
        lambda shape: secure(
            type("CertificateError", (ValueError,), {})("hostname 'tyk.example' doesn't match 'other.example'")
            if shape == OLD
            else certificate("Hostname mismatch, certificate is not valid for 'tyk.example'.")
        ),
        (NO, False, "for another host.*name in url"),
    ),
    "self-signed": (
        lambda shape: secure(certificate("self signed certificate" if shape == OLD else "self-signed certificate")),
        (NO, False, "signed by itself.*ca_path"),
    ),
    "self-signed authority": (
        lambda shape: secure(certificate("self-signed certificate in certificate chain")),
        (NO, False, "authority that this host does not know.*ca_path"),
    ),
    "unknown authority": (
        lambda shape: secure(certificate("unable to get local issuer certificate")),
        (NO, False, "authority that this host does not know.*ca_path"),
    ),
    "revoked": (lambda shape: secure(certificate("certificate revoked")), (NO, False, "is revoked")),
    "another fault of a certificate": (
        lambda shape: secure(certificate("unsuitable certificate purpose")),
        (NO, False, r"not accepted \(unsuitable certificate purpose\).*ca_path"),
    ),
    "a certificate without a reason": (
        lambda shape: secure(ssl.SSLCertVerificationError("odd")),
        (NO, False, "not accepted. .*ca_path"),
    ),
    "the certificate of the proxy": (
        lambda shape: retried(
            requests_.ProxyError,
            urllib3_.ProxyError(
                "Unable to connect to proxy",
                urllib3_.SSLError(within("_connect_tls_proxy", certificate("certificate has expired"))),
            ),
        ),
        (NO, False, "the certificate of the proxy proxy.example:3128 has expired"),
    ),
    "no file of authorities": (
        lambda shape: OSError("Could not find a suitable TLS CA certificate bundle, invalid path: /Here/ca.pem"),
        (NO, False, "no file /Here/ca.pem. ca_path"),
    ),
    "no file of a certificate": (
        lambda shape: OSError("Could not find the TLS certificate file, invalid path: /c.pem"),
        (NO, False, "no file /c.pem. client_cert"),
    ),
    "no file of a key": (
        lambda shape: OSError("Could not find the TLS key file, invalid path: /k.pem"),
        (NO, False, "no file /k.pem. client_key"),
    ),
    "no authorities": (
        lambda shape: secure(
            ssl.SSLError(136, "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found (_ssl.c:1)")
        ),
        (NO, False, "ca_path"),
    ),
    "another key": (
        lambda shape: secure(tls("key values mismatch")),
        (NO, False, "client_key is not the key of client_cert"),
    ),
    "an encrypted key": (
        lambda shape: retried(
            requests_.SSLError, urllib3_.SSLError("Client private key is encrypted, password is required")
        ),
        (NO, False, "passphrase"),
    ),
    "no key": (
        lambda shape: secure(ssl.SSLError(9, "[SSL] PEM lib (_ssl.c:4149)")),
        (NO, False, "client_cert or client_key"),
    ),
    "http behind https": (
        lambda shape: secure(within("do_handshake", tls("wrong version number"))),
        (NO, False, "tyk.example does not speak TLS. Is it http"),
    ),
    "http behind https by a newer library": (
        lambda shape: secure(within("do_handshake", tls("record layer failure"))),
        (NO, False, "tyk.example does not speak TLS. Is it http"),
    ),
    "an http proxy that is called https": (
        lambda shape: retried(
            requests_.ProxyError,
            urllib3_.ProxyError(
                "Your proxy appears to only use HTTP and not HTTPS, try changing your proxy URL to be HTTP. See: https://u",
                urllib3_.SSLError(tls("wrong version number")),
            ),
        ),
        (UNKNOWN, False, "the proxy proxy.example:3128 does not speak TLS.*http:// in https_proxy"),
    ),
    "a client without certificate": (
        lambda shape: secure(within("do_handshake", tls("sslv3 alert bad certificate"))),
        (NO, False, "wants a certificate of the client.*client_cert"),
    ),
    "a client without certificate, told late": (
        lambda shape: secure(tls("tlsv13 alert certificate required")),
        (UNKNOWN, False, "wants a certificate of the client.*client_cert"),
    ),
    "a client with a foreign certificate": (
        lambda shape: secure(within("do_handshake", tls("tlsv1 alert unknown ca"))),
        (NO, False, "does not accept the certificate of the client.*client_cert"),
    ),
    "no version of TLS": (
        lambda shape: secure(within("do_handshake", tls("tlsv1 alert protocol version"))),
        (NO, False, "no version and cipher"),
    ),
    "a name that the server does not have": (
        lambda shape: secure(within("do_handshake", tls("tlsv1 unrecognized name"))),
        (NO, False, "no certificate for this host name"),
    ),
    "a handshake that ends": (
        lambda shape: secure(within("do_handshake", tls("unexpected eof while reading", ssl.SSLEOFError))),
        (NO, True, "ended the connection before it was ready"),
    ),
    "a handshake that is reset": (
        lambda shape: bare(within("do_handshake", ConnectionResetError(104, "Connection reset by peer"))),
        (NO, True, "tyk.example ended the connection before it was ready"),
    ),
    "a handshake that is slow": (
        lambda shape: handshake_slow(),
        (NO, True, "tyk.example did not get ready within 1 second. Raise timeout"),
    ),
    "a handshake that is slow, behind a proxy": (
        lambda shape: secure(within("ssl_wrap_socket", TimeoutError("timed out"))),
        (NO, True, "tyk.example did not get ready within 1 second. Raise timeout"),
    ),
    "an answer that is late": (lambda shape: slow(), (UNKNOWN, False, "no answer within 1 second. Raise timeout")),
    "an answer that is cut": (lambda shape: cut(), (YES, True, "the answer broke off")),
    "a cut answer of TLS": (
        lambda shape: urllib3_.DecodeError("odd") if shape == OLD else requests_.ContentDecodingError("odd"),
        (YES, True, "the answer broke off"),
    ),
    "https behind http": (
        lambda shape: bare(http.client.BadStatusLine("\x15\x03\x01\x00\x02\x02\x16")),
        (UNKNOWN, False, "speaks TLS. url says http; write https"),
    ),
    "CONNECT to a proxy that speaks TLS": (
        lambda shape: proxied(shape, within("_tunnel", http.client.BadStatusLine("\x15\x03\x01\x00\x02\x02\x16"))),
        (NO, False, "the proxy proxy.example:3128 speaks TLS.*https:// in https_proxy"),
    ),
    "another protocol": (
        lambda shape: bare(http.client.BadStatusLine("SSH-2.0-OpenSSH_9.9")),
        (UNKNOWN, False, "no HTTP"),
    ),
    "closed": (lambda shape: bare(GONE), (UNKNOWN, True, "the connection ended before an answer came")),
    "reset": (lambda shape: bare(RESET), (UNKNOWN, True, "the connection ended before an answer came")),
    "broken pipe": (lambda shape: bare(PIPE), (UNKNOWN, True, "the connection ended before an answer came")),
    "closed behind a proxy": (
        lambda shape: proxied(shape, GONE),
        (UNKNOWN, True, "the connection ended before an answer came"),
    ),
    "reset behind a proxy": (
        lambda shape: proxied(shape, RESET),
        (UNKNOWN, True, "the connection ended before an answer came"),
    ),
    "something of the system behind a proxy": (
        lambda shape: proxied(shape, OSError(5, "Input/output error")),
        (UNKNOWN, True, "the connection ended before an answer came"),
    ),
    "a bad record": (
        lambda shape: secure(tls("decryption failed or bad record mac")),
        (UNKNOWN, True, "no TLS any more"),
    ),
    "the end of TLS": (
        lambda shape: secure(tls("unexpected eof while reading", ssl.SSLEOFError)),
        (UNKNOWN, True, "the connection ended before an answer came"),
    ),
    "a bad record behind a proxy": (
        lambda shape: proxied(shape, urllib3_.SSLError(tls("bad record mac"))),
        (UNKNOWN, True, "no TLS any more"),
    ),
    "no scheme of a proxy": (
        lambda shape: requests_.InvalidSchema("Missing dependencies for SOCKS support."),
        (NO, False, "socks"),
    ),
    "no proxy": (lambda shape: requests_.InvalidProxyURL("Please check proxy URL."), (NO, False, "proxy")),
    "no url": (lambda shape: requests_.InvalidURL("Failed to parse: x"), (NO, False, "url is no address")),
    "anything else": (lambda shape: requests_.RequestException("odd"), (UNKNOWN, False, "unforeseen")),
    "anything else of a library while it makes a connection": (
        lambda shape: within("ssl_wrap_socket", ValueError("check_hostname requires server_hostname")),
        (NO, False, r"unforeseen happened on the way \(ValueError\)"),
    ),
    "anything else of the system": (lambda shape: OSError(5, "Input/output error"), (UNKNOWN, False, "unforeseen")),
}
WAY = Way(
    "https",
    "tyk.example",
    proxy_of("https://tyk.example", {"https": "http://me:hidden@proxy.example:3128"}),
    1,
)


@pytest.mark.parametrize("shape", [OLD, NEW])
@pytest.mark.parametrize("name", MADE)
def test_the_table(name, shape):
    made, (sent, again, words) = MADE[name]
    error = made(shape)
    known = understand(error, WAY if re.search("proxy|CONNECT", name) else WAY._replace(proxy=Proxy()))
    said = f"{known.words}. {known.hint}"
    assert (known.sent, known.again) == (sent, again), said
    assert re.search(words, said), said
    assert not WORDS.search(said) or known.words.startswith("something unforeseen"), said
    assert "hidden" not in said and "me:" not in said and "1 seconds" not in said
    faulty = {"SSLCertVerificationError", "CertificateError"} & facts(error).kinds
    assert ("validate_certs" in known.hint) is bool(faulty), said


def test_each_row_of_the_table_is_met():
    met = {row_of(facts(made(shape))) for made, _expected in MADE.values() for shape in (OLD, NEW)}
    assert not [row.words for row in ROWS if row not in met]


def test_what_was_there_before_tells_nothing():
    """A request that is sent because an earlier one failed has an exception of its own."""
    before = secure(within("do_handshake", tls("unexpected eof while reading", ssl.SSLEOFError)))
    try:
        try:
            raise before
        except requests_.SSLError:
            raise bare(ConnectionResetError(104, "Connection reset by peer")) from None
    except requests_.ConnectionError as error:
        assert error.__context__ is before
        assert understand(error, WAY, before).sent == UNKNOWN
        assert understand(error, WAY).sent == NO  # so it has to be told


def test_what_somebody_named_an_object_is_no_reason():
    """The address of the request is in the words of the library too."""
    error = retried(requests_.ConnectionError, urllib3_.ProtocolError("Connection aborted.", RESET))
    assert understand(error, WAY).sent == UNKNOWN


@pytest.mark.parametrize(
    ("status", "said", "words"),
    [
        (400, "client sent an http request to an https server.", "write https"),
        (400, "400 the plain http request was sent to https port 400 bad request", "write https"),
        (400, "400 no required ssl certificate was sent", "client_cert"),
        (407, "proxy authentication required", "http_?|user:password"),
        (400, "malformed", "^$"),
        (500, "client sent an http request to an https server.", "^$"),
    ],
)
def test_answers_of_what_stands_before_tyk(status, said, words):
    assert re.search(words, answered(status, said))
