//go:build tools

package main

// The Gateway API's CustomResourceDefinitions are files inside this module. Nothing here calls it; the import keeps
// the version in go.mod, and dev/assets copies config/crd/standard out of the module's folder.
import _ "sigs.k8s.io/gateway-api/apis/v1"
