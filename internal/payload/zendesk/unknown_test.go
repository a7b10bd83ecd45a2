package zendesk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

func TestUnknownPlaceholders(t *testing.T) {
	for template, want := range map[string]string{ // the unknown ones: name, what was meant, ! where that is certain
		`{{ticket.asignee.email}}`:                             "ticket.asignee.email>ticket.assignee.email!",
		`{{ticket.assignee.emial}}`:                            "ticket.assignee.emial>ticket.assignee.email!",
		`{{ticket.organization.nme}}`:                          "ticket.organization.nme>ticket.organization.name!",
		`{{ticket.requester.organization.detials}}`:            "ticket.requester.organization.detials>ticket.requester.organization.details!",
		`{{current_user.nam}}`:                                 "current_user.nam>current_user.name!",
		`{{satisfaction.survey_ulr}}`:                          "satisfaction.survey_ulr>satisfaction.survey_url!",
		`{{ticket["asignee"]["email"]}}`:                       "ticket.asignee.email>ticket.assignee.email!",
		`{% if ticket.stats == "x" %}{% endif %}`:              "ticket.stats>", // status and tags
		`{{ticket.brand.nme}}`:                                 "ticket.brand.nme>ticket.brand.name",
		`{{tickt.id}}`:                                         "tickt.id>ticket.id",
		`{{ticket.cc}}`:                                        "ticket.cc>", // ccs and id
		`{{ticket.shoe_size}}`:                                 "ticket.shoe_size>",
		`{{ticket.ticket_field_ID}}`:                           "ticket.ticket_field_ID>",
		`{{ticket.status.name}}`:                               "ticket.status.name>",
		`{{x}}{{ticket.by}}`:                                   "x> ticket.by>", // no letter of it is right
		`{{current_user.di}}`:                                  "current_user.di>current_user.id!",
		`{{shoe_size}}`:                                        "shoe_size>",
		`{% for c in ticket.coments %}{{c.value}}{% endfor %}`: "ticket.coments>ticket.comments!",
		`{% assign x = ticket.idd | append: "a" %}{{x}}`:       "ticket.idd>ticket.id!",
		`{% case ticket.vai %}{% when "Mail" or ticket.vai %}{% endcase %}`:                                                     "ticket.vai>ticket.via!",
		`{{ "x" | append: ticket.titel }}`:                                                                                      "ticket.titel>ticket.title!",
		`{{ticket.assignee.email}}{{ticket.requester.organization.name}}`:                                                       "",
		`{{ticket.ticket_field_12}}{{ticket.ticket_field_option_title_12}}{{ticket.ticket_field_12.name}}`:                      "",
		`{{ticket.requester.custom_fields.plan.title}}{{ticket.organization.custom_fields.x}}{{ticket.custom_fields}}`:          "",
		`{{dc.welcome}}{{dc}}{{account.incoming_phone_number_12}}`:                                                              "",
		`{{ticket}}{{ticket.requester}}{{ticket.tags.size}}{{ticket.comments.first.author.name}}{{ticket.tags[0]}}`:             "",
		`{% assign x = 1 %}{{x}}{{x.y.z}}{% capture y %}{{x}}{% endcapture %}{{y}}{% increment n %}{{n}}`:                       "",
		`{% for c in ticket.comments limit: 2 offset: continue reversed %}{{c.foo}}{{forloop.index}}{% endfor %}`:               "",
		`{% tablerow c in ticket.comments cols: 2 %}{{c.foo}}{{tablerowloop.col}}{% endtablerow %}`:                             "",
		`{% if ticket.tags == blank and ticket.id != nil or false %}{% endif %}{% if ticket.tags contains "x" %}{% endif %}`:    "",
		`{{ticket.id | default: "x", allow_false: true}}`:                                                                       "",
		`{% comment %}{{shoe_size}}{% endcomment %}{% raw %}{{shoe_size}}{% endraw %}{{ "ticket.shoe_size" }} ticket.shoe_size`: "",
		`{{ticket.shoe_size`: "",
	} {
		var got []string
		for _, each := range payload.UnknownPlaceholders(template) {
			text := each.Name + ">" + each.Meant
			if each.Certain {
				text += "!"
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", template, got, want)
		}
	}
}

func TestAnUnknownPlaceholderNamesItsLines(t *testing.T) {
	got := payload.UnknownPlaceholders("{{ticket.idd}}\n{{ticket.idd}} {{ticket.idd}}\n\n{% if ticket.idd %}{% endif %}{{ticket.tagss}}")
	if len(got) != 2 || !slices.Equal(got[0].Lines, []int{1, 2, 4}) || !slices.Equal(got[1].Lines, []int{4}) || got[0].Object != "ticket" || got[0].Member != "idd" {
		t.Errorf("got %+v", got)
	}
}

func TestKeyedFields(t *testing.T) {
	for template, want := range map[string]string{
		`{{ticket.requester.custom_fields.plan}}{{ticket.requester.custom_fields.plan.title}}`:                        "[{ticket.requester.custom_fields.plan plan false 1}]",
		"\n{{ticket[\"assignee\"][\"custom_fields\"][\"x\"]}}{{current_user.custom_fields.x | size}}":                 "[{ticket.assignee.custom_fields.x x false 2} {current_user.custom_fields.x x false 2}]",
		`{% if ticket.organization.custom_fields.tier == "a" %}{% endif %}`:                                           "[{ticket.organization.custom_fields.tier tier true 1}]",
		`{{ticket.requester.organization.custom_fields.y}}{{ticket.latest_comment.author.custom_fields.z}}`:           "[{ticket.requester.organization.custom_fields.y y true 1} {ticket.latest_comment.author.custom_fields.z z false 1}]",
		`{{ticket.custom_fields.x}}{{ticket.requester.custom_fields}}{{ticket.requester.custom_fields.size}}`:         "[]",
		`{% assign ticket = 1 %}{{ticket.requester.custom_fields.x}}{{nobody.custom_fields.x}}{{dc.custom_fields.x}}`: "[]",
		`{{ticket.requester.custom_fields.x`: "[]",
	} {
		if got := fmt.Sprint(payload.KeyedFields(template)); got != want {
			t.Errorf("%s: got %s, want %s", template, got, want)
		}
	}
}

// names are the placeholders of the samples.
func names(prefix string, value any) (all []string) {
	members, ok := value.(map[string]any)
	if !ok {
		return []string{prefix}
	}
	for name, member := range members {
		all = append(all, names(strings.TrimPrefix(prefix+"."+name, "."), member)...)
	}
	return all
}

// What the samples have is documented.
func TestTheSamplesAreDocumented(t *testing.T) {
	for _, name := range names("", payload.Samples("")[0].Bindings) {
		if got := payload.UnknownPlaceholders("{{" + name + "}}"); len(got) != 0 {
			t.Errorf("%+v", got)
		}
	}
}

// Whatever letter slips, the placeholder is another documented one or is found; where it
// is certain what was meant, that is what was written.
func TestASlipIsFound(t *testing.T) {
	documented := names("", payload.Samples("")[0].Bindings)
	slices.Sort(documented)
	rapid.Check(t, func(t *rapid.T) {
		meant := rapid.SampledFrom(documented).Draw(t, "placeholder")
		dot := strings.LastIndex(meant, ".")
		at := rapid.IntRange(dot+1, len(meant)-1).Draw(t, "at")
		letter := rapid.StringMatching(`[a-z_]`).Draw(t, "letter")
		slipped := rapid.SampledFrom([]string{meant[:at] + letter + meant[at:], meant[:at] + letter + meant[at+1:], meant[:at] + meant[at+1:]}).Draw(t, "slipped")
		if strings.HasSuffix(slipped, ".") || slices.Contains(documented, slipped) {
			return
		}
		found := payload.UnknownPlaceholders("{{" + slipped + "}}")
		if len(found) != 1 || found[0].Name != slipped || found[0].Certain && found[0].Meant != meant {
			t.Fatalf("%s instead of %s: %+v", slipped, meant, found)
		}
		if near := found[0].Meant; near != "" && len(payload.UnknownPlaceholders("{{"+near+"}}")) != 0 {
			t.Errorf("%s is not documented either", near)
		}
	})
}

func FuzzUnknownPlaceholders(f *testing.F) {
	f.Add(`{{ticket.asignee.email}}{% assign x = ticket.id %}{{x}}`)
	f.Add(`{% for a in (1..3) limit: 2 %}{{ forloop.index }}{% endfor %}`)
	f.Add(`{{a[b.c]["d"].e | x: y, z: q}}`)
	f.Fuzz(func(t *testing.T, template string) {
		lines := strings.Count(template, "\n") + 1
		for _, each := range payload.UnknownPlaceholders(template) {
			if len(each.Lines) == 0 || slices.ContainsFunc(each.Lines, func(n int) bool { return n < 1 || n > lines }) {
				t.Errorf("%q: %+v", template, each)
			}
		}
		payload.TicketFields(template)
		payload.FieldsReported(template)
	})
}
