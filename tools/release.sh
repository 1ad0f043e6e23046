#!/usr/bin/env bash
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What `make release`, `make release-build` and `make release-publish` do:
#   prepare VERSION   in a clean checkout: writes the changelog, and the version, if it is another one than galaxy.yml says already
#   build             builds the tarball in build/release so that the same commit always gives the same bytes, with its checksum and notes,
#                     lets Galaxy's importer judge it, and runs every scenario against it, installed in an empty folder; on a tag, this
#                     has to be the version
#   publish           puts that on the tag's release on GitHub (GH_TOKEN) and on Galaxy (GALAXY_TOKEN)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset ANSIBLE_COLLECTIONS_PATH

say() { printf '\n\033[1m==> %s\033[0m\n' "$*"; }
fail() { printf 'release: %s\n' "$*" >&2; exit 1; }
declared() { sed -n 's/^version: //p' galaxy.yml; }
released() { grep -q "^  $1:" changelogs/changelog.yaml; }
tag() { git describe --tags --exact-match 2> /dev/null || true; }

prepare() {
    local version=${1:-$(declared)}
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail "name a version: make release VERSION=1.2.3"
    [ -z "$(git status --porcelain)" ] || fail 'there are changes that are not committed; a release is made from a clean checkout'
    ! released "$version" || fail "changelogs/changelog.yaml has $version already; name the next: make release VERSION=1.2.3"
    say "Version $version"
    sed -i "s/^version: .*/version: $version/" galaxy.yml
    sed -i "s/^TOOL = .*/TOOL = \"community.tyk $version\"/" plugins/module_utils/_config/plan_file.py
    antsibull-changelog lint
    antsibull-changelog release --version "$version" --date "$(git log -1 --format=%cs)"
    # from the first release on that is no pre-release, it is installed from Galaxy
    python tools/published.py
}

notes() {
    antsibull-changelog generate --only-latest --output-format md --output "$1" "$(declared)"
}

build() {
    local version tarball place
    version=$(declared)
    [ -z "$(tag)" ] || [ "$(tag)" = "$version" ] || fail "the tag is $(tag), and galaxy.yml says version: $version; they have to be the same"
    released "$version" || fail "changelogs/changelog.yaml has no $version; begin with: make release VERSION=$version"
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    export SOURCE_DATE_EPOCH

    say 'Build'
    rm -rf build/release
    mkdir -p build/release
    ansible-galaxy collection build --output-path build/release > /dev/null
    tarball=$PWD/build/release/community-tyk-$version.tar.gz
    python tools/repack.py "$tarball"
    # once more, from another place
    git clone --quiet . build/release/again
    git diff --binary HEAD | git -C build/release/again apply --allow-empty
    git ls-files --others --exclude-standard -z | xargs --null --no-run-if-empty cp --parents --target-directory build/release/again
    (cd build/release/again && ansible-galaxy collection build > /dev/null && python tools/repack.py "$(basename "$tarball")")
    cmp "build/release/again/$(basename "$tarball")" "$tarball" || fail 'building it twice does not give the same'
    rm -rf build/release/again
    (cd build/release && sha256sum "$(basename "$tarball")" | tee "$(basename "$tarball").sha256")
    notes build/release/notes.md
    tar --list --gzip --file "$tarball" | sed 's|/.*||' | sort | uniq --count
    printf '%s, %s bytes\n' "$tarball" "$(stat --format=%s "$tarball")"

    say "Galaxy's importer"
    nox --session build-import-check -- "$tarball"

    say 'Install into an empty folder, and run every scenario from there'
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    ansible-galaxy collection install --offline --collections-path "$place" "$tarball" > /dev/null
    ANSIBLE_COLLECTIONS_PATH=$place ansible-galaxy collection verify --offline community.tyk
    # there is no galaxy.yml in it by which Molecule would know a collection and where its scenarios are
    (
        cd "$place/ansible_collections/community/tyk/extensions"
        ANSIBLE_COLLECTIONS_PATH=$place ANSIBLE_HOST_PATTERN_MISMATCH=error \
            molecule --base-config molecule/config.yml test --no-command-borders --all
    )
    rm -rf "$place"
    trap - EXIT
    [ -n "$(tag)" ] || say "Done. What is left: commit, git tag $version, push both; the tag is then built anew and published"
}

publish() {
    local version tarball
    version=$(declared) tarball=build/release/community-tyk-$(declared).tar.gz
    [ "$(tag)" = "$version" ] || fail "this is not the tag $version; only what is tagged is published"
    (cd build/release && sha256sum --check --quiet "$(basename "$tarball").sha256") || fail 'begin with: make release-build'
    # by the environment, since every process of the machine could read arguments
    export ANSIBLE_GALAXY_SERVER_LIST=galaxy ANSIBLE_GALAXY_SERVER_GALAXY_URL=https://galaxy.ansible.com/
    export ANSIBLE_GALAXY_SERVER_GALAXY_TOKEN=${GALAXY_TOKEN:?is needed, the token of Galaxy}
    ansible-galaxy collection publish "$tarball"
    gh release create "$version" "$tarball" "$tarball.sha256" --verify-tag --title "$version" --notes-file build/release/notes.md
}

case ${1:-} in
    prepare) prepare "${2:-}" ;;
    build | publish | notes) "$@" ;;
    *) fail 'say prepare, build or publish' ;;
esac
