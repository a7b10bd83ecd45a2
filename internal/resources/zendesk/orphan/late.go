package orphan

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// SentAgain remembers when a create was sent a second time, because the answer to
// the first one was lost. Zendesk may execute that one later.
var SentAgain = lifecycle.KeyOf[time.Time]("sent_again")

// lateness is for how long reads look for what was executed late.
const lateness = time.Hour

// Created names what shares the traits of a new object. Base is of its resource; find
// lists them. Where the create was sent twice, the reads that follow look again.
func Created(client *zendesk.Client, noun, id string, base *lifecycle.Base, notes *lifecycle.Notes, at path.Path, trait string, find func() ([]zendesk.Orphan, error)) {
	left, _ := find() // a warning is not worth an error
	if !client.SentAgain(noun, id) {
		Warn(notes, at, left, trait, id)
		return
	}
	base.Remember(SentAgain, time.Now())
	warnOfDuplicates(notes, at, left, trait, id)
}

// CreatedTwice is [Created] for what a plan names by [Planned].
func CreatedTwice(client *zendesk.Client, noun, id string, base *lifecycle.Base, notes *lifecycle.Notes, at path.Path, trait string, find func() ([]zendesk.Orphan, error)) {
	if client.SentAgain(noun, id) {
		Created(client, noun, id, base, notes, at, trait, find)
	}
}

// WarnOfLate is for the read of an object whose create was sent twice.
func WarnOfLate(base *lifecycle.Base, notes *lifecycle.Notes, at path.Path, trait string, find func() ([]zendesk.Orphan, error)) {
	var sent time.Time
	if !base.Recall(SentAgain, &sent) {
		return
	}
	left, err := find()
	if err == nil && len(left) == 0 && time.Since(sent) > lateness {
		base.Remember(SentAgain, nil)
	}
	warnOfDuplicates(notes, at, left, trait, base.ID.ValueString())
}

// warnOfDuplicates has the ids of both in each summary, see Warn.
func warnOfDuplicates(notes *lifecycle.Notes, at path.Path, found []zendesk.Orphan, trait, id string) {
	for _, each := range found {
		notes.Warn(at, "The "+each.Noun+" "+each.ID+" is a duplicate",
			"%q (%s) %s as %s, which this resource manages. Zendesk's answer to the request that created it was lost, so the request was sent again, and Zendesk may have executed both.\n\n"+
				"If nothing else manages or uses %s, delete it in the admin screen.", each.Name, each.ID, trait, id, each.ID)
	}
}
