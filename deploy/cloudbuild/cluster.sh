#!/usr/bin/env bash
# Gives a program a cluster, by a kubeconfig that only it has.
#   cluster.sh CLUSTER LOCATION PROGRAM [ARGUMENT...]    runs it; every call of kubectl takes the token that is good then
#   cluster.sh CLUSTER LOCATION --token FILE             writes FILE with the token of now, for a step without gcloud: it may have but
#                                                        minutes left, so that step comes right after this one
# As a plugin of kubectl (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins):
#   cluster.sh credential
set -euo pipefail

if [ "$1" = credential ]; then
    printf '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "%s"}}\n' \
        "$(gcloud auth print-access-token)"
    exit
fi

readonly cluster=$1 location=$2
shift 2
umask 077

describe() {
    gcloud container clusters describe "$cluster" --location "$location" --format "value($1)"
}

# By a file and not by kubectl: arguments are for everybody to see.
write() {
    local server authority
    server=$(describe endpoint)
    authority=$(describe masterAuth.clusterCaCertificate)
    cat >"$1" <<CONFIG
apiVersion: v1
kind: Config
clusters: [{name: target, cluster: {server: "https://$server", certificate-authority-data: "$authority"}}]
users: [{name: build, user: {$2}}]
contexts: [{name: target, context: {cluster: target, user: build}}]
current-context: target
CONFIG
}

if [ "$1" = --token ]; then
    token=$(gcloud auth print-access-token)
    write "$2" "token: \"$token\""
    exit
fi
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export KUBECONFIG=$folder/config
write "$KUBECONFIG" "exec: {apiVersion: client.authentication.k8s.io/v1, command: bash, args: [\"$here/cluster.sh\", credential], interactiveMode: Never}"
"$@"
