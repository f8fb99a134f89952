#!/usr/bin/env bash
# Brings what builds have fetched from a bucket, or puts it there: the Maven repository, by the digest of the poms, and the layers of
# the images' base. A cache that is not there, is broken, or cannot be written, makes a build slow and never fails it. Each month
# begins with none, so that what nothing needs any more is not kept for ever.
#   cache.sh gs://BUCKET restore | save dependencies | save layers
set -euo pipefail

readonly bucket=$1
shift
month=$(date -u +%Y-%m)
readonly month layers=layers-$month.tar layers_folder=image-cache/base
readonly latest=m2-$month-latest.tar repository_folder=.m2

# What decides which artifacts there are.
key() {
    find . -name pom.xml -not -path '*/target/*' -print0 | LC_ALL=C sort -z | xargs -0 cat .mvn/wrapper/maven-wrapper.properties \
        | sha256sum | cut -d' ' -f1
}

# A folder below HOME from a file of the bucket: all of it, or nothing.
fetch() {
    local folder=$HOME/$2 code=0
    [ ! -e "$folder" ] && gcloud storage cp "$bucket/$1" "$work/fetched.tar" 2>/dev/null \
        && mkdir "$work/unpacked" && tar -x -f "$work/fetched.tar" -C "$work/unpacked" \
        && mkdir -p "$(dirname "$folder")" && mv "$work/unpacked/$2" "$folder" || code=1
    rm -rf "$work/fetched.tar" "$work/unpacked"
    return "$code"
}

put() {
    if ! { tar -c -f "$work/made.tar" -C "$HOME" "$2" && gcloud storage cp "$work/made.tar" "$bucket/$1"; }; then
        printf 'The cache %s is not written.\n' "$1" >&2
        return 1
    fi
}

repository=m2-$month-$(key).tar
readonly repository
mkdir -p "$HOME"
# Where HOME is, so that a move is one.
work=$(mktemp -d "$HOME/cache.XXXXXX")
readonly work
trap 'rm -rf "$work"' EXIT
case $* in
    restore)
        rm -f "$HOME/dependencies-complete"
        if fetch "$repository" "$repository_folder"; then
            touch "$HOME/dependencies-complete"
            printf 'Dependencies: all of them, from %s\n' "$repository"
        elif fetch "$latest" "$repository_folder"; then
            printf 'Dependencies: those of an earlier build; the poms have changed.\n'
        else
            printf 'Dependencies: none yet.\n'
        fi
        fetch "$layers" "$layers_folder" || printf 'Layers: none yet.\n'
        ;;
    "save dependencies")
        if [ ! -e "$HOME/dependencies-complete" ] && put "$repository" "$repository_folder"; then
            gcloud storage cp "$bucket/$repository" "$bucket/$latest" || true
        fi
        ;;
    "save layers")
        [ ! -e "$HOME/$layers_folder" ] || put "$layers" "$layers_folder" || true
        ;;
    *)
        printf 'Usage: cache.sh gs://BUCKET restore | save dependencies | save layers\n' >&2
        exit 2
        ;;
esac
