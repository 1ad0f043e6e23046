# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One JSON request over a requests.Session. Knows no Tyk and no Ansible."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import random
import re
import time
import traceback
import typing as t
from urllib.parse import quote, urlencode, urljoin, urlsplit

from ansible_collections.community.tyk.plugins.module_utils._api.body import Answer, decode, encode
from ansible_collections.community.tyk.plugins.module_utils._api.veil import Veil, reason
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, Unsure

try:
    import requests
    import urllib3
    from requests import exceptions as failures

    REQUESTS_ERROR: str | None = None
except ImportError:  # told by _module, which knows how Ansible says it
    REQUESTS_ERROR = traceback.format_exc()

MAX_BODY = 512 * 1024 * 1024  # bytes of one answer
MAX_WAIT = 60.0  # seconds to honour of a Retry-After
BUSY = (429, 502, 503, 504)
MOVED = (301, 302, 303, 307, 308)
LOCAL = re.compile(r"localhost|::1|127(\.\d+){3}")
UNTRUSTED = "Renew the certificate, or name its authority with ca_path; validate_certs: false would give the check up"


class _Broken(Exception):
    """No usable answer. sent: the server may have acted; again: another try may go better."""

    def __init__(self, message: str, hint: str = "", *, sent: bool, again: bool) -> None:
        super().__init__(message)
        self.message, self.hint, self.sent, self.again = message, hint, sent, again


