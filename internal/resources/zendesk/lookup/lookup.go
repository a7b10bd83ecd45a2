// Package lookup is the data sources that turn a name into an id, because ids
// differ between a Zendesk sandbox and production and names need not.
package lookup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// All lists the data sources.
func All() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		byTitle("ticket_field", "ticket field", listing((*zendesk.Client).TicketFields, func(f zendesk.TicketField) lifecycle.Named {
			return lifecycle.Named{ID: f.ID, Name: f.Title, Inactive: !f.Active}
		})),
		byTitle("trigger", "trigger", listing((*zendesk.Client).Triggers, func(t zendesk.Trigger) lifecycle.Named {
			return lifecycle.Named{ID: t.ID, Name: t.Title, Inactive: !t.Active}
		})),
		byName("trigger_category", "trigger category", listing((*zendesk.Client).Categories, func(c zendesk.Category) lifecycle.Named {
			return lifecycle.Named{ID: c.ID, Name: c.Name}
		})),
		byName("webhook", "webhook", listing((*zendesk.Client).Webhooks, func(w zendesk.Webhook) lifecycle.Named {
			return lifecycle.Named{ID: w.ID, Name: w.Name, Inactive: !w.Active}
		})),
		byName("brand", "brand", listing((*zendesk.Client).Brands, named)),
		byName("group", "group", listing((*zendesk.Client).Groups, named)),
		byName("ticket_form", "ticket form", listing((*zendesk.Client).TicketForms, named)),
		byName("custom_status", "custom status", listing((*zendesk.Client).CustomStatuses, named)),
		NewLocales,
	}
}

type list = func(context.Context, *zendesk.Client) ([]lifecycle.Named, error)

func byTitle(name, noun string, list list) func() datasource.DataSource {
	return lifecycle.NewLookup(lifecycle.Lookup[*zendesk.Client]{Name: "zendesk_" + name, Section: zendesk.Section, Noun: noun, Key: "title", List: list})
}

func byName(name, noun string, list list) func() datasource.DataSource {
	return lifecycle.NewLookup(lifecycle.Lookup[*zendesk.Client]{Name: "zendesk_" + name, Section: zendesk.Section, Noun: noun, Key: "name", List: list})
}

func named(n zendesk.Named) lifecycle.Named {
	return lifecycle.Named{ID: n.ID, Name: n.Name, Inactive: !n.Active}
}

// listing makes the list of names of one of the client's lists.
func listing[T any](all func(*zendesk.Client, context.Context) ([]T, error), name func(T) lifecycle.Named) list {
	return func(ctx context.Context, client *zendesk.Client) ([]lifecycle.Named, error) {
		objects, err := all(client, ctx)
		names := make([]lifecycle.Named, 0, len(objects))
		for _, object := range objects {
			names = append(names, name(object))
		}
		return names, err
	}
}
