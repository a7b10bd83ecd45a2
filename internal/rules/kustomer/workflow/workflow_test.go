package workflow_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
)

// stored is a document as the API gives it back.
func stored(t *testing.T, d workflow.Document) (read workflow.Document) {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func declared(change func(*workflow.Declaration)) workflow.Declaration {
	d := workflow.Declaration{
		Name: "Survey", Enabled: true, Status: "done", Channels: []string{"email"}, RequireAssignee: true, SentAttribute: "surveySentBool",
		Request: workflow.Request{URL: "https://surveys.example.com", Method: "post", Headers: map[string]string{}, Secrets: map[string]string{"x-api-key": "v1"}, Body: "{\n  \"n\": 1\n}"},
	}
	change(&d)
	return d
}

var tags = workflow.Tags{"65f1c0ffee": "VIP"}

// What is written is read, and nothing of it is a difference.
func TestADeclarationIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*workflow.Declaration){
		"plain":         func(*workflow.Declaration) {},
		"a description": func(d *workflow.Declaration) { d.Description = " Two\nlines\n" },
		"a tag":         func(d *workflow.Declaration) { d.SentAttribute, d.SentTag = "", "surveyed" },
		"several channels, nobody assigned": func(d *workflow.Declaration) {
			d.Channels, d.RequireAssignee = []string{"chat", "email"}, false
		},
		"exclusions": func(d *workflow.Declaration) {
			d.OptOut = "doNotSendSurveyBool"
			d.Exclusions = []workflow.Exclusion{
				{Field: "tags", Operator: "contains", Value: "VIP", TagID: "65f1c0ffee"},
				{Field: "tags", Operator: "not-contains", Value: "unused", TagID: "unused"},
				{Field: "priority", Operator: "gte", Value: "5"},
				{Field: "custom.dueAt", Operator: "lt", Value: "2026-01-01"},
				{Field: "customer.custom.vipBool", Operator: "eq", Value: "true"},
				{Field: "agent.email", Operator: "dne"},
				{Field: "assignedTeams", Operator: "dne"},
				{Field: "customer.tags", Operator: "exists"},
			}
		},
		"a delay": func(d *workflow.Declaration) { d.Delayed, d.Minutes = true, 90 },
	} {
		want := declared(change)
		decider, scheduler := stored(t, want.Decider(tags)), (*workflow.Document)(nil)
		if want.Delayed {
			calls := stored(t, want.Scheduler("called"))
			if scheduler = &calls; workflow.CalledBy(calls) != "called" {
				t.Errorf("%s: %q is called", name, workflow.CalledBy(calls))
			}
		}
		got := workflow.Read(decider, scheduler, tags)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
		if found := workflow.Differences(got.Decider(tags), decider); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// Tags without an id are named, whether or not they were written so.
func TestUnusedTags(t *testing.T) {
	t.Parallel()
	d := declared(func(d *workflow.Declaration) {
		d.Exclusions = []workflow.Exclusion{{Field: "tags", Operator: "contains", Value: "vip"}, {Field: "customer.tags", Operator: "contains", Value: "unused"}}
	})
	if got := d.UnusedTags(tags); !slices.Equal(got, []string{"unused"}) {
		t.Errorf("got %v", got)
	}
	used := workflow.Tags{"65f1c0ffee": "VIP", "65f1c0ffef": "unused"}
	if got := workflow.Read(stored(t, d.Decider(tags)), nil, used).UnusedTags(used); !slices.Equal(got, []string{"unused"}) {
		t.Errorf("it is compared by its name, got %v", got)
	}
}

// Two workflows are equal whatever their variables are called and whomever they call, and
// not if they send something else.
func TestEqualWorkflows(t *testing.T) {
	t.Parallel()
	d := declared(func(d *workflow.Declaration) { d.Delayed = true })
	other := declared(func(d *workflow.Declaration) {
		d.Delayed, d.Enabled, d.Request.Secrets = true, false, map[string]string{"x-api-key": ""}
	})
	if !workflow.Equal(d.Decider(tags), stored(t, other.Decider(tags))) || !workflow.Equal(d.Scheduler("a"), stored(t, other.Scheduler("b"))) {
		t.Error("they are equal")
	}
	for name, change := range map[string]func(*workflow.Declaration){
		"the name":    func(d *workflow.Declaration) { d.Name = "Other" },
		"the header":  func(d *workflow.Declaration) { d.Request.Secrets = map[string]string{"x-key": ""} },
		"the channel": func(d *workflow.Declaration) { d.Channels = []string{"chat"} },
		"the body":    func(d *workflow.Declaration) { d.Request.Body = `{"n":2}` },
	} {
		if different := declared(func(d *workflow.Declaration) { d.Delayed = true; change(d) }); workflow.Equal(d.Decider(tags), different.Decider(tags)) {
			t.Errorf("%s is different", name)
		}
	}
}

func TestWhatFieldsCanBeComparedWith(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		field, operator, value, wrong string
	}{
		{"tags", "contains", "vip", ""},
		{"tags", "eq", "vip", "a list"},
		{"tags", "exists", "", ""},
		{"customer.tags.0", "exists", "", `write "customer.tags"`},
		{"priority", "gte", "4", ""},
		{"priority", "contains", "4", "a number"},
		{"priority", "eq", "high", "is a number"},
		{"custom.planStr", "eq", "gold", ""},
		{"custom.planStr", "lt", "gold", "a text"},
		{"custom.vipBool", "eq", "yes", "neither"},
		{"custom.dueAt", "gte", "2026-01-01", "a date and time"},
		{"custom.dueAt", "gt", "2026-01-01", ""},
		{"custom.dueAt", "lt", "2026-01-01T09:00:00+01:00", ""},
		{"custom.dueAt", "lt", "01.01.2026", "a date and time"},
		{"updatedAt", "gt", "yesterday", "2026-01-31"},
		{"custom.dueAt", "neq", "2026-01-01", "a date and time"},
		{"priority", "lt", "NaN", "is a number"},
		{"priority", "lt", "Inf", "is a number"},
		{"custom.plan", "eq", "gold", "suffix"},
		{"conversation.priority", "eq", "4", `write "priority"`},
		{"customer.name", "eq", "{{{steps.agent.name}}}", "fixed values"},
		{"", "exists", "", "names no attribute"},
		{"assignedTeams", "contains", "Legal", "the id of a team"},
		{"assignedTeams", "contains", "5f0d2c3b1a4e5d6c7b8a9f00", ""},
		{"assignedUsers", "not-contains", "ana@example.com", "the id of a user"},
		{"assignedUsers.1", "eq", "Ana", "the id of a user"},
		{"assignedUsers", "exists", "", ""},
		{"assignedUsers", "dne", "", ""},
		{"brand", "eq", "Acme", "the id of a brand"},
		{"brand", "contains", "5f0d", "the id of an object"},
		{"queue", "neq", "5f0d2c3b1a4e5d6c7b8a9f00", ""},
		{"createdBy", "eq", "Ana", "the id of a user"},
		{"customer.company", "eq", "Acme", "the id of a company"},
		{"customer.emails", "contains", "ceo@acme.com", `write "customer.emails.0.email"`},
		{"customer.emails", "exists", "", `write "customer.emails.0.email"`},
		{"customer.emails.0", "eq", "ceo@acme.com", `write "customer.emails.0.email"`},
		{"customer.emails.0.email", "contains", "@acme.com", ""},
		{"customer.emails.length", "gt", "1", "a text"},
		{"customer.sharedEmails", "contains", "ceo@acme.com", `write "customer.sharedEmails.0.email"`},
		{"customer.phones", "contains", "+1", `write "customer.phones.0.phone"`},
		{"customer.whatsapps", "contains", "+1", `write "customer.whatsapps.0.phone"`},
		{"firstMessageIn", "contains", "urgent", "an object with members"},
		{"firstMessageIn.channel", "eq", "email", ""},
		{"firstResponse", "dne", "", ""},
		{"customer", "eq", "5f0d2c3b1a4e5d6c7b8a9f00", "an object with members"},
		{"agent", "dne", "", ""},
		{"customer.custom.companyId", "eq", "anything", ""},
		{"customer.name", "contains", "Acme", ""},
	} {
		field := workflow.Field(row.field)
		err := workflow.CheckField(field)
		if err == nil {
			err = workflow.CheckOperator(field, row.operator)
		}
		if err == nil && workflow.TakesValue(row.operator) {
			err = workflow.CheckValue(field, row.value)
		}
		if (err == nil) != (row.wrong == "") || err != nil && !strings.Contains(err.Error(), row.wrong) {
			t.Errorf("%v: %v", row, err)
		}
	}
}

// A field that Kustomer does not document may lead nowhere.
func TestFieldsThatAreNotDocumented(t *testing.T) {
	t.Parallel()
	for field, meant := range map[workflow.Field]workflow.Field{
		"customer.vip":                        "",
		"tag":                                 "tags",
		"company.name":                        "",
		"customer.company.custom.blockedBool": "",
		"customers.custom.vipBool":            "customer.custom.vipBool",
		"agnet.email":                         "agent.email",
		"customer.vipBool":                    "customer.custom.vipBool",
		"tags.first":                          "tags",
		"customer.nmae":                       "customer.name",
	} {
		if is, got := field.Undocumented(); !is || got != meant {
			t.Errorf("%s: %v, meant %q, %q expected", field, is, got, meant)
		}
	}
	for _, field := range []workflow.Field{"tags", "priority", "spam", "assignedUsers.0", "custom.anyStr", "customer.custom.vipBool", "agent.custom.xBool", "firstMessageIn.channel", "customer.emails.0.email", "agent"} {
		if is, _ := field.Undocumented(); is {
			t.Errorf("%s is documented", field)
		}
	}
}
