#!/bin/sh
# A Kubernetes cluster of two nodes on this machine, for as long as one command runs: to try 'ipc-demo cluster compare' on
# a real one. Run by hand; it is not a part of bin/verify.
#
#   docs/cluster.sh [--cache DIR] build             builds Kubernetes into the cache, once
#   docs/cluster.sh [--cache DIR] run COMMAND...    builds if need be, starts the cluster, runs COMMAND with KUBECONFIG set
#                                                   and kubectl on its path, stops the cluster, and ends as COMMAND did
#   docs/cluster.sh [--cache DIR] check             runs: a server in a pod on one node, a client in a pod on the other
#   docs/cluster.sh [--cache DIR] compare [ARGUMENT...]
#                                                   runs: ipc-demo cluster compare, as a user with the rights that
#                                                   docs/deploy/cluster-rbac.yaml grants and no others
#
# Debian 12 on x86-64, as root, with docker.io and openssl installed ('bin/engine run true' installs the former). Debian
# has Kubernetes 1.20 as a source package. It is built with Debian's Go, in some 30 minutes of CPU time and 3 GB of disk
# space, of which 0.4 GB stay. Its packages are unpacked in the cache, not installed. The cache is
# ${XDG_CACHE_HOME:-~/.cache}/ipc-demo/kubernetes-1.20.2 unless --cache says otherwise; nothing else is left behind.
# GOFLAGS=-p=1 in the environment makes the build use one CPU.
#
# A node is a set of namespaces (mounts, processes, network, host name) with a Docker engine and a kubelet. The nodes are
# joined by a bridge in a third network namespace, where etcd, the API server, the controller manager, the scheduler and
# COMMAND run; none of the three reaches the host's network. Pods are on a bridge in their node, with a route from node to
# node. There is no kube-proxy and no DNS, so services have no address that works: use the addresses of pods.
#
# What differs from the Kubernetes of other clusters, besides its age: the kubelet sets no OOM score adjustment below 0,
# which containers and some virtual machines forbid, and leaves the kernel's settings (vm.overcommit_memory and others) as
# they are; pods have no cgroup of their own, their containers do.
set -eu

version=1.20.2
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
self=$here/docs/cluster.sh
network=198.18.0 # set aside for measuring; the control plane is .1, and the nodes are .11 and .12
pods=10.244      # the pods of node 1 are in .1.0/24
nodes='1 2'
image=ipc-demo:local
patience_seconds=600

say() { printf 'cluster.sh: %s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "$0" | sed '/^set /d' >&2
  exit 2
}

# ---- The build

# apt-get with lists and packages of its own, from where this machine's packages of Debian come, sources included.
private_apt() {
  APT_CONFIG=$build/apt/apt.conf "$@"
}

prepare_apt() {
  mkdir -p "$build/apt/lists/partial" "$build/apt/archives/partial"
  # shellcheck disable=SC2016 # for apt-get to expand
  apt-get indextargets --format '$(SIGNED_BY)|$(REPO_URI)|$(RELEASE)' \
    'Created-By: Packages' 'Origin: Debian' 'Component: main' |
    while IFS='|' read -r key uri release; do
      for type in deb deb-src; do
        printf '%s %s%s %s main\n' "$type" "${key:+[signed-by=$key] }" "$uri" "$release"
      done
    done | sort -u >"$build/apt/sources.list"
  [ -s "$build/apt/sources.list" ] || fail "apt knows no packages of Debian yet: run 'apt-get update'"
  cat >"$build/apt/apt.conf" <<END
Dir::Etc::sourcelist "$build/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$build/apt/lists";
Dir::Cache "$build/apt";
APT::Sandbox::User "root";
END
  private_apt apt-get -qq update
}

build() {
  if [ -d "$cache/bin" ]; then return; fi
  log=$cache/build.log
  say "building Kubernetes $version; the output goes to $log"
  mkdir -p "$build"
  began=$(date +%s)
  "$self" --cache "$cache" --build >"$log" 2>&1 || {
    tail -n 8 "$log" >&2
    fail "the build failed; another run goes on where it stopped"
  }
  rm -rf "$build"
  say "built in $((($(date +%s) - began) / 60)) minutes"
}

