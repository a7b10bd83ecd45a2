package acceptance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// A CLI that moves a resource away from another provider, or lets that provider
// forget it, still starts the provider to ask for its schemas. In these tests
// this program plays that provider: it has the names of the types, and does
// nothing.

// otherBinary is the name under which this program is the other provider.
const otherBinary = "terraform-provider-zendesk"

// otherAccount is the variable without which it cannot be configured.
const otherAccount = "ZENDESK_ACCOUNT"

// isTheOther says whether this program was started as that provider.
func isTheOther() bool { return filepath.Base(os.Args[0]) == otherBinary }

func serveTheOther() {
	if err := providerserver.Serve(context.Background(), func() provider.Provider { return bystander{} }, providerserver.ServeOpts{Address: "registry.terraform.io/" + nukosuke}); err != nil {
		panic(err)
	}
}

// knowTheOthers lets the workspace's CLI find the other providers.
func (w *workspace) knowTheOthers() {
	w.account.t.Helper()
	program, err := os.Executable()
	if err != nil {
		w.account.t.Fatal(err)
	}
	folder := w.account.t.TempDir()
	if err := os.Symlink(program, filepath.Join(folder, otherBinary)); err != nil {
		w.account.t.Fatal(err)
	}
	w.overrideProviders(map[string]string{nukosuke: folder, devopsWiz: folder})
}

// forgetTheOthers is their removal from the machine.
func (w *workspace) forgetTheOthers() { w.account.t.Helper(); w.overrideProviders(nil) }

// knowOurselvesAs lets the CLI find this provider at a further address, with its
// host.
func (w *workspace) knowOurselvesAs(address string) {
	w.account.t.Helper()
	own, _ := buildProvider(w.account.t)
	w.overrideProviders(map[string]string{address: own})
}

// overrideProviders tells the CLI in which folders it finds providers, besides
// this one. An address without a host is that of both registries.
func (w *workspace) overrideProviders(folders map[string]string) {
	w.account.t.Helper()
	own, _ := buildProvider(w.account.t)
	all := map[string]string{}
	for _, host := range []string{"registry.terraform.io/", "registry.opentofu.org/"} {
		all[host+"surveytrigger/surveytrigger"] = own
		for address, folder := range folders {
			if strings.Count(address, "/") == 1 {
				address = host + address
			}
			all[address] = folder
		}
	}
	lines := ""
	for address, folder := range all {
		lines += fmt.Sprintf("    %q = %q\n", address, folder)
	}
	w.write("../cli.tfrc", "provider_installation {\n  dev_overrides {\n"+lines+"  }\n}\n")
}

type bystander struct{}

func (bystander) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "zendesk"
}

func (bystander) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (bystander) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	if os.Getenv(otherAccount) == "" {
		resp.Diagnostics.AddError("No credentials", "Set "+otherAccount+".")
	}
}

func (bystander) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (bystander) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for _, name := range []string{"automation", "target", "ticket_field", "trigger", "trigger_category", "webhook"} {
		all = append(all, func() resource.Resource { return bystanderResource{name: name} })
	}
	return all
}

// bystanderResource has an id, and finds what it has.
type bystanderResource struct {
	resource.Resource
	name string
}

func (r bystanderResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "zendesk_" + r.name
}

func (bystanderResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}}
}

func (bystanderResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}
