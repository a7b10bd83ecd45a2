package zendesk

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

func webhookNotFound() *reply {
	return errorList(http.StatusNotFound, "WebhookNotFound", "Webhook not found", "")
}

func (c *call) webhookAsked() *webhook { return c.webhooks[c.request.PathValue("id")] }

func (c *call) listWebhooks() *reply {
	all := c.webhooksInOrder()
	if by, descending := c.sorting(""); by == "name" || by == "status" {
		slices.SortStableFunc(all, func(x, y *webhook) int {
			if by == "status" {
				return strings.Compare(x.Status, y.Status)
			}
			return strings.Compare(x.Name, y.Name)
		})
		if descending {
			slices.Reverse(all)
		}
	}
	part, status := strings.ToLower(c.query("filter[name_contains]")), c.query("filter[status]")
	var entries list
	for _, w := range all {
		if strings.Contains(strings.ToLower(w.Name), part) && (status == "" || status == w.Status) {
			entries.Add(w.ID, renderWebhook(w))
		}
	}
	return c.cursorPage("webhooks", entries)
}

func (c *call) showWebhook() *reply {
	if w := c.webhookAsked(); w != nil {
		return answer(http.StatusOK, object{"webhook": renderWebhook(w)})
	}
	return webhookNotFound()
}

// postWebhook makes a webhook; ?clone_webhook_id= starts from another one, secrets included, and needs no body.
func (c *call) postWebhook() *reply {
	sent, bad := c.envelope("webhook")
	cloned := c.query("clone_webhook_id")
	if bad != nil && (cloned == "" || len(c.body) > 0) {
		return errorList(http.StatusBadRequest, "InvalidParameter", "webhook is required", "/webhook")
	}
	if limit := c.settings.WebhookLimit; limit > 0 && len(c.webhooks) >= limit {
		one := errorList(http.StatusForbidden, "WebhookLimitExceeded", "Webhook Limit Exceeded", "")
		one.Body.(object)["errors"].([]object)[0]["detail"] = "Account limit on number of webhooks has been reached"
		return one
	}
	start := webhook{}
	if cloned != "" {
		source := c.webhooks[cloned]
		if source == nil {
			return webhookNotFound()
		}
		start = *source
		start.ID, start.Invocations, start.Name = "", nil, source.Name+" (copy)"
	}
	made, bad := c.draftWebhook(start, sent, false)
	if bad != nil {
		return bad
	}
	made.ID, made.Secret, made.Created = c.newWebhookID(), newSecret(), c.now()
	made.CreatedBy, made.UpdatedBy = idText(c.actor.ID), ""
	c.webhooks[made.ID] = made
	shown := renderWebhook(made)
	shown["created_at"] = made.Created.UTC().Format("2006-01-02T15:04:05.000000000Z") // seconds in every later answer (recorded)
	return answer(http.StatusCreated, object{"webhook": shown})
}

func (c *call) putWebhook() *reply   { return c.writeWebhook(true) }
func (c *call) patchWebhook() *reply { return c.writeWebhook(false) }

func (c *call) writeWebhook(replace bool) *reply {
	w := c.webhookAsked()
	if w == nil {
		return webhookNotFound()
	}
	sent, bad := c.envelope("webhook")
	if bad != nil {
		return errorList(http.StatusBadRequest, "InvalidParameter", "webhook is required", "/webhook")
	}
	draft, bad := c.draftWebhook(*w, sent, replace)
	if bad != nil {
		return bad
	}
	draft.UpdatedBy = idText(c.actor.ID)
	*w = *draft
	return noContent()
}

func (c *call) deleteWebhook() *reply {
	w := c.webhookAsked()
	if w == nil {
		return webhookNotFound()
	}
	if !usedWebhookCanGo && c.webhookIsUsed(w) {
		return errorList(http.StatusBadRequest, "WebhookInUse", "The webhook is connected to active triggers", "")
	}
	delete(c.webhooks, w.ID)
	return noContent()
}

func (a *account) webhookIsUsed(w *webhook) bool {
	names := func(act action) bool {
		items, ok := act.Value.([]any)
		return ok && act.Field == "notification_webhook" && len(items) > 0 && textOf(items[0]) == w.ID
	}
	for _, t := range a.rules() {
		if t.Active && slices.ContainsFunc(t.Actions, names) {
			return true
		}
	}
	return false
}

func (c *call) showSecret() *reply { return c.secret(http.StatusOK) }

// resetSecret makes a new signing secret and answers 201.
func (c *call) resetSecret() *reply {
	if w := c.webhookAsked(); w != nil {
		w.Secret = newSecret()
	}
	return c.secret(http.StatusCreated)
}

func (c *call) secret(status int) *reply {
	w := c.webhookAsked()
	if w == nil {
		return webhookNotFound()
	}
	return answer(status, object{"signing_secret": object{"algorithm": "SHA256", "secret": w.Secret}})
}

// testWebhook serves POST /webhooks/test: one real call, of what is sent over what the named webhook stores.
func (s *System) testWebhook(c *call) *reply {
	sent, bad := c.envelope("request")
	if bad != nil {
		return errorList(http.StatusBadRequest, "InvalidParameter", "request is required", "/request")
	}
	start := webhook{Method: "POST", Format: "json", Secret: newSecret()}
	if id := c.query("webhook_id"); id != "" {
		stored := c.webhooks[id]
		if stored == nil {
			return webhookNotFound()
		}
		start = *stored
	}
	if start.Name == "" {
		start.Name = "test"
	}
	start.Status = "active"
	draft, bad := c.draftWebhook(start, sent, false)
	if bad != nil {
		return bad
	}
	d := draft.delivery("", content{body: sent.Text("payload")})
	c.afterwards = func() *reply {
		_, done := s.perform(c.request.Context(), d.ticketID, d.request)
		if done.Failure != "" {
			return errorList(http.StatusBadRequest, "TestRequestFailed", done.Failure, "")
		}
		headers := []object{}
		for name := range done.Header {
			headers = append(headers, object{"key": name, "value": done.Header.Get(name)})
		}
		return answer(http.StatusOK, object{"response": object{"status_code": done.Status, "headers": headers, "payload": done.Body}})
	}
	return nil
}

// historyLasts is how long a delivery is listed.
const historyLasts = 7 * 24 * time.Hour

func (c *call) listInvocations() *reply {
	w := c.webhookAsked()
	switch {
	case c.settings.WebhookHistory == HistoryForbidden:
		return listForbidden()
	case w == nil || c.settings.WebhookHistory == HistoryAbsent:
		return webhookNotFound()
	}
	var entries list
	for _, one := range slices.Backward(w.Invocations) {
		if status := c.query("filter[status]"); c.now().Sub(one.at) <= historyLasts && (status == "" || status == one.outcome()) {
			entries.Add(one.id, renderInvocation(one))
		}
	}
	if c.query("sort") == "latest_completed_at" {
		slices.Reverse(entries)
	}
	return c.cursorPage("invocations", entries)
}

func (c *call) listAttempts() *reply {
	w := c.webhookAsked()
	if w == nil {
		return webhookNotFound()
	}
	for _, one := range w.Invocations {
		if one.id == c.request.PathValue("invocation") {
			return answer(http.StatusOK, object{"attempts": []object{renderAttempt(one)}})
		}
	}
	return errorList(http.StatusNotFound, "InvocationNotFound", "Invocation not found", "")
}
