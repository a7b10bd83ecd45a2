package promise

import (
	"context"
	"maps"
	"net/http"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// worseLater are providers that break the promise with automations, receivers or what
// other people made.
func worseLater() map[string]worse {
	return map[string]worse{
		"an automation forgets a mark": {
			write: whereAutomation(func(body string) string { return strings.ReplaceAll(body, `"no_survey"`, `"no_surveys"`) }),
			seen:  "by an automation although it has a mark", survey: true, in: &markedTickets,
		},
		"former_sent_tags are not written": {
			write: whereAutomation(func(body string) string {
				if strings.Contains(body, "surveyed_second") {
					body = strings.ReplaceAll(body, "surveyed_first", "surveyed_never")
				}
				return body
			}),
			seen: "a second survey by an automation", survey: true, in: &renamedTag,
		},
		"another sent_tag is not refused": {wrap: unquestioned, seen: "a second survey by an automation", survey: true, in: &unansweredTag},
		"an automation survives":          {write: everyMethod(http.MethodDelete, 0), seen: "by an automation that no configuration has", survey: true, in: &removedAutomation},
		"an automation never runs": {
			write: whereAutomation(func(body string) string {
				return strings.ReplaceAll(body, `"less_than","value":"25"`, `"less_than","value":"1"`)
			}),
			wrap: blind, seen: "was not surveyed by an automation although", survey: true, in: &markedTickets,
		},
		"it never warns of a send beside an automation":     {wrap: silent, seen: "no plan warned of it", survey: true, in: &unmarkedSend},
		"it never warns of an automation that surveys more": {wrap: silent, seen: "no plan warns that an automation", in: &widerAutomation},
		"it never warns of a foreign sender":                {wrap: silent, seen: "no plan warned of it", survey: true, in: &besideForeign},
		"a receiver is deleted before its sends change":     {write: receiversGoFirst, seen: "was not surveyed although", survey: true, in: &replacedReceiver},
		"a ticket gets its sent_tag without a receiver":     {write: receiversGoFirst, seen: "nobody asked for a survey", survey: true, in: &replacedReceiver},
		"all receivers are deleted":                         {write: allReceiversGo, seen: "has no receiver", in: &replacedReceiver},
		"an exclusion is put behind a foreign sender":       {write: wherePut("position", 999), seen: "was surveyed although an exclusion is in force that nobody listed", survey: true, in: &besideForeignChanged},
		"an exclusion of which a plan says something else is put behind a foreign sender": {
			write: wherePut("position", 999), seen: "was surveyed although an exclusion is in force that nobody listed", survey: true, in: &besideForeignAndLate,
		},
		"it says something else of two sends": {wrap: digressing, seen: "no plan warned of it", survey: true, in: &overlappingSends},
		"a foreign automation is deactivated": {write: foreignAutomationsStop, seen: "something foreign was changed", in: &besideForeign},
	}
}

// whereAutomation changes automations that are written.
func whereAutomation(change func(body string) string) func(*simulation) rewriting {
	return func(*simulation) rewriting {
		return func(_, path string, body []byte) ([]byte, int) {
			if strings.HasPrefix(path, zendeskAPI+automationsPath) {
				body = []byte(change(string(body)))
			}
			return body, 1
		}
	}
}

// receiversGoFirst deletes the receivers of the teams when another one is created,
// allReceiversGo when one of them is deleted.
func receiversGoFirst(s *simulation) rewriting { return receiversGo(s, http.MethodPost) }
func allReceiversGo(s *simulation) rewriting   { return receiversGo(s, http.MethodDelete) }

func receiversGo(s *simulation, when string) rewriting {
	z := s.account.(*zendesk)
	return func(method, path string, body []byte) ([]byte, int) {
		if method == when && strings.HasPrefix(path, zendeskAPI+"/webhooks") {
			for id := range z.now.receivers {
				if !z.others[id] {
					z.must(http.MethodDelete, "/webhooks/"+id, nil)
				}
			}
		}
		return body, 1
	}
}

// foreignAutomationsStop deactivates what other people made when an automation is
// created.
func foreignAutomationsStop(s *simulation) rewriting {
	z := s.account.(*zendesk)
	return func(method, path string, body []byte) ([]byte, int) {
		if method == http.MethodPost && path == zendeskAPI+automationsPath {
			for _, each := range z.now.automations {
				if each.active && each.receiver != "" && z.others[each.id] {
					z.must(http.MethodPut, automationsPath+"/"+each.id, map[string]any{"automation": map[string]any{"active": false}})
				}
			}
		}
		return body, 1
	}
}

// sightless is a command line whose plans are always empty.
type sightless struct{ terraform }

func blind(of terraform) terraform { return sightless{of} }

func (b sightless) Plan(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	result := b.terraform.Plan(ctx, config, options)
	result.Changes = nil
	return result
}

// digression is a command line that names what it warns of and says something else of it.
type digression struct{ terraform }

func digressing(of terraform) terraform { return digression{of} }

func (d digression) Plan(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	return digressed(d.terraform.Plan(ctx, config, options))
}

func (d digression) Apply(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	return digressed(d.terraform.Apply(ctx, config, options))
}

func digressed(result tfcore.Result) tfcore.Result {
	for i, each := range result.Warnings {
		result.Warnings[i] = ofTwoSends.ReplaceAllString(each, "These have long titles")
	}
	return result
}

// trusting is a command line that answers each question about a former sent_tag.
type trusting struct{ terraform }

func unquestioned(of terraform) terraform { return trusting{of} }

func (t trusting) Plan(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	return t.terraform.Plan(ctx, answered(config), options)
}

func (t trusting) Apply(ctx context.Context, config tfcore.Configuration, options tfcore.Options) tfcore.Result {
	return t.terraform.Apply(ctx, answered(config), options)
}

// answered is a configuration in which tickets may always be surveyed again.
func answered(config tfcore.Configuration) tfcore.Configuration {
	config = maps.Clone(config)
	for address, each := range config {
		if strings.HasPrefix(address, automationType) && each.Attributes["former_sent_tags"] == nil {
			each.Attributes = maps.Clone(each.Attributes)
			each.Attributes["former_sent_tags"] = []any{}
			config[address] = each
		}
	}
	return config
}
