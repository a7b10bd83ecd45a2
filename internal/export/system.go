package export

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Provider is the provider in this process.
type Provider struct {
	// Server is configured by [Run] and reads accounts.
	Server tfprotov6.ProviderServer
	// Offline is never configured, so it sends no request. It knows the defaults.
	Offline tfprotov6.ProviderServer
	// Client is that of a section of the provider block once Server is configured.
	Client func(section string) (lifecycle.Client, error)
}

// System is a help desk whose account can be exported.
type System struct {
	// Section is its name in the provider block, and the value of -system.
	Section string
	// Kinds are what it can export. An object refers only to objects of earlier kinds,
	// so that there is no dependency cycle.
	Kinds []Kind
	// Find says what of the account belongs to surveys.
	Find func(ctx context.Context, client lifecycle.Client, wish Wish) (*Inventory, error)
}

// Kind is one resource.
type Kind struct {
	// Resource is its type.
	Resource string
	// Noun is what people call its objects.
	Noun string
	// File is where they are written.
	File string
	// CreateFirst gives them create_before_destroy.
	CreateFirst bool
	// Loose are texts whose surrounding white space means nothing.
	Loose []string
	// JSON are lists of texts that are JSON.
	JSON []string
}

// Wish is what the user asks for.
type Wish struct {
	// TitleContains leaves out what has not this in its title, without regard to case,
	// and what is needed by nothing that has.
	TitleContains string
	// Receivers are ids, or parts of addresses, that are known to receive surveys.
	Receivers []string
	// Words are found in the names and addresses of survey backends.
	Words Words
	// Tell reports progress.
	Tell func(format string, args ...any)
}

// Inventory is an account as far as surveys are concerned.
type Inventory struct {
	Objects []Object
	// Refused belong to surveys, but no resource can hold them.
	Refused []LeftOut
	// LeftOut notify somebody, but nothing says that it is about surveys.
	LeftOut []LeftOut
	// Account is how many objects of each noun there are, those included.
	Account []Count
}

// Object is one that belongs to surveys.
type Object struct {
	Resource, ID, Title string
	// Name is that of the resource; by default it is made of the title.
	Name string
	// Why it belongs to them.
	Why string
	// Secrets are top-level write-only attributes of which the account has a value.
	// Those of nested objects are found without being told.
	Secrets []string
}

// LeftOut is an object that is not exported.
type LeftOut struct{ Noun, ID, Title, Why string }

// Count is a number of objects.
type Count struct {
	Noun   string
	Number int
}

// Called is a title between quotes, without the blanks that people leave in titles.
func Called(title string) string { return fmt.Sprintf("%q", line(title)) }

// Host is that of an address, whose rest may be a secret.
func Host(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		return "no URL"
	}
	rest, _, _ = strings.Cut(rest, "/")
	rest, _, _ = strings.Cut(rest, "?")
	return rest[strings.LastIndex(rest, "@")+1:]
}
