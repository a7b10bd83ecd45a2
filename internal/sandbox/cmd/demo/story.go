package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// story is one run of the demo: the people in it and what they have seen.
type story struct {
	page  page
	cli   *cli
	desk  *helpDesk
	world *engine.World
	audit audit

	before []rule // the account as it was
	box    string // id of the checkbox
}

// The stages of the stack.
const (
	test       = "test"
	production = "production"
)

// What is particular to the titles of the stack's triggers.
const (
	ours        = "Stella Connect"
	ofExclusion = "Do not send"
	ofEmail     = "email channel"
)

const emailSend = `surveytrigger_zendesk_send_trigger.channel["email"]`

// tell tells the story. An error says that a step failed, or, at the end, what
// was not as promised.
func (s *story) tell(ctx context.Context) error {
	s.page.title(s.cli.Product)
	chapters := []struct {
		name string
		tell func(context.Context) error
	}{
		{"Set up, with the test key", s.setUp},
		{"Rehearse: every survey goes to the test address", s.rehearse},
		{"Go live: one variable", s.goLive},
		{"A day at the help desk", s.work},
		{"Somebody drags a trigger", s.breakOrder},
		{"What that does", s.harm},
		{"Repair", s.repair},
		{"Remove everything", s.remove},
	}
	for i, chapter := range chapters {
		s.page.chapter(i+1, chapter.name)
		if err := chapter.tell(ctx); err != nil {
			return errors.Join(s.audit.verdict(), err)
		}
	}
	s.audit.countSurveys(s.world)
	if err := s.audit.verdict(); err != nil {
		return err
	}
	s.page.blank()
	s.page.say("%d checks held. One survey left that should not have: %s's,", s.audit.held, harmed.customer)
	s.page.say("between the drag and the repair. Terraform let none through.")
	return nil
}

func (s *story) setUp(ctx context.Context) (err error) {
	if s.before, err = s.desk.rules(ctx); err != nil {
		return err
	}
	counts, err := s.cli.apply(ctx, test)
	if err != nil {
		return err
	}
	s.page.command(s.cli.Name(), "apply", test)
	s.page.lines([]string{counts})
	s.audit.expect(counts == "7 added, 0 changed, 0 destroyed", "the first apply: %s", counts)
	box, err := s.cli.Run(ctx, "output", "-no-color", "-raw", "do_not_send_field_id")
	if err != nil {
		return err
	}
	s.box = strings.TrimSpace(box)
	s.page.blank()
	s.page.say("A webhook to Stella Connect, a \"do not send\" checkbox, an exclusion that")
	s.page.say("ticks it for VIPs, a send for each channel. Zendesk runs from top to bottom:")
	s.page.blank()
	return s.showOrder(ctx, true)
}

// showOrder lists our triggers and checks where the exclusion is.
func (s *story) showOrder(ctx context.Context, exclusionFirst bool) error {
	rules, err := s.desk.rules(ctx)
	if err != nil {
		return err
	}
	mine := titles(slices.DeleteFunc(rules, func(r rule) bool { return !strings.Contains(r.Title, ours) }))
	s.page.order(mine)
	first := len(mine) > 0 && strings.HasPrefix(mine[0], ofExclusion)
	s.audit.expect(first == exclusionFirst, "exclusion first: %v, expected %v, in %q", first, exclusionFirst, mine)
	return nil
}

func (s *story) rehearse(ctx context.Context) error { return s.receive(ctx, rehearsal...) }

func (s *story) work(ctx context.Context) error { return s.receive(ctx, workday...) }

// receive lets customers come, one after the other.
func (s *story) receive(ctx context.Context, visits ...visit) error {
	for _, v := range visits {
		ticketID, err := s.desk.solve(ctx, v, s.box)
		if err != nil {
			return err
		}
		words, right := s.audit.judge(v, ticketID, fateOf(s.world, ticketID))
		s.page.visit(v, words, right)
	}
	return nil
}

