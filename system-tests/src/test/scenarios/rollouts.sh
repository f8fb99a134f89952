#!/usr/bin/env bash
# What a cluster shows while a Deployment meets what goes wrong: a missing Secret, a missing image, a crash, and what mends
# them. One line for each state that came to be, so that two clusters can be compared. Needs kubectl with a cluster whose
# nodes can run IMAGE (default busybox) and a namespace that may be made and removed.
set -euo pipefail

image=${IMAGE:-busybox}
namespace=${NAMESPACE:-ota-scenario}
patience=${PATIENCE:-120}
kubectl() { command kubectl --namespace "$namespace" "$@"; }

# Waits until a command prints the expected text, then says so.
await() {
    local what=$1 expected=$2 found=
    shift 2
    local end=$((SECONDS + patience))
    until found=$("$@" 2>/dev/null) && [[ " $found " == *" $expected "* ]]; do
        if ((SECONDS >= end)); then
            printf '%s: expected %s, found %s\n' "$what" "$expected" "$found" >&2
            exit 1
        fi
        sleep 0.3
    done
    printf '%s: %s\n' "$what" "$expected"
}

waiting() { kubectl get pods -l app=web -o 'jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}'; }
phases() { kubectl get pods -l app=web -o 'jsonpath={.items[*].status.phase}'; }
available() { kubectl get deployment web -o 'jsonpath={.status.availableReplicas}/{.status.updatedReplicas}/{.status.replicas}'; }
progressing() { kubectl get deployment web -o 'jsonpath={.status.conditions[?(@.type=="Progressing")].reason}'; }
restarted() { kubectl get pods -l app=web -o 'jsonpath={.items[*].status.containerStatuses[*].restartCount}' | grep -q '[1-9]' && echo yes; }

cleanup() { command kubectl delete namespace "$namespace" --ignore-not-found --wait=true >/dev/null; }
cleanup
trap cleanup EXIT

command kubectl create namespace "$namespace" >/dev/null
kubectl create secret generic web --from-literal=password=first >/dev/null
kubectl apply -f - >/dev/null <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  progressDeadlineSeconds: 10
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: $image
          command: [/bin/sh, -c, 'echo started with "\$PASSWORD"; exec sleep 1000000']
          env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: web, key: password}}}]
YAML
echo '== a Deployment'
await 'available/updated/all' 1/1/1 available
await 'log' 'started with first' kubectl logs deployment/web

echo '== the Secret is deleted: nothing happens to what runs'
kubectl delete secret web >/dev/null
await 'available/updated/all' 1/1/1 available

echo '== a restart: the new pod cannot start, the old one stays'
kubectl rollout restart deployment/web >/dev/null
await 'waiting' CreateContainerConfigError waiting
await 'available/updated/all' 1/1/2 available
await 'condition' ProgressDeadlineExceeded progressing

echo '== the Secret is back with another content: the rollout ends'
kubectl create secret generic web --from-literal=password=second >/dev/null
await 'available/updated/all' 1/1/1 available
await 'log' 'started with second' kubectl logs deployment/web

echo '== a key that the Secret does not have'
kubectl patch deployment web --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/env", "value": [{"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "web", "key": "pass"}}}]}]' >/dev/null
await 'waiting' CreateContainerConfigError waiting
kubectl rollout undo deployment/web >/dev/null
await 'available/updated/all' 1/1/1 available

echo '== an image that does not exist'
kubectl set image deployment/web web=ota-lite.invalid/no-such-image:1 >/dev/null
await 'waiting' ImagePullBackOff waiting
await 'available/updated/all' 1/1/2 available
kubectl rollout undo deployment/web >/dev/null
await 'available/updated/all' 1/1/1 available

echo '== a container that crashes after a second'
kubectl patch deployment web -p '{"spec": {"template": {"spec": {"containers": [{"name": "web", "command": ["/bin/sh", "-c", "sleep 1; exit 3"]}]}}}}' >/dev/null
await 'waiting' CrashLoopBackOff waiting
await 'restarted' yes restarted

echo '== undone'
kubectl rollout undo deployment/web >/dev/null
await 'available/updated/all' 1/1/1 available
await 'phases' Running phases
