package sandbox

import (
	"encoding/json"
	"fmt"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// helpDesk is one that is polled, as its people and customers use it.
type helpDesk interface {
	kind() string
	url() string        // as a person enters it
	credential() string // of a connector in the open contract, as a member
	// write creates a conversation of carl@example.net, which came over a channel and is assigned to an agent.
	write(channel, agent string) (id string)
	resolve(id string)
	touch(id string)                           // somebody adds something that is not the backend
	field() (key string)                       // makes a custom field for a score
	score(id, key string) string               // as the help desk shows it
	notes(id string) []string                  // that are not public
	noteCall(id string) (method, path string)  // how a note is written
	fieldCall(id string) (method, path string) // how a custom field is written
	refuseForever(id string)                   // makes the conversation one that cannot be updated
}

// zendeskDesk is Zendesk without the satisfaction survey of its own, which updates tickets 24 hours after solving.
type zendeskDesk struct{ n *town }

func newZendeskDesk(n *town) helpDesk {
	n.do("POST", "/_sandbox/zendesk", `{"native_csat":"absent"}`, 200)
	return zendeskDesk{n}
}

func (zendeskDesk) kind() string { return "zendesk" }
func (zendeskDesk) url() string  { return "https://sandbox-acme.zendesk.com" }

func (zendeskDesk) credential() string {
	return fmt.Sprintf(`"zendesk":{"access_token":%q}`, zendesk.AccessToken)
}

func (d zendeskDesk) write(channel, agent string) string {
	via := map[string]int{"email": 4, "chat": 29}[channel]
	ticket := d.n.zendesk("POST", "/tickets", fmt.Sprintf(`{"ticket":{"subject":"Help","via_id":%d,"assignee_email":%q,
		"requester":{"name":"Carl","email":"carl@example.net"},"comment":{"body":"It broke"}}}`, via, agent), "ticket")
	return fmt.Sprint(ticket["id"])
}

func (d zendeskDesk) resolve(id string) { d.n.zendesk("PUT", "/tickets/"+id, solved, "ticket") }

func (d zendeskDesk) touch(id string) {
	d.n.zendesk("PUT", "/tickets/"+id, `{"ticket":{"comment":{"body":"By the way","public":false}}}`, "ticket")
}

func (d zendeskDesk) field() string {
	return fmt.Sprint(d.n.zendesk("POST", "/ticket_fields", `{"ticket_field":{"type":"integer","title":"Score"}}`, "ticket_field")["id"])
}

func (d zendeskDesk) score(id, key string) string {
	for _, field := range d.n.zendesk("GET", "/tickets/"+id, "", "ticket")["custom_fields"].([]any) {
		if has := field.(map[string]any); fmt.Sprint(has["id"]) == key {
			return fmt.Sprint(has["value"])
		}
	}
	return ""
}

func (d zendeskDesk) notes(id string) (bodies []string) {
	resp, err := d.n.callZendesk("GET", "/tickets/"+id+"/comments", "")
	if err != nil {
		d.n.t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Comments []struct {
			Body   string
			Public bool
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		d.n.t.Fatal(err)
	}
	for _, comment := range answer.Comments {
		if !comment.Public {
			bodies = append(bodies, comment.Body)
		}
	}
	return bodies
}

func (zendeskDesk) noteCall(id string) (method, path string) { return "PUT", "/api/v2/tickets/" + id }

func (zendeskDesk) fieldCall(id string) (method, path string) { return "PUT", "/api/v2/tickets/" + id }

func (d zendeskDesk) refuseForever(id string) {
	d.n.zendesk("PUT", "/tickets/"+id, `{"ticket":{"status":"closed"}}`, "ticket")
}
