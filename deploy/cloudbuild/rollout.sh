#!/usr/bin/env bash
# Applies manifests that were audited, asks for a verdict, and goes back by itself where it is bad: to the revisions that were there
# before, which are still in the cluster and need no build.
#   rollout.sh FILE SECONDS
# Exit code: 0 deployed; 1 not well, and everything is as it was; 2 deployed, and somebody has to look; 3 not well, and no way back.
set -euo pipefail

readonly file=$1 window=$2
readonly deployments=(ota-lite/api-service ota-lite/backup-service ota-lite-rotation/rotation-service)
here=$(cd "$(dirname "$0")" && pwd)

revision_of() {
    kubectl -n "${1%/*}" get deployment "${1#*/}" --ignore-not-found \
        -o jsonpath='{.metadata.annotations.deployment\.kubernetes\.io/revision}'
}

go_back() {
    local code=1 deployment
    for deployment in "${deployments[@]}"; do
        if [ -z "${before[$deployment]}" ]; then
            printf '%s was not there before, so there is no way back.\n' "$deployment" >&2
            code=3
            continue
        fi
        kubectl -n "${deployment%/*}" rollout undo "deployment/${deployment#*/}" --to-revision "${before[$deployment]}" || code=3
    done
    for deployment in "${deployments[@]}"; do
        [ -z "${before[$deployment]}" ] || kubectl -n "${deployment%/*}" rollout status "deployment/${deployment#*/}" \
            --timeout "${ROLLOUT_TIMEOUT:-900s}" || code=3
    done
    return "$code"
}

declare -A before
for deployment in "${deployments[@]}"; do
    before[$deployment]=$(revision_of "$deployment")
    printf 'Before: %s revision %s\n' "$deployment" "${before[$deployment]:-none}"
done
verdict=0
kubectl apply -f "$file" || verdict=1
[ "$verdict" -ne 0 ] || "$here/verdict.sh" "$window" "${deployments[@]}" || verdict=$?
case $verdict in
    0) printf 'Deployed.\n' ;;
    2) exit 2 ;;
    *)
        printf 'Going back.\n' >&2
        go_back
        ;;
esac
