# Questions to a cluster that verdict.sh and rollout.sh have in common; they source this.

readonly pause=${PAUSE:-5}
# How long all deployments together may take to roll out, in seconds. The timeout of the step has room for it twice: there and back.
readonly deadline=900

# Like kubectl, and again where it fails: one lost connection says nothing of a deployment.
kube() {
    local said
    for _ in 1 2 3; do
        if said=$(kubectl "$@"); then
            printf '%s\n' "$said"
            return 0
        fi
        sleep "$pause"
    done
    return 1
}

# Waits for the end of a rollout; the first argument is its last moment, in seconds of the epoch.
# 0: it came up; 1: it did not; 2: the cluster does not answer.
came_up() {
    local last=$1 namespace=${2%/*} name=${2#*/} left reason
    while left=$((last - EPOCHSECONDS)) && [ "$left" -gt 0 ]; do
        if kubectl -n "$namespace" rollout status "deployment/$name" --timeout "${left}s"; then
            return 0
        fi
        # It says no to a bad rollout and to a lost connection alike.
        reason=$(kube -n "$namespace" get deployment "$name" \
            -o jsonpath='{.status.conditions[?(@.type=="Progressing")].reason}') || return 2
        [ "$reason" != ProgressDeadlineExceeded ] || return 1
        sleep "$pause"
    done
    return 1
}
