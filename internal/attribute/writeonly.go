package attribute

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// SecretAttribute is the schema of a write-only text. A [VersionAttribute] stands
// beside it.
func SecretAttribute(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, WriteOnly: true, Sensitive: true, Validators: append(validators, stringvalidator.LengthAtLeast(1)),
		MarkdownDescription: description,
	}
}

// SecretHeadersAttribute is the schema of write-only headers. A [VersionAttribute]
// stands beside it.
func SecretHeadersAttribute(description string) schema.MapAttribute {
	return schema.MapAttribute{
		Optional: true, WriteOnly: true, Sensitive: true, ElementType: types.StringType,
		Validators:          []validator.Map{mapvalidator.NoNullValues(), mapvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
		MarkdownDescription: description,
	}
}

// VersionAttribute is the schema of the number that stands for the value of the
// write-only attribute secret in plans and in state.
func VersionAttribute(secret string) schema.Int64Attribute {
	return schema.Int64Attribute{
		CustomType: Whole{}, Optional: true,
		// Terraform's numbers in JSON plans are exact up to 2^53.
		Validators:          []validator.Int64{int64validator.Between(0, 1<<53)},
		MarkdownDescription: "Change this number whenever `" + secret + "` changes: a change sends the new secret, in one request.",
	}
}

// WriteOnly is a write-only attribute and its version, as the plan or the update of an
// existing object has them.
type WriteOnly struct {
	// Name is what a message calls the attribute, VersionAt where its version stands.
	Name      string
	VersionAt path.Path
	// Value is the configured one: there is none in plan and state.
	Value attr.Value
	// Version is the planned one, Prior that of state.
	Version, Prior types.Int64
}

// Check refuses another version without the secret: state would say that it was
// rotated while the old one stays in use. A version that is set for the first time,
// as after an import, is not another one, nor is one that is removed.
func (w WriteOnly) Check() error {
	if !w.Value.IsNull() || !Set(w.Version) || w.Prior.IsNull() || w.Version.Equal(w.Prior) {
		return nil
	}
	return lifecycle.At(w.VersionAt, "A new version without a secret",
		"A changed version means a new secret, but \"%s\" is not set: the stored secret would stay in use. Set \"%s\", or do not change the version.", w.Name, w.Name)
}

// Rotates reports whether the secret is to be sent.
func (w WriteOnly) Rotates() bool { return !w.Value.IsNull() && !w.Version.Equal(w.Prior) }
