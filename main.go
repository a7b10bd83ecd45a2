// Command terraform-provider-surveytrigger serves the provider. With the argument
// "export" it writes the configuration of an account instead.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

// version is set when a release is linked.
var version = "dev"

func main() {
	if len(os.Args) > 1 && os.Args[1] == "export" {
		os.Exit(exported(os.Args[2:]))
	}
	debug := flag.Bool("debug", false, "serve for a debugger such as delve")
	flag.Parse()
	if err := provider.Serve(provider.New(version), *debug); err != nil {
		log.Fatal(err)
	}
}

// exported runs the subcommand and gives the exit code.
func exported(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch err := provider.Export(ctx, version, args, os.Stderr); {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, export.ErrUsage):
		return 2
	default:
		fmt.Fprintf(os.Stderr, "Error: %s\n", err)
		return 1
	}
}
