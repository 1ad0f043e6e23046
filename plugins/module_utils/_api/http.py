# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One JSON request over a requests.Session. Knows no Tyk and no Ansible."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import time
import traceback
import typing as t
from dataclasses import dataclass
from urllib.parse import urljoin

from ansible_collections.community.tyk.plugins.module_utils._api.body import Answer, decode, encode
from ansible_collections.community.tyk.plugins.module_utils._api.patience import RESEND, Patience, pause
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._api.server import LOCAL, place
from ansible_collections.community.tyk.plugins.module_utils._api.veil import Veil, reason
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Unsure

try:
    import requests
    import urllib3
    from requests import exceptions as failures

    REQUESTS_ERROR: str | None = None
except ImportError:  # the room _ansible reports it, in Ansible's words
    REQUESTS_ERROR = traceback.format_exc()

MAX_BODY = 512 * 1024 * 1024  # bytes of one answer
MAX_WAIT = 60.0  # seconds to honour of a Retry-After
BUSY = (429, 502, 503, 504)
MOVED = (301, 302, 303, 307, 308)
UNTRUSTED = "Renew the certificate, or name its authority with ca_path; validate_certs: false would give the check up"
NOTHING = Answer(200, {}, "", {})  # what is left to send: nothing


@dataclass(frozen=True)
class Settings:
    """How to reach a server: the options of a task that have these names.

    :arg timeout: seconds to wait for a connection, and then for each part of an answer.
    :arg retries: how often to try again what may be tried again.
    """

    validate_certs: bool = True
    ca_path: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    timeout: float = 30
    retries: int = 4


class _FailedTry(Exception):
    """No usable answer.

    :arg sent: the server may have acted.
    :arg again: another try may go better.
    :arg status: what the server answered, if it did.
    :arg wait: for how many seconds the server wants to be left alone.
    """

    def __init__(self, message: str, hint: str = "", *, sent: bool, again: bool) -> None:
        super().__init__(message)
        self.message, self.hint, self.sent, self.again = message, hint, sent, again
        self.status: int | None = None
        self.wait = 0.0


def _in_clear(url: str) -> str:
    """The other machine, be it a proxy on the way, that is sent the token in clear; "" for none."""
    scheme, host, _port = place(url)
    proxy = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) if scheme == "http" else ""
    first = place(proxy if "://" in proxy else f"http://{proxy}")[1] if proxy else ""
    others = [name for name in (host, first) if name and not LOCAL.fullmatch(name)]
    return others[0] if others and scheme == "http" else ""