build_in_steps() {
  root=$build/root
  source=$build/go/src/k8s.io/kubernetes
  if [ ! -e "$build/unpacked" ]; then
    prepare_apt
    rm -rf "$root" "$build/packages" "$build/go/src"
    mkdir -p "$root" "$build/packages" "$(dirname "$source")"
    cd "$build/packages"
    private_apt apt-get download golang-1.19-go golang-1.19-src etcd-server containernetworking-plugins kubernetes-client
    for package in *.deb; do dpkg-deb --extract "$package" "$root"; done
    private_apt apt-get source --download-only kubernetes
    # The version in the file names is a range: apt-get has checked them against the signed list.
    mkdir "$source"
    tar -x -z -f kubernetes_*.orig.tar.gz -C "$source" --strip-components 1
    cd "$source"
    patch_source
    touch "$build/unpacked"
  fi
  GOROOT=$root/usr/lib/go-1.19 GOPATH=$build/go GOCACHE=$build/go-cache GO111MODULE=off CGO_ENABLED=0
  PATH=$GOROOT/bin:$PATH
  export GOROOT GOPATH GOCACHE GO111MODULE CGO_ENABLED PATH
  cd "$source"
  generate_openapi
  vendor=k8s.io/kubernetes/vendor/k8s.io
  names="-X $vendor/component-base/version.gitVersion=v$version -X $vendor/component-base/version.gitMajor=1
    -X $vendor/component-base/version.gitMinor=20 -X $vendor/client-go/pkg/version.gitVersion=v$version"
  mkdir -p "$build/bin"
  for program in kube-apiserver kube-controller-manager kube-scheduler kubelet; do
    go build -ldflags "-s -w $names" -o "$build/bin/$program" "./cmd/$program"
  done
  mkdir -p "$build/pause"
  cat >"$build/pause/pause.go" <<'END'
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGINT, syscall.SIGTERM)
	<-ended
}
END
  go build -ldflags '-s -w' -o "$build/bin/pause" "$build/pause/pause.go"
  cp "$root/usr/bin/etcd" "$root/usr/bin/kubectl" "$build/bin/"
  rm -rf "$cache/cni"
  cp -r "$root/usr/lib/cni" "$cache/cni"
  mv "$build/bin" "$cache/bin"
}

# See the head of this file. Each line is to change something, or the source is not the one that this was written for.
patch_source() {
  replace pkg/kubelet/qos/policy.go 'KubeletOOMScoreAdj int = -999' 'KubeletOOMScoreAdj int = 0'
  replace pkg/kubelet/qos/policy.go 'guaranteedOOMScoreAdj int = -997' 'guaranteedOOMScoreAdj int = 0'
  replace pkg/kubelet/dockershim/cm/container_manager_linux.go 'dockerOOMScoreAdj = -999' 'dockerOOMScoreAdj = 0'
  replace pkg/kubelet/dockershim/docker_sandbox.go 'defaultSandboxOOMAdj int = -998' 'defaultSandboxOOMAdj int = 0'
  replace pkg/kubelet/cm/container_manager_linux.go 'b := KernelTunableModify' 'b := KernelTunableWarn'
}

replace() { # FILE TEXT REPLACEMENT
  grep -qF "$2" "$1" || fail "$1 does not contain: $2"
  sed -i "s/$2/$3/" "$1"
}

# The one generated file that is not in the source package.
generate_openapi() {
  [ ! -e pkg/generated/openapi/zz_generated.openapi.go ] || return 0
  go build -o "$build/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
  packages=$(
    {
      grep -rlF --include='*.go' '+k8s:openapi-gen=' pkg cmd
      grep -rlF --include='*.go' --exclude-dir=code-generator --exclude-dir=sample-apiserver \
        '+k8s:openapi-gen=' staging/src/k8s.io
    } | grep -v '_test\.go$' | xargs -n 1 dirname | sort -u |
      sed -e 's,^staging/src/,vendor/,' -e 's,^,k8s.io/kubernetes/,' | paste -s -d ,
  )
  "$build/openapi-gen" --go-header-file hack/boilerplate/boilerplate.generatego.txt \
    -O zz_generated.openapi -p k8s.io/kubernetes/pkg/generated/openapi -i "$packages" -r "$build/openapi-violations"
}

