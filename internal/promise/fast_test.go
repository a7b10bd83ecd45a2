package promise

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// small is Terraform in this process.
type small struct {
	*tfcore.Workspace
	token *string
}

func (w small) Reach(endpoint string) {
	w.Section = map[string]any{"zendesk": map[string]any{"subdomain": "acme", "endpoint": endpoint, "access_token": *w.token}}
}

func (w small) Import(ctx context.Context, _ tfcore.Configuration, address, id string) tfcore.Result {
	return w.Workspace.Import(ctx, address, id)
}

func startServer() (tfprotov6.ProviderServer, error) {
	return provider.NewServer("test"), nil
}

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

func playFast(sc scenario) *simulation {
	var token string
	var terraforms []terraform
	for range channelsOf {
		terraforms = append(terraforms, small{&tfcore.Workspace{Start: startServer, Schemas: smallSchemas()}, &token})
	}
	s := begin(sc, terraforms)
	token = s.key
	s.play()
	return s
}

// number is a number from the environment, or the given one.
func number(variable string, byDefault int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil {
		return n
	}
	return byDefault
}

func TestThePromiseHoldsInRandomSequences(t *testing.T) {
	t.Parallel()
	search(t, "fast", number("SURVEYTRIGGER_SEQUENCES", 40), 16*runtime.GOMAXPROCS(0), playFast)
}

// enoughBroken ends a search: more stories would tell the same.
const enoughBroken = 3

// search plays as many scenarios, some at a time, from a seed on.
func search(t *testing.T, mode string, count, atOnce int, play func(scenario) *simulation) {
	t.Helper()
	first := uint64(1) // the same stories in every run of the tests; make promise plays new ones
	if chosen, err := strconv.ParseUint(os.Getenv("SURVEYTRIGGER_SEED"), 10, 64); err == nil {
		first = chosen
	}
	var next, played, broken atomic.Int64
	var all sync.WaitGroup
	began := time.Now()
	for range atOnce {
		all.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= int64(count) || broken.Load() >= enoughBroken {
					return
				}
				sc := writeScenario(first + uint64(i))
				s := play(sc)
				played.Add(1)
				if s.failed() {
					broken.Add(1)
					t.Errorf("seed %d: %s", sc.Seed, shorten(s, play).report())
				}
			}
		})
	}
	all.Wait()
	t.Logf("%s: %d sequences with the seeds from %d on, %d with a violation, %.0f s", mode, played.Load(), first, broken.Load(), time.Since(began).Seconds())
}

// report tells the story of a broken scenario.
func (s *simulation) report() string {
	data, err := json.MarshalIndent(s.scenario, "", " ")
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s\n%s\n%s", strings.Join(s.wrong, "\n"), data, strings.Join(s.story, "\n"))
}
