package zendesk_test

import (
	"errors"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
)

// A plan hears of the resources in any order. Whatever it is, a resource that
// would adopt what another one keeps is found out, and nothing else is.
func TestAPlanKnowsWhoManagesWhatACreateWouldAdopt(t *testing.T) {
	t.Parallel()
	type outcome struct{ creates, keeps string }
	refused := func(err error) string {
		var owned *zendesk.OwnedError
		if errors.As(err, &owned) {
			return "owned " + owned.ID
		}
		if err != nil {
			return err.Error()
		}
		return ""
	}
	for name, test := range map[string]struct {
		in       zendesk.TriggerInput
		unique   bool
		steps    string // r read, k kept, d deleted, c created, x created as its replacement
		expected func(id string) outcome
	}{
		"kept before":               {sendInput("send", "no_survey"), true, "rkc", func(id string) outcome { return outcome{creates: "owned " + id} }},
		"kept after":                {sendInput("send", "no_survey"), true, "rck", func(string) outcome { return outcome{keeps: "wanted"} }},
		"kept without a read":       {sendInput("send", "no_survey"), true, "ck", func(string) outcome { return outcome{keeps: "wanted"} }},
		"an exclusion":              {sendInput("send", "no_survey"), false, "kc", func(id string) outcome { return outcome{creates: "owned " + id} }},
		"of another title":          {sendInput("other", "no_survey"), true, "rkc", func(string) outcome { return outcome{} }},
		"of other content":          {sendInput("send", "other"), true, "ckr", func(string) outcome { return outcome{} }},
		"tainted, so only read":     {sendInput("send", "no_survey"), true, "rc", func(string) outcome { return outcome{} }},
		"deleted before":            {sendInput("send", "no_survey"), true, "rdc", func(string) outcome { return outcome{} }},
		"deleted after":             {sendInput("send", "no_survey"), true, "rcd", func(string) outcome { return outcome{} }},
		"replaced":                  {sendInput("send", "no_survey"), true, "rkx", func(string) outcome { return outcome{} }},
		"replaced, then another":    {sendInput("send", "no_survey"), true, "rkxc", func(string) outcome { return outcome{} }},
		"at two addresses":          {sendInput("other", "no_survey"), true, "rkrk", func(string) outcome { return outcome{keeps: "managed"} }},
		"kept here, deleted there":  {sendInput("other", "no_survey"), true, "rkrd", func(string) outcome { return outcome{keeps: "managed"} }},
		"deleted here, kept there":  {sendInput("other", "no_survey"), true, "rdrk", func(string) outcome { return outcome{keeps: "managed"} }},
		"deleted here and there":    {sendInput("other", "no_survey"), true, "rdrd", func(string) outcome { return outcome{} }},
		"an orphan, wanted by many": {sendInput("send", "no_survey"), true, "cc", func(string) outcome { return outcome{} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			id := made(t, d.client(), "send")
			c := d.client()
			got := outcome{}
			for _, step := range test.steps {
				var managed, wanted bool
				switch step {
				case 'r':
					c.Claim(zendesk.NounTrigger, id)
				case 'k':
					managed, wanted = c.PlanToKeep(zendesk.NounTrigger, id)
				case 'd':
					managed = c.PlanToDelete(zendesk.NounTrigger, id)
				case 'c':
					got.creates += refused(c.PlanTrigger(ctx(), test.in, test.unique, ""))
				case 'x':
					got.creates += refused(c.PlanTrigger(ctx(), test.in, test.unique, id))
				}
				if managed {
					got.keeps += "managed"
				}
				if wanted {
					got.keeps += "wanted"
				}
			}
			equal(t, "outcome", got, test.expected(id))
		})
	}
}

// A trigger that somebody deactivated is no orphan, so an exclusion of its title
// may be created beside it.
func TestAnExclusionDoesNotWantWhatSomebodyDeactivated(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := sendInput("exclusion", "no_survey")
	orphan, err := d.client().CreateInactiveTrigger(ctx(), in, false, func() {})
	noError(t, err)
	d.world.Clock.Advance(time.Minute)
	for _, active := range []bool{true, false} {
		d.admin("PUT", "/triggers/"+orphan.ID, map[string]any{"trigger": map[string]any{"active": active}})
	}
	c := d.client()
	c.PlanToKeep(zendesk.NounTrigger, orphan.ID)
	noError(t, c.PlanTrigger(ctx(), in, false, ""))
}

