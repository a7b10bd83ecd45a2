package nicereply

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// unseen are the attributes that an answer did not have so far.
type unseen struct {
	mu    sync.Mutex
	names []string
}

func (u *unseen) note(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !slices.Contains(u.names, name) {
		u.names = append(u.names, name)
	}
}

// with are those and others, sorted.
func (u *unseen) with(others ...string) []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	names := slices.Concat(others, u.names)
	slices.Sort(names)
	return slices.Compact(names)
}

// members are those of an answer, which have to be looked for.
type members struct {
	all    map[string]json.RawMessage
	unseen *unseen
}

// open takes the members out of an object. Null has none.
func open(raw json.RawMessage, unseen *unseen) (members, error) {
	m := members{unseen: unseen}
	return m, json.Unmarshal(raw, &m.all)
}

// into decodes a member if the answer has it in a form that fits. Otherwise the
// attribute is hidden; "" is for what no attribute shows.
func (m members) into(value any, names member, attribute string) {
	for _, name := range names {
		if raw := m.find(name); raw != nil && json.Unmarshal(raw, value) == nil {
			return
		}
	}
	if attribute != "" {
		m.unseen.note(attribute)
	}
}

// find gives a member, or one inside another; nil where there is none.
func (m members) find(name string) json.RawMessage {
	outer, inner, nested := strings.Cut(name, ".")
	raw := m.all[outer]
	if !nested || raw == nil {
		return raw
	}
	below, err := open(raw, m.unseen)
	if err != nil {
		return nil
	}
	return below.find(inner)
}
