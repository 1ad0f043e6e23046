# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One JSON request over a requests.Session. Knows no Tyk and no Ansible."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import http.client
import os
import re
import sys
import time
import traceback
import typing as t
from urllib.parse import urljoin, urlsplit

from ansible_collections.community.tyk.plugins.module_utils._api.body import Answer, decode, encode
from ansible_collections.community.tyk.plugins.module_utils._api.mishap import NO, UNKNOWN, YES, Mishap
from ansible_collections.community.tyk.plugins.module_utils._api.patience import RESEND, Patience, Turn, pause
from ansible_collections.community.tyk.plugins.module_utils._api.proxy import Proxy, proxy_of
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._api.server import LOCAL, place
from ansible_collections.community.tyk.plugins.module_utils._api.throttle import ENOUGH, asked_for, said_at, throttle_of
from ansible_collections.community.tyk.plugins.module_utils._api.veil import Veil, without_login
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Unsure

try:
    import requests
    import urllib3

    REQUESTS_ERROR: str | None = None
except ImportError:  # the room _ansible reports it, in Ansible's words
    REQUESTS_ERROR = traceback.format_exc()

MAX_BODY = 512 * 1024 * 1024  # bytes of one answer
BUSY = (429, 502, 503, 504)
MOVED = (301, 302, 303, 307, 308)
PLAIN = re.compile(r"/([\w./~-]|%[0-9A-F]{2})*(\?[\w.~%&=+-]*)?", re.ASCII)  # what preparing it would leave as it is
NOTHING = Answer(200, {}, "", {})  # what is left to send: nothing


class Settings(t.NamedTuple):
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


USUAL = Settings()


class _FailedTry(Exception):
    """No usable answer.

    :arg status: what the server answered, if it did.
    :arg wait: for how many seconds the server wants to be left alone.
    """

    def __init__(self, words: str, hint: str = "", sent: str = NO, again: bool = False) -> None:
        super().__init__(words)
        self.mishap = Mishap(words, hint, sent, again)
        self.status: int | None = None
        self.wait = 0.0


def _in_clear(url: str, proxy: Proxy) -> str:
    """The other machine, be it a proxy on the way, that is sent the token in clear; "" for none."""
    scheme, host, _port = place(url)
    others = [name for name in (host, proxy.host) if name and not LOCAL.fullmatch(name)]
    return others[0] if others and scheme == "http" else ""


