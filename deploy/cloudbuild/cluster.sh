#!/usr/bin/env bash
# Writes a kubeconfig that needs no other program: the token of this build, which is good for an hour.
#   cluster.sh CLUSTER LOCATION
set -euo pipefail

readonly cluster=$1 location=$2
umask 077
describe() {
    gcloud container clusters describe "$cluster" --location "$location" --format "value($1)"
}
server=$(describe endpoint)
authority=$(describe masterAuth.clusterCaCertificate)
token=$(gcloud auth print-access-token)
# By a file and not by kubectl: arguments are for everybody to see.
cat >"$KUBECONFIG" <<CONFIG
apiVersion: v1
kind: Config
clusters: [{name: target, cluster: {server: "https://$server", certificate-authority-data: "$authority"}}]
users: [{name: build, user: {token: "$token"}}]
contexts: [{name: target, context: {cluster: target, user: build}}]
current-context: target
CONFIG
