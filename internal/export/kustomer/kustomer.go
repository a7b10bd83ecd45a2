package kustomer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	client "github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
)

// The resources that an organization is exported to.
const (
	attribute = "surveytrigger_kustomer_attribute"
	native    = "surveytrigger_kustomer_native_csat"
	sends     = "surveytrigger_kustomer_send_workflow"
)

// System is Kustomer for an export.
var System = export.System{
	Section: client.Section,
	Kinds: []export.Kind{
		{Resource: attribute, Noun: client.NounAttribute, File: "attributes.tf"},
		{Resource: native, Noun: channel, File: "native_csat.tf"},
		{Resource: sends, Noun: client.NounWorkflow, File: "sends.tf"},
	},
	Find: func(ctx context.Context, of lifecycle.Client, wish export.Wish) (*export.Inventory, error) {
		return find(ctx, of.(*client.Client), wish)
	},
}

// channel is what the report calls all of Kustomer's own surveys of one channel.
const channel = "survey channel"

func find(ctx context.Context, c *client.Client, wish export.Wish) (*export.Inventory, error) {
	found, attributes, channels := &export.Inventory{}, 0, map[string]bool{}
	wanted := func(title string) bool {
		return strings.Contains(strings.ToLower(title), strings.ToLower(wish.TitleContains))
	}
	for _, klass := range rules.Klasses {
		all, err := c.Attributes(ctx, klass)
		if err != nil && !client.IsNotFound(err) { // an organization need not have every klass
			return nil, err
		}
		wish.Tell("%d custom attributes of %s read.", len(all), klass)
		attributes += len(all)
		for _, a := range all {
			if word := wish.Words.In(rules.DisplayName(a.Name) + " " + a.Name + " " + a.DisplayName); word != "" && wanted(a.Name+" "+a.DisplayName) {
				found.Objects = append(found.Objects, export.Object{Resource: attribute, ID: a.ID(), Title: a.Name, Name: rules.DisplayName(a.Name), Why: fmt.Sprintf("%q is in its name", word)})
			}
		}
	}
	surveys, err := c.Surveys(ctx)
	for _, survey := range surveys {
		if !channels[survey.Channel] && survey.Channel != "" && wanted(survey.Channel) {
			found.Objects = append(found.Objects, export.Object{Resource: native, ID: survey.Channel, Title: survey.Channel, Why: "Kustomer has surveys of its own on it"})
		}
		channels[survey.Channel] = true
	}
	if err != nil {
		return nil, err
	}
	workflows, err := addSends(ctx, c, wish, found)
	found.Account = []export.Count{{Noun: client.NounAttribute, Number: attributes}, {Noun: channel, Number: len(channels)}, {Noun: client.NounWorkflow, Number: workflows}}
	return found, err
}

// addSends adds the workflows that make a request to what looks like a survey backend,
// and says how many workflows there are.
func addSends(ctx context.Context, c *client.Client, wish export.Wish, found *export.Inventory) (number int, err error) {
	all, err := c.Workflows(ctx)
	if err != nil {
		return 0, err
	}
	wish.Tell("%d workflows read.", len(all))
	senders, err := c.Senders(ctx)
	for _, w := range senders {
		if !strings.Contains(strings.ToLower(w.Name), strings.ToLower(wish.TitleContains)) {
			continue
		}
		to := strings.Join(w.Addresses, ", ")
		receives := func(part string) bool { return strings.Contains(strings.ToLower(to), strings.ToLower(part)) }
		if word := wish.Words.In(w.Name + " " + to); word != "" {
			found.Objects = append(found.Objects, export.Object{Resource: sends, ID: w.ID, Title: w.Name, Why: fmt.Sprintf("%q is in its name or in the address of its request", word)})
		} else if at := slices.IndexFunc(wish.Receivers, receives); at >= 0 {
			found.Objects = append(found.Objects, export.Object{Resource: sends, ID: w.ID, Title: w.Name, Why: "it makes a request to " + wish.Receivers[at]})
		} else {
			var hosts []string
			for _, address := range w.Addresses {
				hosts = append(hosts, export.Host(address))
			}
			found.LeftOut = append(found.LeftOut, export.LeftOut{Noun: client.NounWorkflow, ID: w.ID, Title: w.Name, Why: fmt.Sprintf(
				"it makes a request to %s, which does not look like a receiver of surveys. If it is one, export again with -receiver and a part of its address", strings.Join(hosts, ", "))})
		}
	}
	return len(all), err
}
