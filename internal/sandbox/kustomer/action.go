package kustomer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// action is what a step calls.
type action func(ctx context.Context, r *run, params map[string]any) (output any, err error)

// actions are those that are simulated. Those of objects do what the operation of
// the API does.
var actions map[string]action

// otherAction exists at the vendor and is not simulated: saving it works, running
// it fails.
var otherAction = regexp.MustCompile(`^kustomer\.(kobject\.[\w-]+|klass\.(create|find-by-klassname)|company\.[\w-]+|event\.publish|` +
	`conversation\.find-body|customer\.(append-email|append-phone|merge|find-by-(phone|facebook-id|twitter-id|instagram-id|smooch-id))|` +
	`note\.find-by-external|message\.find-by-external)$`)

func isAction(name string) bool { return actions[name] != nil || otherAction.MatchString(name) }

func init() { // a step's action calls what looks actions up
	actions = map[string]action{
		"kustomer.conversation.find-by-id":          finds("id", (*call).showConversation, ""),
		"kustomer.conversation.find-by-external-id": finds("externalId", (*call).showConversation, "externalId="),
		"kustomer.conversation.create":              creates((*call).postConversation),
		"kustomer.conversation.update":              updates((*call).patchConversation),
		"kustomer.conversation.append-tags":         tagging((*call).appendTags),
		"kustomer.conversation.remove-tags":         tagging((*call).removeTags),
		"kustomer.conversation.assign-user":         assigns("user", "assignedUsers"),
		"kustomer.conversation.assign-team":         assigns("team", "assignedTeams"),

		"kustomer.customer.find":                finds("identifier", (*call).showCustomer, "", "email=", "externalId="),
		"kustomer.customer.find-by-email":       finds("email", (*call).showCustomer, "email="),
		"kustomer.customer.find-by-external-id": finds("externalId", (*call).showCustomer, "externalId="),
		"kustomer.customer.create":              creates((*call).postCustomer),
		"kustomer.customer.update":              updates((*call).patchCustomer),

		"kustomer.user.find-by-id":    finds("id", (*call).showUser, ""),
		"kustomer.user.find-by-email": findUserByEmail,

		"kustomer.message.find-by-id": finds("id", (*call).showMessage, ""),
		"kustomer.message.find-last":  findLastMessage,
		"kustomer.message.create":     creates((*call).postMessage),
		"kustomer.message.update":     updates((*call).changeMessage),

		"kustomer.note.find-by-id": finds("id", (*call).showNote, ""),
		"kustomer.note.create":     creates((*call).postNote),
		"kustomer.note.update":     updates((*call).changeNote),

		"kustomer.org.current":         currentOrg,
		"kustomer.regex-match.generic": matchRegex,
		"kustomer.rest-api.json":       callJSON,
		"kustomer.rest-api.generic":    callGeneric,
		scheduleAction:                 schedule,
	}
}

// api does an operation of the API for a step, and gives its resource flat; none
// when there is no such object.
func (r *run) api(operation func(*call) *reply, id string, body any) (output map[string]any, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request := &http.Request{Method: http.MethodPatch, URL: &url.URL{}}
	request.SetPathValue("id", id)
	r.locked(func() {
		answer := operation(&call{account: r.org, request: request, body: text, key: workflowKey})
		if bad, is := answer.Body.(*problem); is {
			if bad.status != http.StatusNotFound {
				err = errors.New(bad.message)
			}
			return
		}
		output = flat(answer.Body.(object)["data"].(object))
	})
	return output, err
}

// required reads a param that must be there.
func required(params map[string]any, name string) (string, error) {
	value := textOf(params[name])
	if value == "" {
		return "", fmt.Errorf("params.%s is required", name)
	}
	return value, nil
}

// finds looks an object up by a param, in one of the ways that the path of the
// operation knows.
func finds(param string, show func(*call) *reply, by ...string) action {
	return func(_ context.Context, r *run, params map[string]any) (any, error) {
		value, err := required(params, param)
		if err != nil {
			return nil, err
		}
		for _, way := range by {
			if found, err := r.api(show, way+value, nil); err != nil || found != nil {
				return found, err
			}
		}
		return nothingFound, nil
	}
}

func creates(post func(*call) *reply) action {
	return func(_ context.Context, r *run, params map[string]any) (any, error) {
		made, err := r.api(post, "", params)
		if err == nil && made == nil {
			err = errors.New(notFound.message)
		}
		return made, err
	}
}

func updates(patch func(*call) *reply) action {
	return func(_ context.Context, r *run, params map[string]any) (any, error) {
		body := maps.Clone(params)
		delete(body, "id")
		return r.change(patch, params, body)
	}
}

// change does an operation on the object that the params name.
func (r *run) change(operation func(*call) *reply, params map[string]any, body any) (any, error) {
	id, err := required(params, "id")
	if err != nil {
		return nil, err
	}
	changed, err := r.api(operation, id, body)
	if err == nil && changed == nil {
		err = fmt.Errorf("%s: %s", id, notFound.message)
	}
	return changed, err
}

func tagging(operation func(*call) *reply) action {
	return func(_ context.Context, r *run, params map[string]any) (any, error) {
		tags, isList := params["tags"].([]any)
		if !isList {
			tags = []any{params["tags"]}
		}
		return r.change(operation, params, tags)
	}
}

func assigns(param, attribute string) action {
	return func(_ context.Context, r *run, params map[string]any) (any, error) {
		id, err := required(params, param)
		if err != nil {
			return nil, err
		}
		return r.change((*call).patchConversation, params, object{attribute: []string{id}})
	}
}

func findUserByEmail(_ context.Context, r *run, params map[string]any) (any, error) {
	email, err := required(params, "email")
	if err != nil {
		return nil, err
	}
	output := nothingFound
	r.locked(func() {
		if u := r.org.userByEmail(email); u != nil {
			output = flat(r.org.renderUser(u))
		}
	})
	return output, nil
}

// findLastMessage gives the last message of a conversation.
func findLastMessage(_ context.Context, r *run, params map[string]any) (any, error) {
	id, err := required(params, "conversation")
	if err != nil {
		return nil, err
	}
	output := nothingFound
	r.locked(func() {
		if talk := r.org.foundConversation(id); talk != nil && talk.last != nil {
			output = flat(r.org.renderMessage(talk.last))
		}
	})
	return output, nil
}

func currentOrg(_ context.Context, r *run, _ map[string]any) (any, error) {
	return map[string]any{"id": r.org.id, "name": r.org.name}, nil
}

// matchRegex gives the first match; public workflows use it to hold a text.
func matchRegex(_ context.Context, _ *run, params map[string]any) (any, error) {
	pattern, err := regexp.Compile(textOf(params["regex"]))
	if err != nil {
		return nil, fmt.Errorf("params.regex: %w", err)
	}
	groups := pattern.FindStringSubmatch(textOf(params["testString"]))
	if groups == nil {
		return nothingFound, nil
	}
	return map[string]any{"match": groups[0], "groups": plain(groups)}, nil
}

// methods are those that a request of a step may have.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

func methodOf(params map[string]any) (string, error) {
	method := strings.ToUpper(textOf(params["method"]))
	if method == "" {
		method = http.MethodGet
	}
	if !slices.Contains(methods, method) {
		return "", fmt.Errorf("params.method: %q is unknown", method)
	}
	return method, nil
}
