package acceptance

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// manySends is two exclusions, one by checkbox and one by tag, and as many
// sends as wanted, each for e-mail tickets with a tag of its own.
func (a *account) manySends(sends int) string {
	return a.config(`
resource "surveytrigger_zendesk_webhook" "stella" {
  name     = "Stella Connect"
  endpoint = "%[1]s/v1/auth"
  authentication = {
    basic = { username = "connect", password_wo = "%[2]s", password_wo_version = 1 }
  }
}

resource "surveytrigger_zendesk_ticket_field" "do_not_send" {
  type  = "checkbox"
  title = "Do not send"
}

resource "surveytrigger_zendesk_exclusion_trigger" "vip" {
  title      = "Exclude VIPs"
  conditions = { all = [{ field = "current_tags", operator = "includes", value = "vip" }, { field = "status", operator = "value", value = "solved" }] }
  mark       = { checkbox_field_id = surveytrigger_zendesk_ticket_field.do_not_send.id }
  lifecycle { create_before_destroy = true }
}

resource "surveytrigger_zendesk_exclusion_trigger" "legal" {
  title      = "Exclude legal cases"
  conditions = { all = [{ field = "current_tags", operator = "includes", value = "legal" }, { field = "status", operator = "value", value = "solved" }] }
  mark       = { tag = "survey_excluded" }
  lifecycle { create_before_destroy = true }
}

resource "surveytrigger_zendesk_send_trigger" "queue" {
  count        = %[3]d
  title        = "Send for queue ${count.index}"
  channel      = "email"
  conditions   = { all = [{ field = "current_tags", operator = "includes", value = "queue_${count.index}" }] }
  webhook_id   = surveytrigger_zendesk_webhook.stella.id
  payload      = provider::surveytrigger::stella_connect_payload("email", surveytrigger_zendesk_ticket_field.do_not_send.id, {})
  exclude_tags = ["survey_excluded"]
  evaluate_after = [
    surveytrigger_zendesk_exclusion_trigger.vip.id,
    surveytrigger_zendesk_exclusion_trigger.legal.id,
  ]
}
`, a.env["STELLA_CONNECT_ENDPOINT"], a.env["STELLA_CONNECT_PRODUCTION_KEY"], sends)
}

// customers go on solving tickets, of excluded and other customers, until
// stopped. They return the tickets of the excluded.
func (a *account) customers(queues int) (stop func() (excluded []string)) {
	ctx, cancel := context.WithCancel(a.t.Context())
	var excluded []string
	var done sync.WaitGroup
	done.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			queue := fmt.Sprintf("queue_%d", i%queues)
			excluded = append(excluded,
				a.solve(ticket{via: 4, tags: []string{queue, "vip"}}),
				a.solve(ticket{via: 4, tags: []string{queue, "legal"}}))
			a.solve(ticket{via: 4, tags: []string{queue}})
		}
	})
	return func() []string {
		cancel()
		done.Wait()
		return excluded
	}
}

// noneSurveyed expects that no survey went out for the tickets, and none twice
// for any.
func (a *account) noneSurveyed(excluded []string) {
	a.t.Helper()
	sent := map[string]int{}
	for _, survey := range a.surveys() {
		if survey.Outcome == "sent" {
			sent[survey.TicketID]++
		}
	}
	for _, id := range excluded {
		if sent[id] > 0 {
			a.t.Errorf("the excluded ticket %s was surveyed", id)
		}
	}
	for id, times := range sent {
		if times > 1 {
			a.t.Errorf("ticket %s was surveyed %d times for one solve", id, times)
		}
	}
}

// exclusionsFirst expects that every trigger of which the title starts with
// "Exclude" stands before every one that starts with "Send".
func (a *account) exclusionsFirst() {
	a.t.Helper()
	lastExclusion, firstSend := 0, 1<<30
	for title, trigger := range a.triggers() {
		position := int(trigger["position"].(float64))
		switch {
		case strings.HasPrefix(title, "Exclude"):
			lastExclusion = max(lastExclusion, position)
		case strings.HasPrefix(title, "Send"):
			firstSend = min(firstSend, position)
		}
	}
	if lastExclusion >= firstSend {
		a.t.Errorf("an exclusion stands at %d, a send at %d", lastExclusion, firstSend)
	}
}

func TestTenSendsAndTwoExclusionsAtTerraformsParallelism(t *testing.T) {
	t.Parallel()
	for _, mode := range engine.Modes() {
		t.Run(fmt.Sprint(mode), func(t *testing.T) {
			t.Parallel()
			a := start(t, sandbox.Options{Mode: mode})
			const sends = 10
			var stop func() []string
			a.run(resource.TestStep{
				PreConfig: func() { stop = a.customers(sends) },
				Config:    a.manySends(sends),
				Check: func(*terraform.State) error {
					excluded := stop()
					a.noneSurveyed(excluded)
					a.exclusionsFirst()
					created, jobs := map[string]int{}, 0
					for _, write := range a.writes() {
						switch write.String() {
						case "POST /api/v2/triggers":
							created[decode[struct {
								Trigger struct {
									Title  string
									Active bool
								}
							}](t, write).Trigger.Title]++
						case "POST /api/v2/trigger_categories/jobs":
							jobs++
						}
					}
					for title, times := range created {
						if times != 1 {
							t.Errorf("%q was created %d times", title, times)
						}
					}
					if len(created) != sends+2 || jobs > sends+2 { // two for the exclusions
						t.Errorf("%d triggers were created and %d jobs sent: at most two requests a send are allowed", len(created), jobs)
					}
					for queue := range sends {
						surveys := a.surveysOf(a.solve(ticket{via: 4, tags: []string{fmt.Sprintf("queue_%d", queue)}}))
						if len(surveys) != 1 || surveys[0].Outcome != "sent" {
							t.Errorf("queue %d gets no survey now: %+v", queue, surveys)
						}
					}
					return nil
				},
			})
		})
	}
}

// An exclusion that is renamed in the configuration is another resource: with
// create_before_destroy the new one is in force before the old one goes.
func TestARenamedExclusionProtectsThroughout(t *testing.T) {
	t.Parallel()
	for _, mode := range engine.Modes() {
		t.Run(fmt.Sprint(mode), func(t *testing.T) {
			t.Parallel()
			a := start(t, sandbox.Options{Mode: mode})
			before := a.manySends(2)
			after := strings.ReplaceAll(before, `exclusion_trigger" "vip"`, `exclusion_trigger" "important"`)
			after = strings.ReplaceAll(after, "exclusion_trigger.vip.id", "exclusion_trigger.important.id")
			var stop func() []string
			a.run(
				resource.TestStep{Config: before},
				resource.TestStep{
					PreConfig: func() { a.forget(); stop = a.customers(2) },
					Config:    after,
					Check: func(*terraform.State) error {
						a.noneSurveyed(stop())
						a.exclusionsFirst()
						var order []string
						for _, write := range a.writes() {
							if strings.HasPrefix(write.Path, "/api/v2/trigger") {
								order = append(order, write.Method)
							}
						}
						if last := len(order) - 1; last < 1 || order[last] != "DELETE" || slices.Index(order, "DELETE") != last {
							t.Errorf("the old exclusion goes last, got %v", order)
						}
						return nil
					},
				},
			)
		})
	}
}
