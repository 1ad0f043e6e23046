# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong, as exceptions. Each message is a sentence that a person can act on."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import traceback
import typing as t

AFTER_QUESTION = re.compile(r"\?\.(?=\s|$)")


class TykError(Exception):
    """Anything that ends a task. ``failure`` tells of the request that was refused, ``changed`` whether something was
    written by then, ``backup_path`` where what was there is kept."""

    failure: dict[str, t.Any] | None = None
    changed = False
    backup_path = ""

    def __str__(self) -> str:
        """A question that ends a message within another one keeps its own mark only."""
        return AFTER_QUESTION.sub("?", super().__str__())

    def result(self) -> dict[str, t.Any]:
        """What the module returns beside the message."""
        told = {"failure": self.failure, "backup_path": self.backup_path}
        return {"changed": self.changed, **{name: value for name, value in told.items() if value}}


class Invalid(TykError):
    """What the task asks for cannot work; nothing was sent."""


class Missing(Invalid):
    """A new object would lack something that it needs."""


class Unresolved(TykError):
    """The task names an object that does not exist."""


class Ambiguous(TykError):
    """More than one object answers to what the task names."""


class OrganisationMismatch(TykError):
    """Token and objects do not share one organisation."""


class HttpFailure(TykError):
    """The server refused, or did not answer in a way that can be used.

    :arg status: HTTP status, or None where no answer came.
    :arg message: the server's own words, or what happened to the connection.
    :arg hint: the way out, if there is one to tell.
    """

    def __init__(self, status: int | None, method: str, path: str, message: str, hint: str = "") -> None:
        self.status, self.method, self.path, self.message, self.hint = status, method, path, message, hint
        self.failure = {"status": status, "method": method, "path": path, "message": message}
        said = f"{method} {path} " + (f"was answered with {status}: {message}" if status else f"failed: {message}")
        super().__init__(f"{said.rstrip('.')}. {hint}" if hint else said)

    @property
    def malformed(self) -> bool:
        """Whether the server says of the body that it cannot be read, and no more."""
        return self.message.lower().startswith(("request body malformed", "request malformed"))

    @property
    def unnamed(self) -> bool:
        """Whether the server says that something in the body is not as its schema wants it, and no more."""
        return self.message.lower().startswith("error while validating schema")


class Unforeseen(TykError):
    """Something that nobody has thought of; no more than where it happened is told, for it may quote a secret."""

    def __init__(self, error: BaseException) -> None:
        where = traceback.extract_tb(error.__traceback__)[-3:]
        way = ", ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in reversed(where))
        deep = "an object is nested too deeply; " if isinstance(error, RecursionError) else ""
        super().__init__(
            f"{deep}an answer of Tyk's is not as it should be, or this is a defect of the collection: "
            f"{type(error).__name__} at {way}. Nothing more was written; please report it"
        )


class _Understood:
    """It is entered for every object, and a generator would take five times as long."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: t.Any, error: BaseException | None, _trace: t.Any) -> None:
        if isinstance(error, Exception) and not isinstance(error, TykError):
            raise Unforeseen(error) from None


def understood() -> t.ContextManager[None]:
    """Let nothing but a TykError out."""
    return _UNDERSTOOD


_UNDERSTOOD = _Understood()


class Halfway(TykError):
    """Something was written, and then something went wrong.

    :arg cause: what went wrong.
    """

    def __init__(self, message: str, cause: HttpFailure) -> None:
        super().__init__(message)
        self.failure = cause.failure


class NotFound(HttpFailure):
    """The object that the request is about does not exist."""


class NoRoute(HttpFailure):
    """This Tyk is older than what the request is about, or was built without it.

    :arg said: that, as one sentence.
    """

    def __init__(self, refused: HttpFailure, said: str) -> None:
        super().__init__(refused.status, refused.method, refused.path, refused.message)
        self.args = (said,)


class Unsure(HttpFailure):
    """The request may have been carried out: no answer to it can be used."""

    repeat = True  # whether it may be sent again when the object turns out not to exist
