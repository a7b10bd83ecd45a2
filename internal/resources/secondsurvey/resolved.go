package secondsurvey

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// WarnOfResolved says that a survey backend will ask about what is resolved already. Why is
// a sentence, on what begins to be polled.
func WarnOfResolved(notes *lifecycle.Notes, at path.Path, why string) {
	notes.Warn(at, "Resolved conversations will be surveyed, too",
		"%s The survey backend then asks about every e-mail conversation there that is resolved and quiet, also about those that were resolved before. "+
			"It does not know whom a send trigger, a send workflow, another trigger distribution or the help desk's own survey has asked: these customers are asked again.\n\n"+
			"active = false only puts that off. If it is not meant, find out before the apply whether the backend can leave older conversations out, or use a send trigger or a send workflow, which asks only about what is resolved from then on.", why)
}
