# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a handler gets: the request, who asks, and the means to read and answer."""

from __future__ import annotations

import dataclasses
import datetime
import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from . import go_json
from .shape import Mismatch, Shape, read
from .state import Row, State
from .wire import Fragments, Refusal, Request, dump

if TYPE_CHECKING:
    from .core import Emulator

MALFORMED = "Request body malformed"


@dataclasses.dataclass(frozen=True)
class Route:
    """One line of the routing table."""

    method: str
    path: str
    handler: Callable[[Call], Any]
    permission: str = ""
    # How the noise switches treat the answer: "plain", "sparse" (zero values may vanish) or "doc" (left alone).
    noise: str = "plain"
    # The first version of the Dashboard that has the route; before it there is none.
    since: tuple[int, ...] = ()


@dataclasses.dataclass
class Call:
    """One authorised request on its way to a handler."""

    emulator: Emulator
    request: Request
    route: Route
    args: dict[str, str]
    user: Row | None = None

    @property
    def state(self) -> State:
        return self.emulator.state

    @property
    def org(self) -> str:
        """Organisation of the caller; blank for a super user and for the Admin API."""
        return self.user["doc"]["org_id"] if self.user else ""

    @property
    def is_super(self) -> bool:
        return not self.org

    def has(self, quirk: str) -> bool:
        return self.emulator.config.has(quirk)

    def param(self, name: str) -> str:
        return self.request.params.get(name, "")

    def owns(self, org_id: str) -> bool:
        """Whether an object of that organisation is in the caller's reach."""
        return self.is_super or org_id == self.org

    def json(self, malformed: tuple[int, str] = (403, MALFORMED), kinds: tuple[type, ...] = (dict,)) -> Any:
        """The parsed body. Empty is 500 and not parseable is 403: that is how the Dashboard has it."""
        if not self.request.body.strip():
            raise Refusal(500, "Failed to read response body, body empty")
        try:
            value = go_json.first_value(self.request.body, exact=False, only=True)
        except ValueError:
            raise Refusal(*malformed) from None
        if not isinstance(value, kinds):
            raise Refusal(*malformed)
        return value

    def read(self, shape: Shape, body: Any, malformed: tuple[int, str] = (403, MALFORMED)) -> dict[str, Any]:
        """The known fields of a body."""
        try:
            return read(shape, body, lax=self.has("float-numbers"))
        except Mismatch:
            raise Refusal(*malformed) from None

    def page(self, rows: list[Any]) -> tuple[list[Any], int]:
        """The page asked for and the number of pages. Below zero means everything, anything odd page one."""
        size = self.emulator.config.page_size
        try:
            number = int(self.param("p") or 1)
        except ValueError:
            number = 1
        if number < 0:
            return rows, 1
        number = max(number, 1)
        return rows[(number - 1) * size : number * size], max(1, math.ceil(len(rows) / size))

    def listing(self, table: str, rows: Iterable[Row], view: Callable[[Row], Any], stamp: Any = 0) -> list[Any]:
        """Views of rows, encoded and cached unless a noise switch has to work on them."""
        if self.emulator.noisy:
            return [view(row) for row in rows]
        cache = self.state[table]
        return Fragments(cache.view(row, stamp, lambda row=row: dump(view(row))) for row in rows)

    def now(self) -> float:
        return self.emulator.clock()

    def timestamp(self) -> str:
        """Now, as Go prints it."""
        moment = datetime.datetime.fromtimestamp(self.now(), datetime.UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".") + "Z"

    def fresh(self, row: Row) -> bool:
        """Whether an object is still too young for the slow parts of the system."""
        return self.now() - row.get("at", 0) < self.emulator.config.late_seconds

    def visible(self, row: Row) -> bool:
        return not (self.has("late-visibility") and self.fresh(row))
