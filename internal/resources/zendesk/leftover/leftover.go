// Package leftover names what an interrupted apply may have left behind: an
// object that Zendesk made and that no state knows. Where names may repeat, the
// next apply makes a second one, and nobody else would tell of the first.
package leftover

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/zendesk"
)

// Warn names them once the new object is there, whose id is given. Trait is what
// they share with it, besides the name. Of several warnings with one summary
// Terraform shows only the first, so each summary has the id.
func Warn(notes *lifecycle.Notes, at path.Path, left []zendesk.Leftover, trait, created string) {
	for _, each := range left {
		notes.Warn(at, "The "+each.Noun+" "+each.ID+" existed already",
			"%q (%s) %s, and nothing says that Terraform manages it. An interrupted apply may have left it behind. "+
				"If so, delete it in the admin screen. Or keep it instead of the new one (%s): run this, apply, and delete the new one there:\n\n"+
				"  terraform state rm <address>\n  terraform import <address> %s\n\n"+
				"If another resource or configuration manages it, or this apply replaces it, all is well.",
			each.Name, each.ID, trait, created, each.ID)
	}
}