// What this process created is in flight, and its own plan is over: a second
// resource of the same title does not want it, and neither takes it for managed
// twice.
func TestWhatIsBeingCreatedIsNotWanted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.client()
	in := sendInput("exclusion", "no_survey")
	first, err := c.CreateInactiveTrigger(ctx(), in, false, func() {})
	noError(t, err)
	noError(t, c.PlanTrigger(ctx(), in, false, ""))
	second, err := c.CreateInactiveTrigger(ctx(), in, false, func() {})
	noError(t, err)
	equal(t, "another one", second.ID != first.ID, true)
	managed, _ := c.PlanToKeep(zendesk.NounTrigger, first.ID)
	equal(t, "another resource with the same id", managed, true)
}

// Ids of different kinds may be equal.
func TestClaimsAreOfOneKind(t *testing.T) {
	t.Parallel()
	c := newDesk(t).client()
	for _, noun := range []string{zendesk.NounTrigger, zendesk.NounAutomation, zendesk.NounTicketField, zendesk.NounCategory, zendesk.NounWebhook, zendesk.NounTarget} {
		equal(t, noun+" claimed first", c.Claim(noun, "1"), true)
		equal(t, noun+" claimed again", c.Claim(noun, "1"), false)
	}
}

// A field that a resource leaves behind may be adopted in the same apply, by one
// resource; a field that one manages may not.
func TestATicketFieldIsAdoptedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.client()
	field, err := c.CreateTicketField(ctx(), zendesk.TicketFieldInput{Type: ptr("checkbox"), Title: ptr("Opt out")})
	noError(t, err)
	var duplicate *zendesk.DuplicateError
	if _, err := c.AdoptTicketField(ctx(), "checkbox", "Opt out"); !errors.As(err, &duplicate) || duplicate.Existing[0].ID != field.ID {
		t.Errorf("an active one is somebody's: %v", err)
	}
	equal(t, "to be deleted", c.BeginDelete(zendesk.NounTicketField, field.ID), true)
	noError(t, c.DeactivateTicketField(ctx(), field.ID))
	another, err := c.AdoptTicketField(ctx(), "text", "Opt out")
	noError(t, err)
	equal(t, "of another type", another == nil, true)
	adopted, err := c.AdoptTicketField(ctx(), "checkbox", "Opt out")
	noError(t, err)
	equal(t, "adopted", adopted.ID, field.ID)
	equal(t, "deleted for its earlier state", c.BeginDelete(zendesk.NounTicketField, field.ID), false)
	again, err := c.AdoptTicketField(ctx(), "checkbox", "Opt out")
	noError(t, err)
	equal(t, "adopted twice", again == nil, true)

	other := d.client()
	other.Claim(zendesk.NounTicketField, field.ID)
	managed, err := other.AdoptTicketField(ctx(), "checkbox", "Opt out")
	noError(t, err)
	equal(t, "what is managed", managed == nil, true)
}

func TestThePlansOfTicketFieldsMeetByTypeAndTitle(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before, after := d.client(), d.client()
	equal(t, "nobody wants it", before.PlanInactiveTicketField("checkbox", "Opt out"), false)
	equal(t, "one keeps it", before.PlanTicketField("checkbox", "Opt out", false), false)
	equal(t, "of another type", before.PlanTicketField("text", "Opt out", false), true)
	equal(t, "of another title", before.PlanTicketField("checkbox", "Out", false), true)
	equal(t, "its replacement", before.PlanTicketField("checkbox", "Opt out", true), true)
	equal(t, "first", after.PlanTicketField("checkbox", "Opt out", false), true)
	equal(t, "wanted", after.PlanInactiveTicketField("checkbox", "Opt out"), true)
	equal(t, "requests", d.count("GET /ticket_fields"), 0)
}
