#!/usr/bin/env bash
# Applies manifests that were audited, asks for a verdict, and goes back by itself where it is bad: first to what was applied before of
# everything that is no Deployment, as settings are read when a pod starts; then to the revisions of the Deployments, which are still
# in the cluster and need no build. What is new stays.
#   rollout.sh FILE SECONDS
# Exit code: 0 deployed; 1 not well, and what was there before is as it was applied then, or nothing was touched; 2 deployed, and
# somebody has to look; 3 not well, and not all of it went back.
set -euo pipefail

readonly file=$1 window=$2
readonly deployments=(ota-lite/api-service ota-lite/backup-service ota-lite-rotation/rotation-service)
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=kubectl.sh
. "$here/kubectl.sh"

revision_of() {
    kube -n "${1%/*}" get deployment "${1#*/}" --ignore-not-found \
        -o jsonpath='{.metadata.annotations.deployment\.kubernetes\.io/revision}'
}

# As it was applied, and not as it is: that would bring a resourceVersion, which nobody could apply again.
settings() {
    kube get -f "$file" --ignore-not-found -o jsonpath='{range .items[?(@.kind!="Deployment")]}{"---\n"}{.metadata.annotations.kubectl\.kubernetes\.io/last-applied-configuration}{end}'
}

go_back() {
    local code=1 deployment last
    if grep -q '{' "$kept"; then
        kube apply -f "$kept" || code=3
    fi
    for deployment in "${deployments[@]}"; do
        if [ -z "${before[$deployment]}" ]; then
            printf '%s was not there before, so there is no way back.\n' "$deployment" >&2
            code=3
            continue
        fi
        kube -n "${deployment%/*}" rollout undo "deployment/${deployment#*/}" --to-revision "${before[$deployment]}" || code=3
    done
    last=$((EPOCHSECONDS + deadline))
    for deployment in "${deployments[@]}"; do
        [ -z "${before[$deployment]}" ] || came_up "$last" "$deployment" || code=3
    done
    return "$code"
}

untouched() {
    printf 'The cluster does not answer; nothing was touched.\n' >&2
    exit 1
}

kept=$(mktemp)
trap 'rm -f "$kept"' EXIT
declare -A before
for deployment in "${deployments[@]}"; do
    before[$deployment]=$(revision_of "$deployment") || untouched
    printf 'Before: %s revision %s\n' "$deployment" "${before[$deployment]:-none}"
done
settings >"$kept" || untouched
verdict=0
kube apply -f "$file" || verdict=1
[ "$verdict" -ne 0 ] || "$here/verdict.sh" "$window" "${deployments[@]}" || verdict=$?
case $verdict in
    0) printf 'Deployed.\n' ;;
    2) exit 2 ;;
    *)
        printf 'Going back.\n' >&2
        go_back
        ;;
esac
