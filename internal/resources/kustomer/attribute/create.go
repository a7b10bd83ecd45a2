package attribute

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// create describes the attribute, whether or not it exists.
func create(ctx context.Context, client *kustomer.Client, c *lifecycle.Creation[Model]) error {
	plan := c.Plan
	id := kustomer.Attribute{Klass: plan.Klass.ValueString(), Name: plan.Name.ValueString()}.ID()
	if !client.Adopt(kustomer.NounAttribute, id) {
		return twice(client.Account(), id)
	}
	in := kustomer.AttributeInput{Name: plan.Name.ValueString(), Options: optionsOf(plan.Options)}
	if attribute.Set(plan.DisplayName) {
		in.DisplayName = plan.DisplayName.ValueStringPointer()
	}
	made, meanwhile, err := client.SetAttribute(ctx, plan.Klass.ValueString(), in)
	report(&c.Notes, plan.Klass.ValueString(), meanwhile)
	switch {
	case kustomer.IsNotFound(err):
		return noKlass(client.Account(), plan.Klass)
	case err != nil:
		return err
	}
	plan.DisplayName = types.StringValue(made.DisplayName)
	c.Created(id)
	return nil
}

// optionsOf are those to send; none take the options away.
func optionsOf(planned types.List) *[]string {
	options, _ := attribute.Texts(planned)
	return &options
}

// report names what others did to the same document while it was written.
func report(notes *lifecycle.Notes, klass string, meanwhile kustomer.Meanwhile) {
	names := func(list []string) string { return klass + "/" + strings.Join(list, ", "+klass+"/") }
	if len(meanwhile.Added) > 0 {
		notes.Warn(pathName, "Attributes were added at the same time",
			"While this apply wrote the metadata of %s, %s was added outside Terraform or by another workspace. It is still there, and nothing was lost. "+
				"Let only one tool at a time write the attributes of a klass: Kustomer has one document for all of them.", klass, names(meanwhile.Added))
	}
	if len(meanwhile.Gone) > 0 {
		notes.Warn(pathName, "Attributes disappeared at the same time",
			"While this apply wrote the metadata of %s, %s disappeared. It was removed outside Terraform, or it was added there while this apply wrote the document: Kustomer has one document for all attributes of a klass. "+
				"If it was not removed on purpose, add it again in Settings > Platform > Custom Attributes, or apply the workspace that manages it. Values on objects are not affected.", klass, names(meanwhile.Gone))
	}
}
