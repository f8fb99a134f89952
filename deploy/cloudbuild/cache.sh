#!/usr/bin/env bash
# Brings what builds have fetched from a bucket, or puts it there: the Maven repository, by the digest of the poms, and the layers
# of images. A cache that is not there, or cannot be written, makes a build slow and never fails it.
#   cache.sh restore|save gs://BUCKET
set -euo pipefail

readonly action=$1 bucket=$2
readonly layers=image-cache.tar

# What decides which artifacts there are.
key() {
    find . -name pom.xml -not -path '*/target/*' -print0 | LC_ALL=C sort -z | xargs -0 cat .mvn/wrapper/maven-wrapper.properties \
        | sha256sum | cut -d' ' -f1
}

fetch() {
    gcloud storage cp "$bucket/$1" - 2>/dev/null | tar -x -C "$HOME" 2>/dev/null
}

put() {
    tar -c -C "$HOME" "$2" | gcloud storage cp - "$bucket/$1" || printf 'The cache %s cannot be written.\n' "$1" >&2
}

repository=m2-$(key).tar
readonly repository
case $action in
    restore)
        rm -f "$HOME/dependencies-complete"
        if fetch "$repository"; then
            touch "$HOME/dependencies-complete"
            printf 'Dependencies: all of them, from %s\n' "$repository"
        elif fetch m2-latest.tar; then
            printf 'Dependencies: those of an earlier build; the poms have changed.\n'
        else
            printf 'Dependencies: none yet.\n'
        fi
        fetch "$layers" || printf 'Layers: none yet.\n'
        ;;
    save)
        if [ ! -e "$HOME/dependencies-complete" ]; then
            put "$repository" .m2
            gcloud storage cp "$bucket/$repository" "$bucket/m2-latest.tar" || true
        fi
        put "$layers" image-cache
        ;;
    *)
        printf 'Usage: cache.sh restore|save gs://BUCKET\n' >&2
        exit 2
        ;;
esac
