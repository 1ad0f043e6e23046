# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Command line: python -m tyk_emulator."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
from pathlib import Path

from .config import QUIRKS, Config
from .core import Emulator
from .server import Service, serve


def parser() -> argparse.ArgumentParser:
    """The options."""
    result = argparse.ArgumentParser(prog="tyk_emulator", description="An emulator of the Tyk Dashboard for tests.")
    result.add_argument("--host", default="127.0.0.1")
    result.add_argument("--port", type=int, default=3000, help="0 picks a free one")
    result.add_argument("--admin-secret", default=os.environ.get("TYK_ADMIN_SECRET"), help="or TYK_ADMIN_SECRET")
    result.add_argument("--state", type=Path, metavar="FILE", help="keep everything in this file across restarts")
    result.add_argument("--ready-file", type=Path, metavar="FILE", help="gets the base URL once it serves")
    result.add_argument("--tls-cert", metavar="FILE")
    result.add_argument("--tls-key", metavar="FILE")
    result.add_argument("--no-hash-keys", action="store_true")
    result.add_argument("--latency-ms", type=int, default=0, metavar="N")
    result.add_argument("--page-size", type=int, default=10, metavar="N")
    result.add_argument("--dashboard-version", default="5.14")
    result.add_argument("--gateway-secret", default=os.environ.get("TYK_GATEWAY_SECRET"), help="or TYK_GATEWAY_SECRET")
    result.add_argument("--gateway-version", default="5.14.0")
    result.add_argument(
        "--gateway-mode", default="file", choices=("file", "dashboard"), help="whether it belongs to the Dashboard"
    )
    result.add_argument(
        "--hash-key-function", default="murmur64", metavar="NAME", help="or nothing, as old ones had it"
    )
    result.add_argument("--quirk", action="append", default=[], choices=sorted(QUIRKS), metavar="NAME")
    result.add_argument("--seed", type=int, help="makes ids and noise repeatable; default: another one at every start")
    result.add_argument("--parent-pid", type=int, metavar="PID", help="end when this process is gone")
    return result


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    if not options.admin_secret:
        sys.stderr.write("tyk_emulator: --admin-secret or TYK_ADMIN_SECRET is needed\n")
        return 2
    if options.state and not os.access(os.path.dirname(os.path.abspath(options.state)), os.W_OK):
        sys.stderr.write(f"tyk_emulator: --state {options.state}: nothing can be written there\n")
        return 2
    try:
        config = _config(options)
    except ValueError as wrong:
        sys.stderr.write(f"tyk_emulator: {wrong}\n")
        return 2
    network = {"host": options.host, "port": options.port}
    if options.tls_cert:
        network |= {"ssl_certfile": options.tls_cert, "ssl_keyfile": options.tls_key}
    return asyncio.run(_run(config, options, network))


def _config(options: argparse.Namespace) -> Config:
    """The settings that the command line says. Raises ValueError."""
    return Config(
        admin_secret=options.admin_secret,
        hash_keys=not options.no_hash_keys,
        page_size=options.page_size,
        dashboard_version=options.dashboard_version,
        quirks=options.quirk,
        seed=secrets.randbits(32) if options.seed is None else options.seed,
        latency_ms=options.latency_ms,
        gateway_secret=options.gateway_secret or secrets.token_hex(16),
        gateway_version=options.gateway_version,
        gateway_mode=options.gateway_mode,
        hash_key_function=options.hash_key_function,
    )


async def _run(config: Config, options: argparse.Namespace, network: dict[str, object]) -> int:
    service = Service(Emulator(config), options.state, options.parent_pid)
    await serve(service, network, options.ready_file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
