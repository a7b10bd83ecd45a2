package kustomer

import (
	"maps"
	"slices"
	"strings"
)

// PlannedSend is a send workflow as this run leaves it.
type PlannedSend struct {
	// ID is "" before it is created. CallableID is the workflow that decides after a delay.
	ID, CallableID         string
	Name                   string
	Enabled                bool
	Channels               []string
	SentAttribute, SentTag string
}

// Is reports whether a workflow of the account is this one, or a part of it. Names of
// send workflows are unique.
func (s PlannedSend) Is(w Workflow) bool {
	if s.ID == "" {
		return s.Name == w.Name
	}
	return w.ID == s.ID || w.ID == s.CallableID
}

// PlanSend notes what this run makes of a send workflow. Earlier are those that it noted
// before, by name: of two that are planned at once the later one sees the other.
func (c *Client) PlanSend(s PlannedSend) (earlier []PlannedSend) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.ID != "" {
		delete(c.sends, PlannedSend{Name: s.Name}.key())
	}
	delete(c.sends, s.key())
	earlier = slices.SortedFunc(maps.Values(c.sends), func(a, b PlannedSend) int { return strings.Compare(a.Name, b.Name) })
	c.sends[s.key()] = s
	return earlier
}

// key has the name where there is no id yet.
func (s PlannedSend) key() [2]string {
	if s.ID != "" {
		return [2]string{s.ID}
	}
	return [2]string{"", s.Name}
}
