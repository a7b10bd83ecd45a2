package promise

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// small is Terraform in this process.
type small struct{ *tfcore.Workspace }

func (w small) Configure(section map[string]any) { w.Section = section }

func (w small) Import(ctx context.Context, _ tfcore.Configuration, address, id string) tfcore.Result {
	return w.Workspace.Import(ctx, address, id)
}

func startServer() (tfprotov6.ProviderServer, error) { return provider.NewServer("test"), nil }

var smallSchemas = sync.OnceValue(func() *tfcore.Schemas {
	server, err := startServer()
	if err != nil {
		panic(err)
	}
	schemas, err := tfcore.ReadSchemas(context.Background(), server)
	if err != nil {
		panic(err)
	}
	return schemas
})

// smalls are one small Terraform for each team.
func smalls() (terraforms []terraform) {
	for range channelsOf {
		terraforms = append(terraforms, small{&tfcore.Workspace{Start: startServer, Schemas: smallSchemas()}})
	}
	return terraforms
}

func playFast(h history) *simulation {
	s := begin(h, zendeskDesk{}, smalls())
	s.play()
	return s
}

func TestThePromiseHoldsInRandomSequences(t *testing.T) {
	t.Parallel()
	search(t, "fast", ofDesk(zendeskDesk{}, playFast), number("SURVEYTRIGGER_SEQUENCES", 40), 16*runtime.GOMAXPROCS(0))
}
