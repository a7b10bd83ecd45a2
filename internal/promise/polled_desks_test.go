package promise

import (
	"fmt"
	"net/http"
	"time"

	kustomerbox "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
	zendeskbox "github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// polledDesk is a help desk that a survey backend polls.
type polledDesk interface {
	// url and credential are those of its connector: the credential of a version.
	url() string
	credential(version int) map[string]any
	// talk makes a conversation that came by e-mail, has an agent and is resolved, of a
	// customer who has no other one. touch lets somebody write an internal note.
	talk() (id string)
	touch(id string)
}

// talk is a conversation.
type talk struct {
	id, helpDesk string
	changed      time.Time // by anybody but the backend
}

// polledDesks are those of a simulation.
func polledDesks(s *polledSimulation) map[string]polledDesk {
	return map[string]polledDesk{"kustomer": polledKustomer{s}, "zendesk": polledZendesk{s}}
}

func (s *polledSimulation) newCustomer() string {
	s.people++
	return fmt.Sprintf("customer%d@customer.example", s.people)
}

// must is a request that is not refused.
func (s *polledSimulation) must(key, method, path string, body any) map[string]any {
	answer := s.person(s.box, key, method, path, body)
	if answer == nil {
		panic(fmt.Sprintf("%s %s is refused", method, path))
	}
	return answer
}

type polledZendesk struct{ s *polledSimulation }

func (z polledZendesk) url() string { return z.s.desksAt + "/zendesk" }

func (z polledZendesk) credential(version int) map[string]any {
	return map[string]any{"access_token_wo": zendeskbox.AccessToken, "access_token_wo_version": version}
}

func (z polledZendesk) talk() string {
	made := z.s.must(zendeskbox.AccessToken, http.MethodPost, zendeskAPI+"/tickets", map[string]any{"ticket": map[string]any{
		"subject": "My order", "comment": map[string]any{"body": "Where is it?"}, "status": "solved", "via_id": vias["email"],
		"requester": map[string]any{"name": "Carla Customer", "email": z.s.newCustomer()}, "assignee_email": "ana.agent@example.com",
	}})
	return text(member(made, "ticket")["id"])
}

func (z polledZendesk) touch(id string) {
	z.s.must(zendeskbox.AccessToken, http.MethodPut, zendeskAPI+"/tickets/"+id, map[string]any{"ticket": map[string]any{
		"comment": map[string]any{"body": "By the way", "public": false},
	}})
}

type polledKustomer struct{ s *polledSimulation }

const kustomerAPI = "/kustomer/v1"

func (k polledKustomer) url() string { return k.s.desksAt + "/kustomer" }

func (k polledKustomer) credential(version int) map[string]any {
	return map[string]any{"api_key_wo": kustomerbox.ConnectorAPIKey, "api_key_wo_version": version}
}

func (k polledKustomer) call(method, path string, body any) (data map[string]any) {
	return member(k.s.must(kustomerbox.APIKey, method, kustomerAPI+path, body), "data")
}

func (k polledKustomer) talk() string {
	customer := k.call(http.MethodPost, "/customers", map[string]any{"name": "Carla", "emails": []any{map[string]any{"email": k.s.newCustomer()}}})
	talk := text(k.call(http.MethodPost, "/conversations", map[string]any{"customer": customer["id"], "name": "My order"})["id"])
	k.call(http.MethodPost, "/conversations/"+talk+"/messages", map[string]any{"channel": "email", "app": "postmark", "direction": "in", "preview": "Where is it?"})
	k.call(http.MethodPut, "/conversations/"+talk, map[string]any{"assignedUsers": []any{k.agent()}, "status": "done"})
	return talk
}

func (k polledKustomer) agent() string {
	if k.s.ana == "" {
		for _, user := range members(k.s.must(kustomerbox.APIKey, http.MethodGet, kustomerAPI+"/users", nil), "data") {
			if member(user, "attributes")["email"] == "ana.agent@example.com" {
				k.s.ana = text(user["id"])
			}
		}
	}
	return k.s.ana
}

func (k polledKustomer) touch(id string) {
	k.call(http.MethodPost, "/conversations/"+id+"/notes", map[string]any{"body": "By the way"})
}
