# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""However a certificate and its key are written, they mean the same; what Tyk cannot use is refused before a write."""

from __future__ import annotations

import functools

import pytest
from certificates import MAKERS, certificate, pair, private_key, public_key
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import fingerprint


@pytest.fixture(params=["dashboard", "gateway"])
def tyk(request):
    return Tyk() if request.param == "dashboard" else Gate()


@pytest.fixture(scope="module")
def mine():
    """A certificate and its key, and another key."""
    return (*pair(), private_key(MAKERS["ec"]()))


def indented(text):
    return "\n".join(f"    {line}" for line in text.splitlines())


def spellings(leaf, key):
    """One certificate with its key, in ways in which people write it."""
    return {
        "one file": {"certificate": leaf + key},
        "the key first": {"certificate": key + leaf},
        "two options": {"certificate": leaf, "private_key": key},
        "a bundle for both": {"certificate": leaf + key, "private_key": leaf + key},
        "comments": {"certificate": f"# für Müller\n{leaf}# 鍵\n{key}"},
        "a mark at the start": {"certificate": "\ufeff" + leaf, "private_key": "\ufeff" + key},
        "lines of Windows": {"certificate": leaf.replace("\n", "\r\n"), "private_key": key.replace("\n", "\r\n")},
        "indented": {"certificate": indented(leaf), "private_key": indented(key)},
        "attributes": {"certificate": f"Bag Attributes\n    friendlyName: Ångström\n{leaf}", "private_key": key},
    }


@pytest.mark.parametrize("how", spellings("", ""))
@pytest.mark.parametrize("place", ["text", "file"])
def test_a_certificate_with_its_key_is_one_thing_however_it_is_written(tyk, mine, tmp_path, how, place):
    leaf, key, _other = mine
    wish = spellings(leaf, key)[how]
    if place == "file":
        paths = {}
        for name, text in wish.items():
            paths[f"{name}_path"] = str(tmp_path / name)
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        wish = paths
    assert tyk.ok("certificate", check=True, **wish)["changed"]
    made = tyk.ok("certificate", **wish)["certificate"]
    assert made["has_private"]
    for again in list(spellings(leaf, key).values())[:4]:
        assert not tyk.ok("certificate", **again)["changed"]
    assert tyk.ok("certificate", state="absent", **wish)["changed"]


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("form", ["PKCS8", "TraditionalOpenSSL"])
@pytest.mark.parametrize("sort", ["ec", "rsa"])
def test_a_key_of_another_certificate_is_refused_with_its_place(tyk, tmp_path, sort, form, check):
    own, other = MAKERS[sort](), MAKERS[sort]()
    leaf, key, wrong = certificate(own), private_key(own, form), private_key(other, form)
    (tmp_path / "wrong.key").write_text(wrong)
    tyk.log()
    for wish, place in (
        ({"certificate": leaf, "private_key": wrong}, "private_key: "),
        ({"certificate": leaf + wrong}, "certificate: "),
        (
            {"certificate": leaf, "private_key_path": f"{tmp_path}/wrong.key"},
            f"private_key_path: {tmp_path}/wrong.key: ",
        ),
    ):
        said = tyk.fails("certificate", check=check, **wish)
        assert said.startswith(place) and "not that of the certificate" in said
        assert place in tyk.fails("config", config={"certificates": [wish]}, check=check)
    assert not [entry for entry in tyk.writes() if "/cache/" not in entry]
    chain = {"certificate": certificate(other, "ca.example") + leaf, "private_key": key}
    assert "put that first, and its chain behind it" in tyk.fails("certificate", check=check, **chain)
    assert not [entry for entry in tyk.writes() if "/cache/" not in entry]
    assert tyk.ok("certificate", certificate=leaf, private_key=key, check=check)["changed"]


def test_a_comment_in_any_code_page_is_a_comment(tyk, mine, tmp_path):
    (tmp_path / "pem").write_bytes("# für Müller\n".encode("latin-1") + mine[0].encode())
    assert tyk.ok("certificate", certificate_path=str(tmp_path / "pem"))["changed"]
    (tmp_path / "der").write_bytes(b"\x30\x82\x01\xff")
    assert "neither a certificate nor a public key in PEM form" in tyk.fails(
        "certificate", certificate_path=str(tmp_path / "der")
    )


@pytest.mark.parametrize("how", spellings("", ""))
def test_a_key_cannot_be_added_however_it_is_written(tyk, mine, how):
    leaf, key, _other = mine
    tyk.ok("certificate", certificate=leaf)
    tyk.log()
    wish = spellings(leaf, key)[how]
    option = "private_key" if how in ("two options", "a mark at the start", "lines of Windows", "indented") else ""
    for check in (True, False):
        text = tyk.fails("certificate", check=check, **wish)
        assert "is there without its private key, and Tyk cannot add it" in text and text.startswith(option)
    assert not tyk.writes()
    assert tyk.ok("certificate", state="absent", **wish)["changed"]
    assert tyk.ok("certificate", **wish)["certificate"]["has_private"]


