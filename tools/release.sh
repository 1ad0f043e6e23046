#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make release VERSION=1.2.3`, in a clean checkout: writes the version and the changelog, builds the tarball in build/ so that the same
# commit always gives the same bytes, lets Galaxy's importer judge it, and runs every scenario against it, installed in an empty folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=${1:-}

say() { printf '\n\033[1m==> %s\033[0m\n' "$*"; }
fail() { printf 'release: %s\n' "$*" >&2; exit 1; }

[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail "name a version: make release VERSION=1.2.3"
[ -z "$(git status --porcelain)" ] || fail 'there are changes that are not committed; a release is made from a clean checkout'
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
unset ANSIBLE_COLLECTIONS_PATH

say "Version $version"
sed -i "s/^version: .*/version: $version/" galaxy.yml
antsibull-changelog lint
antsibull-changelog release --version "$version" --date "$(git log -1 --format=%cs)"

say 'Build'
rm -rf build/release
mkdir -p build/release
ansible-galaxy collection build --output-path build/release > /dev/null
tarball=$PWD/build/release/community-tyk-$version.tar.gz
python tools/repack.py "$tarball"
# once more, from another place
git clone --quiet . build/release/again
cp -R galaxy.yml CHANGELOG.* changelogs build/release/again
(cd build/release/again && ansible-galaxy collection build > /dev/null && python tools/repack.py "$(basename "$tarball")")
cmp "build/release/again/$(basename "$tarball")" "$tarball" || fail 'building it twice does not give the same'
rm -rf build/release/again
tar --list --gzip --file "$tarball" | sed 's|/.*||' | sort | uniq --count
printf '%s, %s bytes, sha256 %s\n' "$tarball" "$(stat --format=%s "$tarball")" "$(sha256sum "$tarball" | cut -d' ' -f1)"

say "Galaxy's importer"
nox --session build-import-check -- "$tarball"

say 'Install into an empty folder, and run every scenario from there'
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
ansible-galaxy collection install --offline --collections-path "$place" "$tarball" > /dev/null
ANSIBLE_COLLECTIONS_PATH=$place ansible-galaxy collection verify --offline community.tyk
# there is no galaxy.yml in it by which Molecule would know a collection and where its scenarios are
cd "$place/ansible_collections/community/tyk/extensions"
ANSIBLE_COLLECTIONS_PATH=$place ANSIBLE_HOST_PATTERN_MISMATCH=error \
    molecule --base-config molecule/config.yml test --no-command-borders --all

say "Done. What is left: commit, git tag $version, push both, ansible-galaxy collection publish $tarball"
