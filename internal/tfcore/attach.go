package tfcore

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Attached is the environment variable that tells a command line of providers that
// run already.
const Attached = "TF_REATTACH_PROVIDERS"

// Attach serves a provider of this process to a real command line until the context
// ends, and gives the value of Attached and a channel that is closed once nothing is
// served any more. A command costs a third of what it costs with a provider as a
// process of its own, of which the command line starts three to five.
//
// All instances of the provider in a configuration are this one server: aliases need
// processes.
func Attach(ctx context.Context, server tfprotov6.ProviderServer) (attached string, closed <-chan struct{}) {
	const address = "surveytrigger/surveytrigger"
	started, ended := make(chan *plugin.ReattachConfig), make(chan struct{})
	go func() {
		err := tf6server.Serve(address, func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, started, ended), tf6server.WithoutLogStderrOverride(), tf6server.WithGoPluginLogger(hclog.NewNullLogger()))
		if err != nil {
			panic(err)
		}
	}()
	config := <-started
	data, err := json.Marshal(map[string]any{address: map[string]any{
		"Protocol": config.Protocol, "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": true,
		"Addr": map[string]any{"Network": config.Addr.Network(), "String": config.Addr.String()},
	}})
	if err != nil {
		panic(err)
	}
	return string(data), ended
}
