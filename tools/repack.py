# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Packs the tarball of a collection anew, so that the same files give the same bytes: order, times, modes, owners."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import pathlib
import sys
import tarfile


def main(path: pathlib.Path, moment: int) -> None:
    with tarfile.open(path) as packed:
        members = {member.name: member for member in packed.getmembers()}
        content = {name: packed.extractfile(member).read() for name, member in members.items() if member.isfile()}
    files = json.loads(content["FILES.json"])
    files["files"].sort(key=lambda entry: entry["name"])
    content["FILES.json"] = json.dumps(files, indent=True).encode()
    manifest = json.loads(content["MANIFEST.json"])
    manifest["file_manifest_file"]["chksum_sha256"] = hashlib.sha256(content["FILES.json"]).hexdigest()
    content["MANIFEST.json"] = json.dumps(manifest, indent=True).encode()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as packed:
        for name, member in sorted(members.items(), key=lambda item: (not item[0].isupper(), item[0])):
            clean = tarfile.TarInfo(name)
            clean.type, clean.mtime = member.type, moment
            clean.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            clean.size = len(content.get(name, b""))
            packed.addfile(clean, io.BytesIO(content[name]) if name in content else None)
    path.write_bytes(gzip.compress(buffer.getvalue(), mtime=0))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(os.environ["SOURCE_DATE_EPOCH"]))