def pause(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def clock() -> float:
    """Seconds, to tell how long ago something was."""
    return time.monotonic()


def url_path(collection: str, *ids: str) -> str:
    """Join a route and ids from outside, so that an id can never be more than one segment of the path."""
    for item in ids:
        if item in ("", ".", ".."):
            raise Invalid(f"{item!r} can not be the id of an object")
    return "/" + "/".join([collection.strip("/"), *(quote(item, safe="") for item in ids)])


def _netloc(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port


def _in_clear(url: str) -> str:
    """The other machine, be it a proxy on the way, that is sent the token in clear; "" for none."""
    scheme, host, _port = _netloc(url)
    proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) if scheme == "http" else ""
    first = _netloc(proxy if "://" in proxy else f"http://{proxy}")[1] if proxy else ""
    others = [name for name in (host, first) if name and not LOCAL.fullmatch(name)]
    return others[0] if others and scheme == "http" else ""


class Http:
    """A server, the credential for it, and how patient to be.

    :arg url: base URL; a path in it is kept.
    :arg auth: header name and value; sent to this host only.
    :arg timeout: seconds to wait for a connection, and then for each part of an answer.
    :arg retries: how often to try again what may be tried again.
    :arg warn: told of things that are worth a warning.
    """

    def __init__(
        self,
        url: str,
        auth: tuple[str, str],
        *,
        validate_certs: bool = True,
        ca_path: str | None = None,
        client_cert: str | None = None,
        client_key: str | None = None,
        timeout: float = 30,
        retries: int = 4,
        warn: t.Callable[[str], None] = lambda text: None,
        sleep: t.Callable[[float], None] = pause,
    ) -> None:
        scheme, host, _port = _netloc(url)
        if scheme not in ("http", "https") or not host:
            raise Invalid(f"url: {url!r} is no http or https address; write it as https://dashboard.example.com:3000")
        if urlsplit(url).username:
            raise Invalid("url: take the user name and password out of it; Tyk knows tokens only")
        if not auth[1].isprintable() or not auth[1].isascii() or " " in auth[1]:
            raise Invalid("the token holds white space or characters that no token has; was it read with its newline?")
        listener = _in_clear(url)
        if listener:
            warn(f"The token travels to {listener} in clear, because url is http; use https.")
        self.base = url.rstrip("/")
        self._auth, self._timeout, self._retries, self._sleep = auth, timeout, retries, sleep
        self._verify: bool | str = (ca_path or True) if validate_certs else False
        self.veil = Veil(auth[1])
        self.session = requests.Session()
        self.session.auth = self._authorise  # a callable also keeps requests from reading ~/.netrc
        self.session.trust_env = False  # else requests asks the environment anew at each request
        self._surroundings(url)
        if client_cert:
            self.session.cert = (client_cert, client_key) if client_key else client_cert

    def _surroundings(self, url: str) -> None:
        """Which proxies and authorities the environment names for this address."""
        bundles = (os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"))
        self.session.proxies = requests.utils.get_environ_proxies(url)
        self.session.verify = next(filter(None, bundles), True) if self._verify is True else self._verify

    def _authorise(self, request: t.Any) -> t.Any:
        request.headers[self._auth[0]] = self._auth[1]
        return request

    def request(
        self,
        method: str,
        path: str,
        query: t.Mapping[str, t.Any] | None = None,
        body: t.Any = None,
        files: t.Any = None,
        shown: str = "",
        renew: t.Callable[[], t.Any] | None = None,
        media: str = "application/json",
    ) -> Answer:
        """Send, and try again where that can do no harm. Raises HttpFailure; Unsure when a POST may have happened.

        :arg path: absolute path, made by url_path where ids are in it.
        :arg shown: what failures say instead of a path that holds a secret.
        :arg renew: gives the body of each further try; None where nothing is left to send.
        :arg media: the media type of the body and of the answer.
        """
        repeatable = method != "POST"
        content = encode(body)
        headers = {"Accept": media, **({} if content is None or isinstance(body, bytes) else {"Content-Type": media})}
        url = path + ("?" + urlencode(query) if query else "")
        path = shown or path
        failure: HttpFailure | None = None
        for attempt in range(self._retries + 1):
            wait, last = 0.0, attempt == self._retries
            try:
                if failure and renew:
                    body = renew()
                    if body is None:
                        return Answer(200, {}, "", {})
                    content = encode(body)
                answer = self._send(method, url, headers, content, files)
            except HttpFailure as error:
                raise failure or error from error
            except _Broken as broken:
                unsure = broken.sent and not repeatable
                kind = Unsure if unsure else HttpFailure
                failure = kind(None, method, path, self.veil.clean(broken.message), broken.hint)
                if isinstance(failure, Unsure):
                    failure.repeat = broken.again  # a late request may still be carried out
                if last or unsure or not broken.again:
                    raise failure from broken
            else:
                if answer.status not in BUSY:
                    return self._checked(method, path, answer)
                unsure = answer.status != 429 and not repeatable
                kind = Unsure if unsure else HttpFailure
                failure = kind(answer.status, method, path, self.said(answer), "The server is busy or down; try later")
                if last or unsure:
                    raise failure
                wait = _retry_after(answer.headers)
            self._sleep(max(wait, random.uniform(0.25, 0.5) * 2**attempt))
        raise AssertionError("a loop that always returns or raises has ended")

    def _send(self, method: str, url: str, headers: dict[str, str], content: bytes | None, files: t.Any) -> Answer:
        target = self.base + url
        for _redirect in range(4):
            try:
                with self.session.request(
                    method,
                    target,
                    headers=headers,
                    data=content,
                    files=files,
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    raw = self._read(response)
            except failures.SSLError as error:
                raise _Broken(reason(error), UNTRUSTED, sent=False, again=False) from error
            except (failures.ConnectTimeout, failures.ProxyError) as error:
                raise _Broken(reason(error), sent=False, again=True) from error
            except failures.Timeout as error:
                raise self._late() from error
            except failures.ConnectionError as error:
                cause = getattr(error.args[0] if error.args else None, "reason", None)
                if isinstance(error.args[0] if error.args else None, urllib3.exceptions.ReadTimeoutError):
                    raise self._late() from error
                refused = isinstance(cause, urllib3.exceptions.NewConnectionError)
                hint = "Is url right, and does Tyk run?" if refused else ""
                raise _Broken(reason(error), hint, sent=not refused, again=True) from error
            except (failures.ChunkedEncodingError, failures.ContentDecodingError) as error:
                raise _Broken(f"the answer broke off: {reason(error)}", sent=True, again=True) from error
            except (failures.RequestException, OSError) as error:
                raise _Broken(reason(error), sent=False, again=False) from error
            if response.status_code not in MOVED:
                return decode(response.status_code, raw, response.headers)
            target = self._moved(target, response.headers.get("Location", ""), url)
        raise _Broken(f"redirected in a circle, last to {target}", sent=False, again=False)

    def _late(self) -> _Broken:
        return _Broken(f"no answer within {self._timeout:g} seconds", "Raise timeout", sent=True, again=False)

    def _read(self, response: t.Any) -> bytes:
        """The body, but never more than MAX_BODY, and never for longer than twenty time-outs."""
        parts, size, end = [], 0, time.monotonic() + 20 * self._timeout
        for part in response.iter_content(65536):
            parts.append(part)
            size += len(part)
            if size > MAX_BODY or time.monotonic() > end:
                raise _Broken("the answer is too large or too slow", sent=True, again=False)
        told = response.headers.get("Content-Length", "")
        if told.isdigit() and not response.headers.get("Content-Encoding") and size < int(told):
            raise _Broken("the answer broke off", sent=True, again=True)
        return b"".join(parts)

    def _moved(self, target: str, location: str, url: str) -> str:
        """Where to send the same request instead; only ever to the same host, and never from https to http."""
        there = urljoin(target, location)
        (scheme, host, port), (new_scheme, new_host, new_port) = _netloc(target), _netloc(there)
        upgrade = (scheme, new_scheme) == ("http", "https")
        if not location or host != new_host or not (upgrade or (scheme, port) == (new_scheme, new_port)):
            shown = self.veil.clean(there.split("?")[0]) or "nowhere"
            raise _Broken(f"redirected to {shown}", "Set url to the address that answers", sent=False, again=False)
        if upgrade:
            self._surroundings(there)
            if there.endswith(url):
                self.base = there[: -len(url)]
        return there

    def _checked(self, method: str, path: str, answer: Answer) -> Answer:
        if answer.status < 300 and answer.data is None and answer.status != 204:
            error = Unsure if method == "POST" else HttpFailure
            if not answer.text:
                raise error(answer.status, method, path, "the answer is empty", "Does a proxy on the way drop it?")
            hint = "Is url the address of Tyk's API itself, not of a portal, a proxy or a login page?"
            raise error(answer.status, method, path, f"no usable answer but {self.said(answer)!r}", hint)
        return answer

    def said(self, answer: Answer) -> str:
        """The server's own words about what it did or did not do."""
        if isinstance(answer.data, dict):
            for key, value in answer.data.items():
                if str(key).lower() in ("message", "error") and isinstance(value, str) and value:
                    return self.veil.clean(value)
        if answer.text.lstrip()[:1] in ("{", "["):  # it may be anything, secrets too
            return "JSON that can not be read"
        text = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", answer.text[:4000], flags=re.DOTALL)
        return self.veil.clean(re.sub(r"\s+", " ", text))[:200] or "no message"


def _retry_after(headers: t.Mapping[str, str]) -> float:
    told = headers.get("Retry-After", "")
    return min(float(told), MAX_WAIT) if told.isdigit() else 0.0
