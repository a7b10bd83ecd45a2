package lifecycle_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// form is a resource that one vendor's API can write, and another one's only shows. The
// latter shows no note.
type form struct {
	lifecycle.Base
	lifecycle.Verifiable
	Name   types.String `tfsdk:"name"`
	Color  types.String `tfsdk:"color"`
	Extra  types.Object `tfsdk:"extra"`
	Serial types.String `tfsdk:"serial"`
}

var formSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"name":  schema.StringAttribute{Required: true},
	"color": schema.StringAttribute{Optional: true},
	"extra": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
		"note": schema.StringAttribute{Optional: true}, "size": schema.StringAttribute{Optional: true},
	}},
	"serial": schema.StringAttribute{Computed: true},
}}

func (f *form) size() string {
	size, _ := f.Extra.Attributes()["size"].(types.String)
	return size.ValueString()
}

func (f *form) note() attr.Value {
	if note, has := f.Extra.Attributes()["note"]; has {
		return note
	}
	return types.StringNull()
}

// shownForm is what a vendor has of a form.
type shownForm struct{ name, color, size string }

// vendor is what there is, by id, and what was asked of it.
type vendor struct {
	claims          claims
	verified, makes bool
	has             map[string]shownForm
	asked           []string
	// hides are attributes that an answer did not have.
	hides []string
}

func (v *vendor) find(declared *form) *form {
	v.asked = append(v.asked, "find")
	for id, has := range v.has {
		if declared.ID.ValueString() == id || declared.ID.ValueString() == "" && declared.Name.ValueString() == has.name {
			shown := *declared
			shown.show(id, has)
			return &shown
		}
	}
	return nil
}

func (f *form) show(id string, has shownForm) {
	f.ID, f.Serial, f.Name, f.Color = types.StringValue(id), types.StringValue("serial of "+id), types.StringValue(has.name), types.StringValue(has.color)
	if !f.Extra.IsNull() {
		f.Extra = types.ObjectValueMust(f.Extra.AttributeTypes(context.Background()), map[string]attr.Value{"note": f.note(), "size": types.StringValue(has.size)})
	}
}

func (v *vendor) steps(declared, shown *form) (steps []string) {
	switch {
	case shown == nil && v.makes:
		return nil
	case shown == nil:
		return []string{"Click NEW FORM.", "Name it " + declared.Name.ValueString() + "."}
	}
	if !declared.Color.IsNull() && !declared.Color.Equal(shown.Color) { // the vendor's own one is any
		steps = append(steps, "Choose the color "+declared.Color.ValueString()+".")
	}
	if declared.size() != shown.size() {
		steps = append(steps, "Choose the size "+declared.size()+".")
	}
	return steps
}

type formClient struct {
	client
	*vendor
}

func serveForms(t *testing.T, v *vendor) *server {
	t.Helper()
	return serveFormsAt(t, v, lifecycle.Connected(formClient{client{account: home, claims: &v.claims}, v}))
}

func serveFormsAt(t *testing.T, v *vendor, section *lifecycle.Section) *server {
	t.Helper()
	wrote := func(verb string) { v.asked = append(v.asked, verb) }
	return serveSections(t, lifecycle.Sections{"acme": section}, lifecycle.New(lifecycle.Definition[formClient, form]{
		Name: "thing", Sections: []string{"acme"}, Object: "thing", Schema: formSchema,
		Create: func(_ context.Context, _ formClient, c *lifecycle.Creation[form]) error {
			wrote("create")
			c.Plan.Serial = types.StringValue("made")
			c.Created("9")
			return nil
		},
		Read: func(_ context.Context, _ formClient, state *form, _ *lifecycle.Notes) error {
			if has, found := v.has[state.ID.ValueString()]; found {
				state.show(state.ID.ValueString(), has)
			}
			return nil
		},
		Update: func(_ context.Context, _ formClient, c *lifecycle.Change[form]) error {
			wrote("update")
			c.Plan.Serial = c.State.Serial
			return nil
		},
		Delete: func(context.Context, formClient, *form, *lifecycle.Notes) error {
			wrote("delete")
			return nil
		},
		Verification: &lifecycle.Verification[formClient, form]{
			Verified: func(c formClient) bool { return c.verified },
			Hidden: func(c formClient) []string {
				if c.verified {
					return append([]string{"extra.note"}, c.hides...)
				}
				return nil
			},
			Identity: []string{"name"},
			Find:     func(_ context.Context, c formClient, declared *form) (*form, error) { return c.find(declared), nil },
			Steps:    func(c formClient, declared, shown *form) []string { return c.steps(declared, shown) },
			Ending: func(_ formClient, state *form) []string {
				return []string{"Open " + state.Name.ValueString() + ".", "Click END."}
			},
			Title: func(_ context.Context, _ formClient, f *form) string { return `form "` + f.Name.ValueString() + `"` },
		},
	}))
}

// declaredForm and plannedForm are a configuration and what a CLI proposes for it; the
// pairs are further attributes.
func declaredForm(s *server, color string, extra map[string]string) tftypes.Value {
	members := map[string]any{"name": "Happy?", "color": color}
	if extra != nil {
		members["extra"] = extra
	}
	return s.object(members)
}

func proposedForm(s *server, color string, extra map[string]string) tftypes.Value {
	members := map[string]any{"name": "Happy?", "color": color, "id": unknown, "account": unknown, "serial": unknown, "reconciliation": unknown, "unverifiable": unknown}
	if extra != nil {
		members["extra"] = extra
	}
	return s.object(members)
}

func heldForm(s *server, color string, extra map[string]string) tftypes.Value {
	members := map[string]any{"name": "Happy?", "color": color, "id": "7", "account": home, "serial": "serial of 7", "reconciliation": "verified"}
	if extra != nil {
		members["extra"] = extra
	}
	return s.object(members)
}

const (
	red  = "red"
	blue = "blue"
)

var there = map[string]shownForm{"7": {"Happy?", red, "A4"}}

func one(t *testing.T, what string, diagnostics []*tfprotov6.Diagnostic, summary string, parts ...string) {
	t.Helper()
	if len(diagnostics) != 1 || diagnostics[0].Summary != summary {
		t.Fatalf("%s: one diagnostic %q expected, got %v", what, summary, diagnostics)
	}
	for _, part := range parts {
		if !strings.Contains(diagnostics[0].Detail, part) {
			t.Errorf("%s: %q is missing in:\n%s", what, part, diagnostics[0].Detail)
		}
	}
}
