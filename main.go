// Command terraform-provider-surveytrigger serves the provider.
package main

import (
	"flag"
	"log"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

// version is set when a release is linked.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger such as delve")
	flag.Parse()
	if err := provider.Serve(provider.New(version), *debug); err != nil {
		log.Fatal(err)
	}
}
