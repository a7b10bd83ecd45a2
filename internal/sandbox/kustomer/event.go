package kustomer

import (
	"encoding/json"
	"reflect"
)

// event is a change of one object, on which workflows start.
type event struct {
	name    string
	data    object // the object after the change
	changes object // of its attributes; nil for one that was made
	ticket  string // the conversation that it belongs to, if one
	// chain is how many workflows led to it, one after the other.
	chain int
}

// publish notes that an object was made, or changed from what it was. The
// workflows run when the lock is released.
func (a *account) publish(before, after object) {
	kind := after["type"].(string)
	made := event{name: "kustomer." + kind + ".create", data: after, ticket: conversationOf(after), chain: a.chain}
	if before != nil {
		made.name, made.changes = "kustomer."+kind+".update", changes(before, after)
	}
	a.events = append(a.events, made)
}

// conversationOf gives the conversation that a resource is or belongs to.
func conversationOf(resource object) string {
	if resource["type"] == "conversation" {
		return resource["id"].(string)
	}
	link, _ := resource["relationships"].(object)["conversation"].(object)
	data, _ := link["data"].(object)
	id, _ := data["id"].(string)
	return id
}

// changes compares the attributes of two states of an object. Custom attributes
// change together: before and after hold all of them.
func changes(before, after object) object {
	was, is := before["attributes"].(object), after["attributes"].(object)
	all := object{}
	for name, value := range is {
		old, existed := was[name]
		switch {
		case !existed:
			all[name] = object{"op": "add", "before": nil, "after": value}
		case !reflect.DeepEqual(old, value):
			all[name] = object{"op": "replace", "before": old, "after": value}
		}
	}
	for name, old := range was {
		if _, exists := is[name]; !exists {
			all[name] = object{"op": "remove", "before": old, "after": nil}
		}
	}
	return object{"attributes": all}
}

// takeEvents gives what happened since it was called last.
func (a *account) takeEvents() []event {
	happened := a.events
	a.events = nil
	return happened
}

// output is what the first step of a run gives the others: the object, and what
// changed.
func (e event) output() any {
	values := flat(e.data)
	if e.changes != nil {
		values["changes"] = plain(e.changes)
	}
	return values
}

// record is the event as failed runs show it.
func (e event) record() object {
	return object{"name": e.name, "data": e.data, "changes": e.changes}
}

// flat is a resource as steps see it: its id and its attributes, and of what it is
// related to the ids.
func flat(resource object) map[string]any {
	values, _ := plain(resource["attributes"]).(map[string]any)
	values["id"] = resource["id"]
	related, _ := plain(resource["relationships"]).(map[string]any)
	for name, link := range related {
		inner, _ := link.(map[string]any)
		data, _ := inner["data"].(map[string]any)
		if id, is := data["id"].(string); is && values[name] == nil {
			values[name] = id
		}
	}
	return values
}

// plain gives a value as JSON reads it.
func plain(value any) (read any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic("sandbox object is not JSON: " + err.Error())
	}
	_ = json.Unmarshal(text, &read)
	return read
}