@functools.cache
def wrong(leaf, key, other):
    """What Tyk refuses, or could not read again, and what is said of it."""
    own, ed, rsa = MAKERS["ec"](), MAKERS["ed25519"](), MAKERS["rsa"]()
    public, old = public_key(own), pair(ends=-1)
    return {
        "another key beside": ({"certificate": leaf + key, "private_key": other}, "there are 2 private keys"),
        "two keys in one": ({"certificate": leaf + key + other}, "certificate: there are 2 private keys"),
        "an encrypted key": ({"certificate": leaf, "private_key": private_key(own, password=b"x")}, "is encrypted"),
        "an old encrypted key": (
            {"certificate": leaf + private_key(rsa, "TraditionalOpenSSL", b"x")},
            "certificate: the private key is encrypted",
        ),
        "a key of OpenSSH": ({"certificate": leaf, "private_key": private_key(own, "OpenSSH")}, "PKCS#8"),
        "Ed25519": (
            {"certificate": certificate(ed), "private_key": private_key(ed)},
            "private_key: this is an Ed25519",
        ),
        "Ed25519 in one": ({"certificate": certificate(ed) + private_key(ed)}, "certificate: this is an Ed25519"),
        "Ed448": (dict(zip(("certificate", "private_key"), pair("ed448"))), "this is an Ed448 key"),
        "an expired one": ({"certificate": old[0], "private_key": old[1]}, "it is expired"),
        "an expired one in the chain": ({"certificate": leaf + old[0]}, "another one in its chain is"),
        "a public key and a private one": ({"certificate": public, "private_key": private_key(own)}, "needs its cert"),
        "both in one": ({"certificate": public + private_key(own)}, "certificate: a private key needs its certificate"),
        "a public key beside": ({"certificate": leaf + public}, "a public key beside a certificate"),
        "two public keys": ({"certificate": public + public_key(ed)}, "several public keys"),
        "no key": ({"certificate": leaf, "private_key": leaf}, "private_key: this is no private key"),
        "half a key": ({"certificate": leaf, "private_key": key.replace("M", "!")}, "private_key: this is no private"),
        "half a chain": ({"certificate": leaf + leaf.replace("M", "!")}, "neither a certificate nor"),
    }


@pytest.mark.parametrize("how", wrong(*pair(), ""))
def test_what_tyk_cannot_use_is_refused_before_it_is_sent(tyk, mine, how):
    wish, text = wrong(*mine)[how]
    for check in (True, False):
        assert text in tyk.fails("certificate", check=check, **wish)
        assert text in tyk.fails("config", check=check, config={"certificates": [wish]})
    assert not [entry for entry in tyk.writes() if "/cache/none-" not in entry]  # that asks whether Redis answers


@pytest.mark.parametrize("sort", ["rsa", "ec", "ed25519"])
@pytest.mark.parametrize("form", ["PKCS8", "TraditionalOpenSSL"])
def test_what_tyk_can_use_is_taken(tyk, sort, form):
    key = MAKERS[sort]()
    wish = {"certificate": certificate(key)}
    if sort != "ed25519":
        wish["private_key"] = private_key(key, form)
    made = tyk.ok("certificate", **wish)["certificate"]
    assert made["has_private"] is (sort != "ed25519")
    assert not tyk.ok("certificate", **wish)["changed"]
    public = {"certificate": public_key(key)}
    assert tyk.ok("certificate", **public)["changed"] and not tyk.ok("certificate", **public)["changed"]


def test_a_certificate_that_has_expired_since_is_no_error(tyk, monkeypatch):
    wish = dict(zip(("certificate", "private_key"), pair(ends=30)))
    tyk.ok("certificate", **wish)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert not tyk.ok("certificate", **wish)["changed"]
    assert tyk.ok("certificate", state="absent", **wish)["changed"]
    assert "it is expired" in tyk.fails("certificate", **wish)


def test_twins_are_named_by_their_fingerprints(tyk, mine):
    """In one configuration, and before they are there."""
    twins = [mine[:2], pair()]
    api = {"name": "Orders", "listen_path": "/orders/", "target_url": "https://orders.example"}
    config = {"certificates": [dict(zip(("certificate", "private_key"), one)) for one in twins]}
    config["apis"] = [{**api, "definition": {"certificates": ["test.example"]}}]
    assert "2 certificates answer to 'test.example'" in tyk.fails("config", config=config)
    config["apis"][0]["definition"]["certificates"] = [fingerprint(twins[1][0])]
    assert tyk.ok("config", check=True, config=config)["changed"]
    assert tyk.ok("config", config=config)["changed"]
    assert not tyk.ok("config", config=config)["changed"]
    (used,) = tyk.ok("api_info", name="Orders")["apis"][0]["definition"]["certificates"]
    assert used.endswith(fingerprint(twins[1][0]))
