package kustomer

import (
	"slices"
	"strings"
)

// Operation is a kind of request, and the roles of which a key must hold one: the
// newer one first, then the older ones, as the vendor's page of the operation lists
// them.
type Operation struct {
	// Does is for people: "update conversations".
	Does  string
	Roles []string
}

// Operations are those of this provider and of survey backends.
//
// https://developer.kustomer.com/api
var Operations = slices.Concat(ConnectorOperations, []Operation{
	{"create notes on customers", may("note.create", "org.user.note.write")},
	{"update notes", may("note.update", "org.user.note.write")},
	{"create conversations", may("conversation.create", "org.user.conversation.write")},
	{"read workflows", may("workflow.read", "org.admin.workflow.read")},
	{"create workflows", may("workflow.create", "org.admin.workflow.write")},
	{"update workflows", may("workflow.update", "org.admin.workflow.write")},
	{"read Kustomer's own surveys", may("satisfaction.read", "org.user.satisfaction.read")},
	{"create Kustomer's own surveys", may("satisfaction.create", "org.admin.satisfaction.write")},
	{"update Kustomer's own surveys", may("satisfaction.update", "org.admin.satisfaction.write")},
	{"read schedules", may("schedule.read", "org.user.schedule.read", "org.admin.schedule.read")},
})

// ConnectorOperations are what a survey backend asks of a help desk: it finds
// conversations that are done, writes to their customers, names their agents, and
// writes the rating back; see guesses.go.
var ConnectorOperations = []Operation{
	{"read users", may("user.read", "org.user.read")},
	{"read customers", may("customer.read", "org.user.customer.read")},
	{"read conversations", may("conversation.read", "org.user.conversation.read")},
	{"read messages", may("message.read", "org.user.message.read")},
	{"read notes", may("note.read", "org.user.note.read")},
	{"update conversations", may("conversation.update", "org.user.conversation.write")},
	{"create notes", may("note.create", "org.user.note.write")},
	{"read custom attributes", may("metadata.read", "org.admin.metadata.read", "org.user.metadata.read")},
	{"update custom attributes", may("metadata.update", "org.admin.metadata.write")},
}

// ArticleRoles are those that the article "Trigger distribution in Kustomer" asks a
// connector's key for.
var ArticleRoles = []string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.write"}

func may(permission string, older ...string) []string {
	return append([]string{"org.permission." + permission}, older...)
}

// Shortage is a role that a key lacks, with the finer roles that would do instead.
type Shortage struct {
	Role    string
	Instead []string
}

// String names them.
func (s Shortage) String() string {
	if len(s.Instead) == 0 {
		return s.Role
	}
	return s.Role + " (or the finer " + strings.Join(s.Instead, ", ") + ")"
}

// Missing gives the roles of required that a key lacks, in the order of required. A
// role is there when it, or a coarser one, is held, and when all those of the
// operations that it stands for are allowed by what is held.
func Missing(held, required []string, operations []Operation) []Shortage {
	var missing []Shortage
	for _, role := range required {
		if holds(held, role) {
			continue
		}
		var stands bool
		var instead []string
		for _, operation := range operations {
			if !slices.ContainsFunc(operation.Roles, func(each string) bool { return covers(role, each) }) {
				continue
			}
			stands = true
			if !slices.ContainsFunc(operation.Roles, func(each string) bool { return holds(held, each) }) {
				instead = append(instead, operation.Roles[0])
			}
		}
		if stands && len(instead) == 0 {
			continue
		}
		if slices.Contains(instead, role) {
			instead = nil
		}
		missing = append(missing, Shortage{Role: role, Instead: instead})
	}
	return missing
}

func holds(held []string, role string) bool {
	return slices.ContainsFunc(held, func(each string) bool { return covers(each, role) })
}
