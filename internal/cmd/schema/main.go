// Command schema prints the provider's schema as JSON, in the format of
// `terraform providers schema -json`, for the documentation generator.
//
// The provider describes itself, without a CLI: no CLI before Terraform 1.14
// prints resource identities, list resources and actions, and all of them
// belong into the documentation. Start at describe; `make docs` is the caller.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

// providerName is the key of the schemas. tfplugindocs looks for the short
// name or for an address below hashicorp/, never for the provider's own.
const providerName = "surveytrigger"

func main() {
	server := provider.NewServer("dev")
	if err := write(context.Background(), os.Stdout, server); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

// write describes the server to w, with the keys sorted.
func write(ctx context.Context, w io.Writer, server tfprotov6.ProviderServer) error {
	described, err := describe(ctx, server)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(described)
}
