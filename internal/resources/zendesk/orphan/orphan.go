// Package orphan reports orphans of interrupted applies: an object
// that Zendesk created and that no state knows. Where names may repeat, the next
// apply creates a second one, and nobody else would tell of the first. Where the
// next apply would adopt one, it must not be what another resource manages.
package orphan

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// Warn names them once the new object is there, whose id is given. Trait is what
// they share with it, besides the name. Of several warnings with one summary
// Terraform shows only the first, so each summary has the id.
func Warn(notes *lifecycle.Notes, at path.Path, found []zendesk.Orphan, trait, created string) {
	for _, each := range found {
		notes.Warn(at, "The "+each.Noun+" "+each.ID+" existed already",
			"%q (%s) %s, and is not known to be managed by Terraform. It may be an orphan of an interrupted apply. "+
				"If so, delete it in the admin screen. Or keep it instead of the new one (%s): run the commands below, apply, and delete the new one in the admin screen:\n\n"+
				"  terraform state rm <address>\n  terraform import <address> %s\n\n"+
				"If another resource or configuration manages it, or this apply replaces it, no action is needed.",
			each.Name, each.ID, trait, created, each.ID)
	}
}

// Planned is for the plan of a new object, which another one resembles by its traits.
// A provider cannot know whether that one is what the plan replaces: Terraform plans
// once more in the apply, where nothing was read, and tells nothing of a tainted object.
func Planned(notes *lifecycle.Notes, at path.Path, found zendesk.Orphan, traits string) {
	notes.Warn(at, "The "+found.Noun+" "+found.ID+" exists already",
		"%q (%s) %s. If this plan replaces it, or a resource of this or another configuration manages it, no action is needed.\n\n"+
			"Otherwise it may be an orphan of an interrupted apply. Then import it instead of creating another one, or delete it in the admin screen:\n\n"+
			"  terraform import <address> %s", found.Name, found.ID, traits, found.ID)
}

// Managed words a [zendesk.OwnedError] in the plan of a new resource. Other errors
// pass.
func Managed(err error) error {
	var owned *zendesk.OwnedError
	if !errors.As(err, &owned) {
		return err
	}
	return lifecycle.At(pathTitle, "An equal "+owned.Noun+" is managed already",
		"Another resource of this configuration manages %q (%s), an inactive %s of the same title and content. Creating this one would adopt that %s as an orphan of an interrupted apply, and both would manage it.\n\n"+
			"Choose another title. If this resource is meant to be that one under another address, use a moved block.", owned.Title, owned.ID, owned.Noun, owned.Noun)
}

// ManagedField is the error for an inactive ticket field that one resource manages
// and another one would adopt, in the plan of either.
func ManagedField(fieldType, title string) error {
	return lifecycle.At(pathTitle, "Two resources for one inactive ticket field",
		"One resource of this configuration manages an inactive %s field titled %q, and another one with that type and title is to be created. The new one would adopt that field as an orphan, and both would manage it.\n\n"+
			"Choose another title for the new one. If only the address of the resource changed, use a moved block.", fieldType, title)
}

var pathTitle = path.Root("title")
