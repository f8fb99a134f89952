#!/usr/bin/env bash
# Whether what was applied is well, and stays so: everything rolled out, then over a whole window the same pods, as many as there have
# to be, ready, with no container that ended; and rotation-service judges that each would start again. "kubectl rollout status" alone
# would be content with the moment at which the last pod became ready.
#   verdict.sh SECONDS NAMESPACE/DEPLOYMENT...
# Exit code: 0 well; 1 not well; 2 it cannot be told: the cluster does not answer, or the pods are well and rotation-service does not
# answer, does not know, or has seen nothing since they came up.
set -euo pipefail

readonly window=$1
shift
readonly deployments=("$@")
readonly judged_by=ota-lite-rotation/rotation-service port=18082
# shellcheck source=kubectl.sh
. "$(dirname "$0")/kubectl.sh"

# One line a pod, the same for as long as nothing happens to it: its uid, whether it is ready, how often its containers ended.
pods_of() {
    local all
    all=$(kube -n "${1%/*}" get pods -l "app.kubernetes.io/name=${1#*/}" -o jsonpath='{range .items[*]}{.metadata.uid}|{.metadata.deletionTimestamp}|{.status.conditions[?(@.type=="Ready")].status}|{.status.containerStatuses[*].restartCount}{"\n"}{end}') \
        || return
    { grep '|' <<<"$all" | grep -v '|[0-9][^|]*|.*|' | LC_ALL=C sort; } || true
}

all_pods() {
    local deployment required pods
    for deployment in "${deployments[@]}"; do
        required=$(kube -n "${deployment%/*}" get deployment "${deployment#*/}" -o jsonpath='{.spec.replicas}') || return
        pods=$(pods_of "$deployment") || return
        printf '%s has %s pods of %s\n' "$deployment" "$(grep -c . <<<"$pods" || true)" "$required"
        [ -z "$pods" ] || printf '%s\n' "$pods"
    done
}

not_well() {
    printf 'Not well: %s\n' "$1" >&2
    exit 1
}

cannot_tell() {
    printf 'It cannot be told whether this is well: %s\n' "$1" >&2
    exit 2
}

# The judgement of a deployment, as JSON; fails if nobody answers.
ask() {
    # By standard input, not as an argument, for everybody to see.
    printf 'Authorization: Bearer %s' "${ROTATION_TOKEN:-}" | curl -sSf -H @- --retry 10 --retry-connrefused --retry-delay 1 \
        "http://127.0.0.1:$port/v1/judgements/${1%/*}/Deployment/${1#*/}"
}

# 0: it would start again; 1: it would not; 2: that is not known, or was judged from what was seen before it came up.
would_start_again() {
    local judged age
    judged=$(ask "$1") || return 2
    printf '%s\n' "$judged"
    age=$(grep -o '"source" *: *"kubernetes"[^}]*' <<<"$judged" | grep -o '"age_seconds" *: *[0-9]*' | grep -o '[0-9]*$') || return 2
    [ "$age" -le "$SECONDS" ] || return 2
    ! grep -q '"verdict" *: *"BLOCKED_START"' <<<"$judged" || return 1
    ! grep -q '"verdict" *: *"UNKNOWN"' <<<"$judged" || return 2
    grep -q '"verdict"' <<<"$judged" || return 2
}

last=$((EPOCHSECONDS + deadline))
for deployment in "${deployments[@]}"; do
    code=0
    came_up "$last" "$deployment" || code=$?
    case $code in
        0) ;;
        1) not_well "$deployment did not come up within $deadline s" ;;
        *) cannot_tell "the cluster does not answer" ;;
    esac
done

before=$(all_pods) || cannot_tell "the cluster does not answer"
readonly before
if lacking=$(awk '$2 == "has" && $3 != $6' <<<"$before" | grep .); then
    not_well "$lacking"
fi
SECONDS=0
while :; do
    now=$(all_pods) || cannot_tell "the cluster does not answer"
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

kubectl -n "${judged_by%/*}" port-forward "service/${judged_by#*/}" "$port:8082" >/dev/null 2>&1 &
forward=$!
trap 'kill "$forward" 2>/dev/null || true' EXIT
unknown=
for deployment in "${deployments[@]}"; do
    code=0
    judged=$(would_start_again "$deployment") || code=$?
    case $code in
        0) ;;
        1) not_well "$deployment would not start again: $judged" ;;
        *) unknown+="$deployment ${judged:-(no answer)}"$'\n' ;;
    esac
done
[ -z "$unknown" ] || cannot_tell "the pods were well for $window s; rotation-service does not say that they would start again:
$unknown"
printf 'Well for %s s, and all of it would start again.\n' "$window"