class Http:
    """A server, the credential for it, and how patient to be.

    :arg url: base URL, as address() of server.py gives it.
    :arg auth: header name and value; sent to this host only. Two empty texts: nothing is sent.
    :arg warn: called with things that are worth a warning.
    :arg sleep: waits for so many seconds before a request is sent again.
    """

    def __init__(
        self,
        url: str,
        auth: tuple[str, str],
        settings: Settings = USUAL,
        *,
        warn: t.Callable[[str], None] = lambda text: None,
        sleep: t.Callable[[float], None] = pause,
    ) -> None:
        self.base = url.rstrip("/")
        self.veil = Veil(auth[1])
        self.began: float | None = None  # when it first answered, by its own clock, in seconds since 1970
        self._auth, self._timeout, self._sleep = auth, settings.timeout, sleep
        self._patience = Patience(RESEND, retries=settings.retries, sleep=sleep)
        self._throttle = throttle_of(place(url))
        self._verify: bool | str = (settings.ca_path or True) if settings.validate_certs else False
        self._alike: dict[t.Any, t.Any] = {}  # prepared requests, by base and headers
        self.session = requests.Session()
        self.session.auth = self._authorise  # a callable also keeps requests from reading ~/.netrc
        self.session.trust_env = False  # else requests asks the environment anew at each request
        self._heed_environment(url)
        listener = _in_clear(url, self._proxy)
        if listener and auth[0]:
            warn(f"The token travels to {listener} in clear, because url is http; use https.")
        if settings.client_cert:
            cert, key = settings.client_cert, settings.client_key
            self.session.cert = (cert, key) if key else cert

    def _heed_environment(self, url: str) -> None:
        """Use the proxies and authorities that the environment names for this address."""
        bundles = (os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"))
        self.session.proxies = requests.utils.get_environ_proxies(url)
        self._proxy = proxy_of(url, self.session.proxies)
        self.veil.hide(self._proxy.secrets)
        self.session.verify = next(filter(None, bundles), True) if self._verify is True else self._verify

    def _authorise(self, request: t.Any) -> t.Any:
        if self._auth[0]:
            request.headers[self._auth[0]] = self._auth[1]
        return request

    def knock(self, request: Request) -> Answer:
        """Send once, and take whatever answers, redirects and failures, too. Raises HttpFailure where nothing does."""
        try:
            response, raw = self._exchange(request, self.base + request.target, None)
        except _FailedTry as failed:
            raise self._failure(request, failed) from None
        return decode(response.status_code, raw, response.headers)

    def send(self, request: Request) -> Answer:
        """Send, and try again where that can do no harm. Raises HttpFailure; Unsure when a POST may have happened."""
        failure: HttpFailure | None = None
        for turn in self._patience.turns():
            try:
                return self._checked(request, self._in_turn(request, turn, failure))
            except _FailedTry as failed:
                failure = self._failure(request, failed)
                if isinstance(failure, Unsure) or not failed.mishap.again or (turn.last and not turn.free):
                    raise failure from None  # the library's own words hold the whole URL
        raise AssertionError("a loop that always returns or raises has ended")

    def _in_turn(self, request: Request, turn: Turn, failure: HttpFailure | None) -> Answer:
        """Send once, when the server can take it. What is outdated by then is made anew."""
        body, outdated = request.body, failure is not None
        while True:
            if outdated and request.renew:
                body = _renewed(request.renew, failure)
                if body is None:
                    return NOTHING
            content, served = encode(body), self._throttle.served
            with self._throttle.slot(self._sleep) as slot:
                outdated = slot.rested
                if not (outdated and request.renew):
                    return self._told(request, content, turn, (slot.pauses, served))

    def _told(self, request: Request, content: bytes | None, turn: Turn, before: tuple[int, int]) -> Answer:
        """Send once, and let all who talk to the server know what it says to that.

        :arg before: how many pauses and good answers there were.
        """
        try:
            answer = self._try(request, content)
        except _FailedTry as failed:
            turn.least = failed.wait
            if failed.status in ENOUGH:
                self._throttle.slow(before[0], failed.wait)
                turn.rested = True
                turn.free = turn.spare > 0 and self._throttle.served > before[1]
            raise
        self._throttle.good()
        return answer

    def _try(self, request: Request, content: bytes | None) -> Answer:
        """Send once, and follow redirects."""
        url = self.base + request.target
        for _redirect in range(4):
            response, raw = self._exchange(request, url, content)
            self.began = self.began or said_at(response.headers)
            if response.status_code in BUSY:
                raise self._busy(decode(response.status_code, raw, response.headers))
            if response.status_code not in MOVED:
                return decode(response.status_code, raw, response.headers)
            url = self._redirected(url, response.headers.get("Location", ""), request.target)
        raise _FailedTry(f"redirected in a circle, last to {url}")

    def _exchange(self, request: Request, url: str, content: bytes | None) -> tuple[t.Any, bytearray]:
        """What the library says to one request, and the bytes of the answer."""
        outer = sys.exc_info()[1]  # of an earlier request, if this one is sent because of it
        try:
            with self._sent(request, url, content) as response:
                return response, self._read(response)
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            raise self._broken(error, url, outer) from None

    def _sent(self, request: Request, url: str, content: bytes | None) -> t.Any:
        """What the library's adapter answers; the rest of what a session does follows redirects, which we do."""
        response = self.session.get_adapter(url).send(
            self._prepared(request, url, content),
            stream=True,
            timeout=self._timeout,
            verify=True if self.session.verify is None else self.session.verify,
            cert=self.session.cert,
            proxies=self.session.proxies,
        )
        if response.cookies:  # a balancer may want to lead us to the same server again
            self.session.cookies.update(response.cookies)
        return response

    def _prepared(self, request: Request, url: str, content: bytes | None) -> t.Any:
        """A request as the library prepares it. Most differ by little from one that it has prepared already."""
        base, headers, target = self.base, request.headers, request.target
        plain = url == base + target and PLAIN.fullmatch(target)
        if not plain or request.files or self.session.cookies:
            whole = requests.Request(request.method, url, headers, request.files, content)
            return self.session.prepare_request(whole)
        key = (base, *headers.items())
        if key not in self._alike:
            self._alike[key] = self.session.prepare_request(requests.Request("GET", base + "/", headers))
        alike = self._alike[key].copy()
        alike.method, alike.url, alike.body = request.method, alike.url[:-1] + target, content or None
        alike.prepare_content_length(alike.body)
        return alike

    def _read(self, response: t.Any) -> bytearray:
        """The body, but never more than MAX_BODY, and never for longer than twenty time-outs. It grows where it is:
        parts that are joined in the end are there twice."""
        body, end = bytearray(), time.monotonic() + 20 * self._timeout
        for part in response.iter_content(65536):
            body += part
            if len(body) > MAX_BODY or time.monotonic() > end:
                raise _FailedTry("the answer is too large or too slow", sent=YES)
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and not response.headers.get("Content-Encoding") and len(body) < int(announced):
            raise _FailedTry("the answer broke off", sent=YES, again=True)
        return body

    def _broken(self, error: Exception, url: str, outer: BaseException | None) -> _FailedTry:
        """What an exception of the library means."""
        from ansible_collections.community.tyk.plugins.module_utils._api.wire import Way, understand

        parts = urlsplit(url)
        way = Way(parts.scheme, parts.netloc.rpartition("@")[2], self._proxy, self._timeout)
        return _FailedTry(*understand(error, way, outer))

    def _busy(self, answer: Answer) -> _FailedTry:
        hint = "The server is busy or down; try later"
        failed = _FailedTry(self.message(answer), hint, NO if answer.status == 429 else UNKNOWN, again=True)
        failed.status, failed.wait = answer.status, asked_for(answer.headers)
        return failed

    def _redirected(self, url: str, location: str, target: str) -> str:
        """Where to send the same request instead; only ever to the same host, and never from https to http."""
        there = urljoin(url, location)
        (scheme, host, port), (new_scheme, new_host, new_port) = place(url), place(there)
        upgrade = (scheme, new_scheme) == ("http", "https")
        if not location or host != new_host or not (upgrade or (scheme, port) == (new_scheme, new_port)):
            shown = self.veil.clean(without_login(there.split("?")[0])) or "nowhere"
            raise _FailedTry(f"redirected to {shown}", "Set url to the address that answers")
        if upgrade:
            self._heed_environment(there)
            if there.endswith(target):
                self.base = there[: -len(target)]
        return there

    def _failure(self, request: Request, failed: _FailedTry) -> HttpFailure:
        """What a failed try means for the task, if no other one follows."""
        words, hint, sent, again = failed.mishap
        error = HttpFailure if sent == NO or request.repeatable else Unsure
        failure = error(failed.status, request.method, request.shown_path, self.veil.clean(words), hint)
        if isinstance(failure, Unsure):
            failure.repeat = again  # a late request may still be carried out
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


def _renewed(renew: t.Callable[[bool], t.Any], failure: HttpFailure | None) -> t.Any:
    """The body by now. Raises the failure of the last try where there can be none."""
    try:
        return renew(failure is not None)
    except HttpFailure as error:
        if failure is None:
            raise
        raise failure from error
