package tfcore

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
)

func TestMain(m *testing.M) { os.Exit(commandlinetest.Main(m)) }

// cli is the real command line with a folder of its own. The provider is a site
// of this process.
type cli struct {
	program *commandline.CLI
	dir     string
	site    *site
}

func newCLI(t *testing.T) *cli {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	program, err := commandline.New(t.Context(), commandlinetest.Tools(t), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if program.Name() != "terraform" {
		t.Skipf("Terraform is what tfcore follows; %s stores create_before_destroy otherwise", program.Product)
	}
	s := newSite()
	s.named = map[string]int{}
	return &cli{program: program, dir: dir, site: s}
}

// write writes the configuration in Terraform's JSON syntax.
func (c *cli) write(t *testing.T, config Configuration) {
	t.Helper()
	parts := map[string]any{}
	for address, each := range config {
		block := map[string]any{"provider": "surveytrigger", "lifecycle": map[string]any{"create_before_destroy": each.CreateBeforeDestroy}}
		for attribute, value := range each.Attributes {
			block[attribute] = value
		}
		parts[strings.TrimPrefix(address, "part.")] = block
	}
	file := map[string]any{
		"terraform": map[string]any{"required_providers": map[string]any{"surveytrigger": map[string]any{"source": "surveytrigger/surveytrigger"}}},
	}
	if len(parts) > 0 {
		file["resource"] = map[string]any{"part": parts}
	}
	data, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "main.tf.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// serve serves the site to one command, which cannot start the provider itself.
func (c *cli) serve() (program *commandline.CLI, stop func()) {
	ctx, kill := context.WithCancel(context.Background())
	attached, closed := Attach(ctx, c.site)
	c.site.kill = kill
	return c.program.With(Attached, attached), func() {
		kill()
		<-closed
	}
}

const planFile = "saved.tfplan"

// plan saves a plan and gives its changes, as in "create part.floor", sorted.
func (c *cli) plan(t *testing.T, config Configuration, options Options) (changes []string, err error) {
	t.Helper()
	c.write(t, config)
	args := []string{"plan", "-json", "-input=false", "-out=" + planFile}
	if options.Destroy {
		args = append(args, "-destroy")
	}
	if options.NoRefresh {
		args = append(args, "-refresh=false")
	}
	for _, target := range options.Targets {
		args = append(args, "-target="+target)
	}
	for _, replaced := range options.Replace {
		args = append(args, "-replace="+replaced)
	}
	program, stop := c.serve()
	defer stop()
	output, err := program.Run(t.Context(), args...)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(output) {
		var message struct {
			Type   string
			Change struct {
				Resource struct{ Addr string }
				Action   string
			}
		}
		if json.Unmarshal([]byte(line), &message) == nil && message.Type == "planned_change" {
			changes = append(changes, message.Change.Action+" "+message.Change.Resource.Addr)
		}
	}
	return slices.Sorted(slices.Values(changes)), nil
}

// apply applies the saved plan.
func (c *cli) apply(t *testing.T) error {
	t.Helper()
	program, stop := c.serve()
	defer stop()
	_, err := program.Run(t.Context(), "apply", "-json", "-input=false", planFile)
	return err
}

// saved is one object as state holds it.
type saved struct {
	Address, ID, Status, Private string
	Deposed, CreateFirst         bool
	Attributes                   string
	Dependencies                 []string
}

// state reads the state file; keys are the deposed keys by address and id.
func (c *cli) state(t *testing.T) (all []string, keys map[string]string) {
	t.Helper()
	var file struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				Status, Deposed, Private string
				Attributes               map[string]any
				Dependencies             []string
				CreateBeforeDestroy      bool `json:"create_before_destroy"`
			}
		}
	}
	keys = map[string]string{}
	data, err := os.ReadFile(filepath.Join(c.dir, "terraform.tfstate"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, keys
	}
	if err == nil {
		err = json.Unmarshal(data, &file)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, resource := range file.Resources {
		address := resource.Type + "." + resource.Name
		for _, each := range resource.Instances {
			private, err := base64.StdEncoding.DecodeString(each.Private)
			if err != nil {
				t.Fatal(err)
			}
			id, _ := each.Attributes["id"].(string)
			if each.Deposed != "" {
				keys[each.Deposed] = address + " " + id
			}
			all = append(all, describe(saved{
				Address: address, ID: id, Status: each.Status, Deposed: each.Deposed != "", Private: string(private),
				CreateFirst: each.CreateBeforeDestroy, Dependencies: each.Dependencies,
			}, each.Attributes))
		}
	}
	return slices.Sorted(slices.Values(all)), keys
}

// savedObjects is the same of a workspace.
func savedObjects(w *Workspace) (all []string) {
	for _, each := range w.Objects() {
		one := saved{Address: each.Address, ID: each.ID, Deposed: each.Deposed, Private: string(each.Private), CreateFirst: each.CreateFirst, Dependencies: each.Dependencies}
		if each.Tainted {
			one.Status = "tainted"
		}
		all = append(all, describe(one, each.Attributes))
	}
	return slices.Sorted(slices.Values(all))
}

func describe(one saved, attributes map[string]any) string {
	text, err := json.Marshal(attributes)
	if err != nil {
		panic(err)
	}
	one.Attributes = string(text)
	if one.Dependencies == nil {
		one.Dependencies = []string{}
	}
	text, err = json.Marshal(one)
	if err != nil {
		panic(err)
	}
	return string(text)
}

var (
	graphEdge = regexp.MustCompile(`"\[root\] ([^"]+)" -> "\[root\] ([^"]+)"`)
	graphNode = regexp.MustCompile(`"\[root\] (part\.[^"]+)"`)
	deposedAt = regexp.MustCompile(`^(part\.\w+) \(destroy deposed (\w+)\)$`)
)

// graph gives what the apply of the saved plan does, each with all that comes
// before it, named as in Workspace.
func (c *cli) graph(t *testing.T) order {
	t.Helper()
	program, stop := c.serve()
	defer stop()
	text, err := program.Run(t.Context(), "graph", "-plan="+planFile)
	if err != nil {
		t.Fatal(err)
	}
	_, keys := c.state(t)
	nameOf := func(label string) string {
		if found := deposedAt.FindStringSubmatch(label); found != nil {
			if key, exists := keys[found[2]]; exists {
				return "delete deposed " + key
			}
			return "delete " + found[1]
		}
		if address, destroys := strings.CutSuffix(label, " (destroy)"); destroys {
			return "delete " + address
		}
		if strings.HasPrefix(label, "part.") && !strings.Contains(label, " ") {
			return "write " + label
		}
		return label
	}
	after := map[string][]string{}
	for _, found := range graphNode.FindAllStringSubmatch(text, -1) {
		after[nameOf(found[1])] = nil
	}
	for _, found := range graphEdge.FindAllStringSubmatch(text, -1) {
		later := nameOf(found[1])
		after[later] = append(after[later], nameOf(found[2]))
	}
	return orderOf(after)
}

// order is what an apply does, each with all that has to be done before.
type order map[string]map[string]bool

// orderOf closes a graph and leaves only writes and deletes.
func orderOf(after map[string][]string) order {
	isWork := func(name string) bool { return strings.HasPrefix(name, "write ") || strings.HasPrefix(name, "delete ") }
	closed := order{}
	for name := range after {
		if !isWork(name) {
			continue
		}
		earlier := map[string]bool{}
		var visit func(string)
		visit = func(from string) {
			for _, each := range after[from] {
				if !earlier[each] {
					earlier[each] = true
					visit(each)
				}
			}
		}
		visit(name)
		closed[name] = map[string]bool{}
		for each := range earlier {
			if _, exists := after[each]; exists && isWork(each) {
				closed[name][each] = true
			}
		}
	}
	return closed
}

// orderOfPlan is that of a workspace's plan.
func orderOfPlan(p *plan) order {
	after := map[string][]string{}
	for name, each := range p.work(nil) {
		after[name] = each.after
	}
	return orderOf(after)
}

func (o order) String() string {
	var lines []string
	for name, earlier := range o {
		var names []string
		for each := range earlier {
			names = append(names, each)
		}
		slices.Sort(names)
		lines = append(lines, name+" after ["+strings.Join(names, ", ")+"]")
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// total reports whether the work comes before or after all other work.
func (o order) total(work string) bool {
	for other := range o {
		if other != work && !o[work][other] && !o[other][work] {
			return false
		}
	}
	return true
}