func (s *story) goLive(ctx context.Context) error {
	planned, err := s.cli.plan(ctx, production)
	if err != nil {
		return err
	}
	s.world.Requests.Reset()
	if _, err := s.cli.apply(ctx, production); err != nil {
		return err
	}
	s.page.command(s.cli.Name(), "apply", production)
	s.page.lines(planned.shown)
	writes := s.writes()
	s.page.blank()
	s.page.say("Two requests to Zendesk: its own satisfaction survey is off, and then the")
	s.page.say("webhook has the production key.")
	s.audit.expect(len(writes) == 2 && strings.HasPrefix(writes[0], "PUT /api/v2/automations/") && strings.HasPrefix(writes[1], "PATCH /api/v2/webhooks/"),
		"going live is one PUT of an automation, then one PATCH of the webhook, but Zendesk got %v", writes)
	return nil
}

// writes are the requests that could have changed something in Zendesk.
func (s *story) writes() []string {
	var writes []string
	for _, request := range s.world.Requests.All("zendesk") {
		if request.Method != http.MethodGet && !strings.HasPrefix(request.Path, "/oauth/") {
			writes = append(writes, request.Method+" "+request.Path)
		}
	}
	return writes
}

func (s *story) breakOrder(ctx context.Context) error {
	rules, err := s.desk.rules(ctx)
	if err != nil {
		return err
	}
	exclusion, err := find(rules, ofExclusion)
	if err != nil {
		return err
	}
	send, err := find(rules, ofEmail)
	if err != nil {
		return err
	}
	if err := s.desk.drag(ctx, send, exclusion); err != nil {
		return err
	}
	s.page.say("In the admin screen, behind Terraform's back:")
	s.page.blank()
	if err := s.showOrder(ctx, false); err != nil {
		return err
	}
	planned, err := s.cli.plan(ctx, production)
	if err != nil {
		return err
	}
	s.page.blank()
	s.page.say("The next plan finds it, and it is all that the plan finds:")
	s.page.blank()
	s.page.command(s.cli.Name(), "plan", production)
	s.page.lines(planned.shown)
	found := len(planned.changes) == 1 && planned.changes[0].Address == emailSend &&
		slices.Equal(planned.changes[0].Change.Actions, []string{"update"}) &&
		slices.Equal(planned.changes[0].attributes(), []string{"order_satisfied"})
	s.audit.expect(found, "the plan is the one line \"order_satisfied = false -> true\" of %s, but: %q", emailSend, planned.shown)
	return nil
}

// harm shows what the drag does until it is repaired. That the VIP is surveyed
// is expected here: it is the work of whoever dragged the trigger.
func (s *story) harm(ctx context.Context) error {
	s.page.say("The send for e-mail runs before the box is ticked:")
	s.page.blank()
	if err := s.receive(ctx, harmed); err != nil {
		return err
	}
	s.page.blank()
	s.page.say("A VIP was surveyed, and nothing in Zendesk says so.")
	return nil
}

func (s *story) repair(ctx context.Context) error {
	counts, err := s.cli.apply(ctx, production)
	if err != nil {
		return err
	}
	s.page.command(s.cli.Name(), "apply", production)
	s.page.lines([]string{counts})
	s.audit.expect(counts == "0 added, 1 changed, 0 destroyed", "the repair: %s", counts)
	s.page.blank()
	if err := s.showOrder(ctx, true); err != nil {
		return err
	}
	s.page.blank()
	if err := s.receive(ctx, protected); err != nil {
		return err
	}
	planned, err := s.cli.plan(ctx, production)
	if err != nil {
		return err
	}
	s.page.blank()
	s.page.command(s.cli.Name(), "plan", production)
	s.page.lines(planned.shown)
	s.audit.expect(len(planned.changes) == 0, "the plan after the repair is empty, but: %q", planned.shown)
	return nil
}

func (s *story) remove(ctx context.Context) error {
	counts, err := s.cli.destroy(ctx, production)
	if err != nil {
		return err
	}
	s.page.command(s.cli.Name(), "destroy", production)
	s.page.lines([]string{counts})
	s.audit.expect(counts == "8 destroyed", "destroying: %s", counts)
	left, err := s.desk.rules(ctx)
	if err != nil {
		return err
	}
	s.audit.expect(slices.Equal(left, s.before), "the account's other triggers are %v, and were %v", left, s.before)
	s.page.blank()
	if err := s.receive(ctx, afterward); err != nil {
		return err
	}
	s.page.blank()
	s.page.say("The account's own %d triggers are as they were.", len(left))
	return nil
}
