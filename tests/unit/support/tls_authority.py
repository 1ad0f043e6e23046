# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate authority, and what answers behind its certificates."""

from __future__ import annotations

import datetime
import http.server

import pytest

x509 = pytest.importorskip("cryptography.x509", reason="cryptography makes the certificates of these tests")
hashes = pytest.importorskip("cryptography.hazmat.primitives.hashes")
serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")

NOW = datetime.datetime.now(datetime.timezone.utc)


def name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), name("an authority of this test")
        self.path = self._write("ca", self._sign(self.name, self.key, ca=True), self.key)

    def _sign(self, subject, key, host=None, days=9, ca=False):
        built = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key.public_key())
        built = built.serial_number(x509.random_serial_number()).not_valid_before(NOW - datetime.timedelta(days=20))
        built = built.not_valid_after(NOW + datetime.timedelta(days=days))
        built = built.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        built = built.add_extension(issuer, critical=False).add_extension(own, critical=False)
        unused = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
        usage = dict.fromkeys((*unused, "encipher_only", "decipher_only"), False)
        signs = x509.KeyUsage(digital_signature=True, key_cert_sign=ca, crl_sign=ca, **usage)
        built = built.add_extension(signs, critical=True)
        if host:
            import ipaddress

            names = [x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)]
            built = built.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return built.sign(self.key, hashes.SHA256())

    def _write(self, stem, certificate, key):
        path = self.folder / f"{stem}.pem"
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*form))
        return str(path)

    def issue(self, stem, host="127.0.0.1", days=9):
        """A file with a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        return self._write(stem, self._sign(name(stem), key, host, days), key)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, self.headers.get("authorization")))
        if self.server.to:
            self.send_response(302)
            self.send_header("Location", self.server.to + self.path)
            body = b""
        else:
            self.send_response(200)
            body = b'{"ok":true}'
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass
