// Command control-plane is a whole Kubernetes control plane in one binary: etcd, kube-apiserver,
// kube-controller-manager and, for people and tests on machines that have none, kubectl.
//
// It only dispatches to the upstream commands, unchanged: what runs here is what runs in a real cluster.
// Nothing of Berth belongs in this module. dev/assets builds it, dev/stack starts it.
package main

import (
	"fmt"
	"os"

	_ "time/tzdata" // CronJobs with a time zone, on machines without zoneinfo.

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

const usage = `usage: control-plane etcd | kube-apiserver | kube-controller-manager | kubectl [flags]

Each subcommand takes the flags of the upstream program of that name.
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	name := os.Args[1]
	// The upstream commands read os.Args: show them what they would see as programs of their own.
	os.Args = append([]string{name}, os.Args[2:]...)

	switch name {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "kube-controller-manager":
		os.Exit(cli.Run(controllermanager.NewControllerManagerCommand()))
	case "kubectl":
		if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
			kubectlutil.CheckErr(err)
		}
	case "help", "-h", "--help":
		fmt.Print(usage)
	default:
		fmt.Fprintf(os.Stderr, "control-plane: no subcommand %q\n%s", name, usage)
		os.Exit(2)
	}
}