# ---- The cluster: from here on in a network namespace and a mount namespace of its own

# Starts a program that Ctrl-C does not reach, and that ends when this script does, however that ends.
start() { # NAME COMMAND...
  name=$1
  shift
  setpriv --pdeathsig KILL setsid "$@" >"$work/$name.log" 2>&1 </dev/null 9>&- &
  started="$started $!"
}

await() { # NAME COMMAND...: until COMMAND succeeds; NAME is that of the log to show if it does not
  name=$1
  shift
  deadline=$(($(date +%s) + patience_seconds))
  until "$@" >"$work/await.log" 2>&1; do
    if [ "$(date +%s)" -ge "$deadline" ]; then
      tail -n 8 "$work/$name.log" "$work/await.log" >&2
      fail "$name: not ready after $patience_seconds seconds"
    fi
    # shellcheck disable=SC2086 # a list
    kill -0 $started 2>/dev/null || {
      tail -n 8 "$work"/*.log >&2
      fail "a part of the cluster has ended; above are the ends of the logs"
    }
    sleep 1
  done
}

# Removes everything, once everything is gone.
finish() {
  trap '' INT TERM
  # shellcheck disable=SC2086 # a list
  [ -z "$started" ] || kill -KILL $started 2>/dev/null || true
  wait
  tries=0
  until remove_leftovers || [ "$tries" -ge 60 ]; do
    tries=$((tries + 1))
    sleep 1
  done
  [ "$tries" -lt 60 ] || say "could not remove all of $work"
}

remove_leftovers() {
  find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} + 2>/dev/null || true
  [ -z "$(find /sys/fs/cgroup -type d -name "$cgroup" 2>/dev/null)" ] && rm -rf "$work" 2>/dev/null
}

write_kubeconfig() { # FILE TOKEN
  cat >"$1" <<END
apiVersion: v1
kind: Config
clusters: [{name: two-nodes, cluster: {server: "https://$network.1:6443", certificate-authority: "$work/tls/apiserver.crt"}}]
users: [{name: user, user: {token: "$2"}}]
contexts: [{name: two-nodes, context: {cluster: two-nodes, user: user, namespace: default}}]
current-context: two-nodes
END
}

# A user with a token: its kubeconfig is $work/NAME.kubeconfig.
add_user() { # NAME USER GROUP
  token=$(openssl rand -hex 16)
  printf '%s,%s,%s,"%s"\n' "$token" "$2" "$1" "$3" >>"$work/tokens.csv"
  write_kubeconfig "$work/$1.kubeconfig" "$token"
}

connect_nodes() {
  ip link set lo up
  ip link add nodes type bridge
  ip address add "$network.1/24" dev nodes
  ip link set nodes up
  for node in $nodes; do
    ip netns add "node-$node"
    ip link add "node-$node" master nodes type veth peer name eth0 netns "node-$node"
    ip link set "node-$node" up
    ip -n "node-$node" link set lo up
    ip -n "node-$node" address add "$network.1$node/24" dev eth0
    ip -n "node-$node" link set eth0 up
    ip -n "node-$node" route add default via "$network.1"
    ip route add "$pods.$node.0/24" via "$network.1$node"
    for other in $nodes; do
      [ "$node" = "$other" ] || ip -n "node-$node" route add "$pods.$other.0/24" via "$network.1$other"
    done
  done
}

start_control_plane() {
  mkdir "$work/tls"
  openssl genrsa -out "$work/tls/accounts.key" 2048 2>/dev/null
  add_user admin admin system:masters
  add_user controller-manager system:kube-controller-manager ''
  add_user scheduler system:kube-scheduler ''
  add_user ada ada ''
  for node in $nodes; do add_user "node-$node" "system:node:node-$node" system:nodes; done

  start etcd etcd --data-dir "$work/etcd" --listen-client-urls http://127.0.0.1:2379 \
    --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380
  start apiserver kube-apiserver --etcd-servers http://127.0.0.1:2379 --bind-address "$network.1" \
    --advertise-address "$network.1" --cert-dir "$work/tls" --token-auth-file "$work/tokens.csv" \
    --authorization-mode Node,RBAC --service-cluster-ip-range 10.96.0.0/16 --endpoint-reconciler-type none \
    --service-account-key-file "$work/tls/accounts.key" --service-account-signing-key-file "$work/tls/accounts.key" \
    --service-account-issuer https://two-nodes --kubelet-preferred-address-types InternalIP
  await apiserver kubectl get --raw /readyz
  start controller-manager kube-controller-manager --kubeconfig "$work/controller-manager.kubeconfig" \
    --service-account-private-key-file "$work/tls/accounts.key" --root-ca-file "$work/tls/apiserver.crt" \
    --leader-elect=false --port 0 --bind-address 127.0.0.1 --flex-volume-plugin-dir "$work/volume-plugins"
  start scheduler kube-scheduler --kubeconfig "$work/scheduler.kubeconfig" --leader-elect=false --port 0 \
    --bind-address 127.0.0.1
}

start_node() { # INDEX
  node=node-$1
  mkdir -p "/run/$node/cni" "$work/$node/lib" "$work/$node/log"
  : >"/run/$node/resolv.conf"
  cat >"/run/$node/cni/bridge.conf" <<END
{"cniVersion": "0.3.1", "name": "pods", "type": "bridge", "bridge": "pods", "isGateway": true, "hairpinMode": true,
 "ipam": {"type": "host-local", "ranges": [[{"subnet": "$pods.$1.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}
END
  cat >"/run/$node/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
cgroupsPerQOS: false
cgroupRoot: /$cgroup
enforceNodeAllocatable: []
evictionHard: {memory.available: 50Mi}
imageGCHighThresholdPercent: 100
failSwapOn: false
makeIPTablesUtilChains: false
oomScoreAdj: 0
resolvConf: /run/resolv.conf
volumePluginDir: /var/lib/kubelet/volume-plugins
END
  start "$node" nsenter "--net=/run/netns/$node" \
    unshare --mount --uts --pid --fork --kill-child "$self" --cache "$cache" --node "$1"
}

# The first process of a node: when it ends, the kernel ends all that is left in its namespaces.
be_node() { # INDEX
  node=node-$1
  mount -t proc proc /proc
  mount --bind "/run/$node" /run
  mount --bind "$work/$node/lib" /var/lib
  mount --bind "$work/$node/log" /var/log
  printf '%s\n' "$node" >/proc/sys/kernel/hostname
  printf 1 >/proc/sys/net/ipv4/ip_forward
  dockerd --host unix:///run/docker.sock --bridge none --iptables=false --cgroup-parent "/$(cat "$work/cgroup")" \
    >/var/log/dockerd.log 2>&1 &
  tries=0
  until docker --host unix:///run/docker.sock version; do
    if [ "$tries" -ge "$patience_seconds" ] || ! kill -0 $!; then
      tail -n 8 /var/log/dockerd.log
      exit 1
    fi
    tries=$((tries + 1))
    sleep 1
  done
  tar -c -C "$cache/bin" pause | docker --host unix:///run/docker.sock import --change 'ENTRYPOINT ["/pause"]' - pause:1
  kubelet --kubeconfig "$work/$node.kubeconfig" --config /run/kubelet.yaml --hostname-override "$node" \
    --node-ip "$network.1$1" --docker-endpoint unix:///run/docker.sock --pod-infra-container-image pause:1 \
    --network-plugin cni --cni-conf-dir /run/cni --cni-bin-dir "$cache/cni" --cni-cache-dir /var/lib/cni/cache &
  wait $!
}

are_registered() {
  # shellcheck disable=SC2046,SC2086 # lists
  kubectl get $(printf 'node/node-%s ' $nodes) serviceaccount/default
}

# Makes the image on the first node, and copies it to the others.
load_image() {
  made=
  for node in $nodes; do
    DOCKER_HOST=unix:///run/node-$node/docker.sock
    export DOCKER_HOST
    if [ -z "$made" ]; then
      "$here/bin/ipc-demo" image --tag "$image" >&2
      made=$DOCKER_HOST
    else
      docker --host "$made" save "$image" | docker load >&2
    fi
  done
  unset DOCKER_HOST
}

start_cluster() {
  printf '%s\n' "$cgroup" >"$work/cgroup"
  mount -t tmpfs tmpfs /run # for ip-netns, the nodes' sockets, and so that no daemon of the host is found
  connect_nodes
  KUBECONFIG=$work/admin.kubeconfig
  export KUBECONFIG
  start_control_plane
  for node in $nodes; do start_node "$node"; done
  await apiserver are_registered
  await "node-1" kubectl wait --for condition=Ready node --all --timeout 5s
  load_image
  say "the cluster runs: $(kubectl get nodes --no-headers | wc -l) nodes"
}

# ---- What to do with it

run() { "$@"; }

check() {
  kubectl apply -f - <<END
apiVersion: v1
kind: Pod
metadata: {name: server}
spec:
  nodeName: node-1
  automountServiceAccountToken: false
  containers:
    - {name: echo, image: "$image", args: [serve, "tcp://:7000"], readinessProbe: {tcpSocket: {port: 7000}}}
    - name: measure
      image: "$image"
      args: [serve, "tcp://:7001", --service, measure]
      readinessProbe: {tcpSocket: {port: 7001}}
END
  kubectl wait --for condition=Ready pod/server --timeout "${patience_seconds}s"
  address=$(kubectl get pod server -o 'jsonpath={.status.podIP}')
  kubectl apply -f - <<END
apiVersion: v1
kind: Pod
metadata: {name: client}
spec:
  nodeName: node-2
  restartPolicy: Never
  automountServiceAccountToken: false
  containers:
    - {name: connect, image: "$image", args: [connect, "tcp://$address:7000"], stdin: true, stdinOnce: true}
    - {name: compare, image: "$image", args: [compare, --quick, --pattern, round-trip, --peer, "tcp://$address:7001"]}
END
  kubectl wait --for condition=Ready pod/client --timeout "${patience_seconds}s"
  printf 'hello from node-2\n' | kubectl attach -i pod/client -c connect
  kubectl logs --follow pod/client -c compare
}

compare() {
  kubectl create namespace measuring >&2
  kubectl apply -f "$here/docs/deploy/cluster-rbac.yaml" >&2
  KUBECONFIG=$work/ada.kubeconfig "$here/bin/ipc-demo" cluster compare --namespace measuring "$@"
}

cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ipc-demo/kubernetes-$version
if [ "${1:-}" = --cache ]; then
  [ $# -ge 2 ] || usage
  cache=$2
  shift 2
fi
mkdir -p "$cache"
cache=$(CDPATH='' cd -- "$cache" && pwd)
work=$cache/run
build=$cache/build

command=${1:-}
[ $# = 0 ] || shift
case $command in
  build | compare) ;;
  check) [ $# = 0 ] || usage ;;
  run) [ $# -gt 0 ] || usage ;;
  --build)
    build_in_steps
    exit
    ;;
  --node)
    PATH=$cache/bin:$PATH
    be_node "$@"
    exit
    ;;
  --inside)
    PATH=$cache/bin:$PATH
    cgroup=ipc-demo-cluster.$$
    started=
    trap finish EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    start_cluster
    "$@"
    exit
    ;;
  *) usage ;;
esac

[ "$(id -u)" = 0 ] || fail "only root can make the namespaces of a node"
for program in dockerd docker openssl ip nsenter unshare setpriv flock dpkg-deb; do
  command -v "$program" >/dev/null || fail "$program is not installed"
done
exec 9>"$cache/lock"
flock -n 9 || fail "a build or a cluster of this cache runs already"
build
[ "$command" != build ] || exit 0

if [ -e "$work/cgroup" ]; then # of a run that was killed; its processes ended with it
  cgroup=$(cat "$work/cgroup")
  remove_leftovers || fail "could not remove what an earlier run left in $work"
fi
rm -rf "$work"
mkdir -m 700 "$work"
"$here/bin/ipc-demo" families >/dev/null # builds it, where there is a network
IPC_DEMO_NO_BUILD=1
export IPC_DEMO_NO_BUILD
exec unshare --mount --net "$self" --cache "$cache" --inside "$command" "$@"