class Http:
    """A server, the credential for it, and how patient to be.

    :arg url: base URL, as address() of server.py gives it.
    :arg auth: header name and value; sent to this host only.
    :arg warn: called with things that are worth a warning.
    :arg sleep: waits for so many seconds before a request is sent again.
    """

    def __init__(
        self,
        url: str,
        auth: tuple[str, str],
        settings: Settings = Settings(),
        *,
        warn: t.Callable[[str], None] = lambda text: None,
        sleep: t.Callable[[float], None] = pause,
    ) -> None:
        listener = _in_clear(url)
        if listener:
            warn(f"The token travels to {listener} in clear, because url is http; use https.")
        self.base = url.rstrip("/")
        self.veil = Veil(auth[1])
        self._auth, self._timeout = auth, settings.timeout
        self._patience = Patience(RESEND, retries=settings.retries, sleep=sleep)
        self._verify: bool | str = (settings.ca_path or True) if settings.validate_certs else False
        self.session = requests.Session()
        self.session.auth = self._authorise  # a callable also keeps requests from reading ~/.netrc
        self.session.trust_env = False  # else requests asks the environment anew at each request
        self._heed_environment(url)
        if settings.client_cert:
            cert, key = settings.client_cert, settings.client_key
            self.session.cert = (cert, key) if key else cert

    def _heed_environment(self, url: str) -> None:
        """Use the proxies and authorities that the environment names for this address."""
        bundles = (os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"))
        self.session.proxies = requests.utils.get_environ_proxies(url)
        self.session.verify = next(filter(None, bundles), True) if self._verify is True else self._verify

    def _authorise(self, request: t.Any) -> t.Any:
        request.headers[self._auth[0]] = self._auth[1]
        return request

    def send(self, request: Request) -> Answer:
        """Send, and try again where that can do no harm. Raises HttpFailure; Unsure when a POST may have happened."""
        content = encode(request.body)
        failure: HttpFailure | None = None
        for turn in self._patience.turns():
            if failure and request.renew:
                body = _renewed(request.renew, failure)
                if body is None:
                    return NOTHING
                content = encode(body)
            try:
                answer = self._try(request, content)
            except _FailedTry as failed:
                failure = self._failure(request, failed)
                if turn.last or not failed.again or isinstance(failure, Unsure):
                    raise failure from None  # the library's own words hold the whole URL
                turn.least = failed.wait
            else:
                return self._checked(request, answer)
        raise AssertionError("a loop that always returns or raises has ended")

    def _try(self, request: Request, content: bytes | None) -> Answer:
        """Send once, and follow redirects."""
        url = self.base + request.target
        for _redirect in range(4):
            response, raw = self._exchange(request, url, content)
            if response.status_code in BUSY:
                raise self._busy(decode(response.status_code, raw, response.headers))
            if response.status_code not in MOVED:
                return decode(response.status_code, raw, response.headers)
            url = self._redirected(url, response.headers.get("Location", ""), request.target)
        raise _FailedTry(f"redirected in a circle, last to {url}", sent=False, again=False)

    def _exchange(self, request: Request, url: str, content: bytes | None) -> tuple[t.Any, bytes]:
        """What the library says to one request, and the bytes of the answer."""
        try:
            with self.session.request(
                request.method,
                url,
                headers=request.headers,
                data=content,
                files=request.files,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                return response, self._read(response)
        except (failures.RequestException, OSError) as error:
            raise self._broken(error) from None

    def _read(self, response: t.Any) -> bytes:
        """The body, but never more than MAX_BODY, and never for longer than twenty time-outs."""
        parts, size, end = [], 0, time.monotonic() + 20 * self._timeout
        for part in response.iter_content(65536):
            parts.append(part)
            size += len(part)
            if size > MAX_BODY or time.monotonic() > end:
                raise _FailedTry("the answer is too large or too slow", sent=True, again=False)
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and not response.headers.get("Content-Encoding") and size < int(announced):
            raise _FailedTry("the answer broke off", sent=True, again=True)
        return b"".join(parts)

    def _broken(self, error: OSError) -> _FailedTry:
        """What an exception of the library means."""
        if isinstance(error, failures.SSLError):
            return _FailedTry(reason(error), UNTRUSTED, sent=False, again=False)
        if isinstance(error, (failures.ConnectTimeout, failures.ProxyError)):
            return _FailedTry(reason(error), sent=False, again=True)
        if isinstance(error, failures.Timeout):
            return self._too_slow()
        if isinstance(error, failures.ConnectionError):
            below = error.args[0] if error.args else None
            if isinstance(below, urllib3.exceptions.ReadTimeoutError):
                return self._too_slow()
            refused = isinstance(getattr(below, "reason", None), urllib3.exceptions.NewConnectionError)
            hint = "Is url right, and does Tyk run?" if refused else ""
            return _FailedTry(reason(error), hint, sent=not refused, again=True)
        if isinstance(error, (failures.ChunkedEncodingError, failures.ContentDecodingError)):
            return _FailedTry(f"the answer broke off: {reason(error)}", sent=True, again=True)
        return _FailedTry(reason(error), sent=False, again=False)

    def _too_slow(self) -> _FailedTry:
        return _FailedTry(f"no answer within {self._timeout:g} seconds", "Raise timeout", sent=True, again=False)

    def _busy(self, answer: Answer) -> _FailedTry:
        hint = "The server is busy or down; try later"
        failed = _FailedTry(self.message(answer), hint, sent=answer.status != 429, again=True)
        failed.status, failed.wait = answer.status, _retry_after(answer.headers)
        return failed

    def _redirected(self, url: str, location: str, target: str) -> str:
        """Where to send the same request instead; only ever to the same host, and never from https to http."""
        there = urljoin(url, location)
        (scheme, host, port), (new_scheme, new_host, new_port) = place(url), place(there)
        upgrade = (scheme, new_scheme) == ("http", "https")
        if not location or host != new_host or not (upgrade or (scheme, port) == (new_scheme, new_port)):
            shown = self.veil.clean(there.split("?")[0]) or "nowhere"
            raise _FailedTry(f"redirected to {shown}", "Set url to the address that answers", sent=False, again=False)
        if upgrade:
            self._heed_environment(there)
            if there.endswith(target):
                self.base = there[: -len(target)]
        return there

    def _failure(self, request: Request, failed: _FailedTry) -> HttpFailure:
        """What a failed try means for the task, if no other one follows."""
        error = Unsure if failed.sent and not request.repeatable else HttpFailure
        message = self.veil.clean(failed.message)
        failure = error(failed.status, request.method, request.shown_path, message, failed.hint)
        if isinstance(failure, Unsure):
            failure.repeat = failed.again  # a late request may still be carried out
        return failure

    def _checked(self, request: Request, answer: Answer) -> Answer:
        if answer.status < 300 and answer.data is None and answer.status != 204:
            error = HttpFailure if request.repeatable else Unsure
            message, hint = "the answer is empty", "Does a proxy on the way drop it?"
            if answer.text:
                message = f"no usable answer but {self.message(answer)!r}"
                hint = "Is url the address of Tyk's API itself, not of a portal, a proxy or a login page?"
            raise error(answer.status, request.method, request.shown_path, message, hint)
        return answer

    def message(self, answer: Answer) -> str:
        """The server's own words about what it did or did not do."""
        if isinstance(answer.data, dict):
            for key, value in answer.data.items():
                if str(key).lower() in ("message", "error") and isinstance(value, str) and value:
                    return self.veil.clean(value)
        if answer.text.lstrip()[:1] in ("{", "["):  # it may be anything, secrets too
            return "JSON that cannot be read"
        text = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", answer.text[:4000], flags=re.DOTALL)
        return self.veil.clean(re.sub(r"\s+", " ", text))[:200] or "no message"


def _renewed(renew: t.Callable[[], t.Any], failure: HttpFailure) -> t.Any:
    """The body of a further try. Raises the failure of the last try where there can be none."""
    try:
        return renew()
    except HttpFailure as error:
        raise failure from error


def _retry_after(headers: t.Mapping[str, str]) -> float:
    seconds = headers.get("Retry-After", "")
    return min(float(seconds), MAX_WAIT) if seconds.isdigit() else 0.0
