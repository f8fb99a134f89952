#!/usr/bin/env bash
# Whether what was applied is well, and stays so: everything rolled out, then over a whole window the same pods, ready, with no container
# that ended; and rotation-service judges that all of it would start again. "kubectl rollout status" alone would be content with the
# moment at which the last pod became ready.
#   verdict.sh SECONDS NAMESPACE/DEPLOYMENT...
# Exit code: 0 well; 1 not well; 2 the pods are well, and rotation-service could not be asked.
set -euo pipefail

readonly window=$1
shift
readonly deployments=("$@")
readonly rollout_timeout=${ROLLOUT_TIMEOUT:-900s} pause=${PAUSE:-5} port=${FORWARDED_PORT:-18082}
readonly judged_by=ota-lite-rotation/rotation-service

# One line a pod, the same for as long as nothing happens to it: its uid, whether it is ready, how often its containers ended.
pods_of() {
    kubectl -n "${1%/*}" get pods -l "app.kubernetes.io/name=${1#*/}" -o jsonpath='{range .items[*]}{.metadata.uid}|{.metadata.deletionTimestamp}|{.status.conditions[?(@.type=="Ready")].status}|{.status.containerStatuses[*].restartCount}{"\n"}{end}' \
        | grep '|' | grep -v '|[0-9][^|]*|.*|' | LC_ALL=C sort
}

all_pods() {
    local deployment
    for deployment in "${deployments[@]}"; do
        printf '%s\n' "$deployment"
        pods_of "$deployment" || true
    done
}

not_well() {
    printf 'Not well: %s\n' "$1" >&2
    exit 1
}

# The judgements of a namespace that are as bad as "would not start", as JSON; fails if nobody answers.
ask() {
    kubectl -n "${judged_by%/*}" port-forward "service/${judged_by#*/}" "$port:8082" >/dev/null 2>&1 &
    local forward=$! code=0
    # By standard input, not as an argument, for everybody to see.
    printf 'Authorization: Bearer %s' "${ROTATION_TOKEN:-}" | curl -sSf -H @- --retry 10 --retry-connrefused --retry-delay 1 \
        "http://127.0.0.1:$port/v1/judgements?at_least=BLOCKED_START&namespace=$1" || code=$?
    kill "$forward" 2>/dev/null || true
    wait "$forward" 2>/dev/null || true
    return "$code"
}

for deployment in "${deployments[@]}"; do
    kubectl -n "${deployment%/*}" rollout status "deployment/${deployment#*/}" --timeout "$rollout_timeout" \
        || not_well "$deployment did not come up within $rollout_timeout"
done

before=$(all_pods)
readonly before
SECONDS=0
while :; do
    now=$(all_pods)
    if [ "$now" != "$before" ]; then
        not_well "a pod came, went, restarted or became unready after ${SECONDS} s
$(diff <(printf '%s\n' "$before") <(printf '%s\n' "$now") || true)"
    fi
    if grep '|' <<<"$now" | grep -qv '|True|'; then
        not_well "a pod is not ready"
    fi
    [ "$SECONDS" -lt "$window" ] || break
    sleep "$pause"
done

for namespace in $(printf '%s\n' "${deployments[@]%/*}" | LC_ALL=C sort -u); do
    if ! judged=$(ask "$namespace"); then
        printf 'The pods were well for %s s. rotation-service cannot be asked whether they would start again.\n' "$window" >&2
        exit 2
    fi
    grep -q '"items" *: *\[ *\]' <<<"$judged" || not_well "in $namespace something would not start again: $judged"
done
printf 'Well for %s s, and all of it would start again.\n' "$window"
