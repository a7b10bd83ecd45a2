// Command terraform-provider-surveytrigger serves the provider.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

// version is set when a release is linked.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger such as delve")
	flag.Parse()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: provider.Address,
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
