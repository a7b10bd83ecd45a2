package zendesk

import (
	"encoding/json"
)

// Notification is what an action sends to a webhook or a target.
type Notification struct {
	Field    string // ActionNotifyHook or ActionNotifyTarget
	Receiver string // the id
	// Body is the text that Zendesk renders, "" if there is none; of parameters,
	// which some methods and targets take instead, their JSON.
	Body string
}

// SomeReceiver stands for a receiver that is to be created, so that its id is not
// known.
const SomeReceiver = "a receiver that is to be created"

// NotificationOf reads an action, and reports whether it notifies a receiver.
func NotificationOf(action Action) (Notification, bool) {
	read := Notification{Field: action.Field}
	if action.Field != ActionNotifyHook && action.Field != ActionNotifyTarget || len(action.Value.list) == 0 {
		return read, false
	}
	read.Receiver, _ = action.Value.list[0].Text()
	if len(action.Value.list) > 1 {
		body := action.Value.list[1]
		text, isText := body.Text()
		if !isText && !body.IsNone() {
			data, _ := json.Marshal(body) // a value holds nothing that JSON cannot
			text = string(data)
		}
		read.Body = text
	}
	return read, read.Receiver != ""
}

// Action is the action that sends it, with a text as its body.
func (n Notification) Action() Action {
	return Action{Field: n.Field, Value: List(n.Receiver, n.Body)}
}
