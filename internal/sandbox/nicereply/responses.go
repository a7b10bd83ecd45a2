package nicereply

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

func responseID(r polling.Response) string { return newID("response", r.Survey.ID) }

// renderResponse shows an answer. The answers are as public clients read them: one of the scale, one of the open
// question, which is left out when the customer wrote nothing.
func (c *call) renderResponse(r polling.Response) engine.Object {
	answers := []engine.Object{{
		"question_id": newID("question", r.SurveyID+" scale"), "question_type": "SCALE",
		"scale": engine.Object{"value": *r.Survey.Score}, "open_ended": nil,
	}}
	if r.Survey.Comment != "" {
		answers = append(answers, engine.Object{
			"question_id": newID("question", r.SurveyID+" comment"), "question_type": "OPEN_ENDED",
			"scale": nil, "open_ended": engine.Object{"value": r.Survey.Comment},
		})
	}
	var about any
	if rated := c.agentOf(r.Survey.EmployeeEmail); rated != nil {
		about = rated.render()
	}
	tags := []engine.Object{}
	for _, id := range c.tagged[responseID(r)] {
		tags = append(tags, c.tag(id).render())
	}
	return engine.Object{
		"id": responseID(r), "survey_id": r.SurveyID, "ticket_id": r.Survey.TicketID, "from": r.Survey.CustomerEmail,
		"customer_id":     newID("customer", strings.ToLower(r.Survey.CustomerEmail)),
		"feedback_object": about, "answers": answers, "tags": tags, "write_back": renderWriteBack(r.WriteBack),
		"created_at": stamp(r.Survey.RespondedAt), "updated_at": stamp(r.Survey.RespondedAt),
	}
}

// listSome lists the responses that are meant and not older than created_after, which may have no parts of a second.
func (c *call) listSome(isMeant func(polling.Response) bool) *engine.Reply {
	var after time.Time
	if asked := c.request.URL.Query().Get("created_after"); asked != "" {
		var err error
		if after, err = time.Parse(time.RFC3339, asked); err != nil || strings.Contains(asked, ".") {
			return invalid("created_after", "This value is not a valid datetime.")
		}
	}
	var items engine.List
	for _, one := range c.responses {
		if isMeant(one) && !one.Survey.RespondedAt.Before(after) {
			items.Add(responseID(one), c.renderResponse(one))
		}
	}
	return c.list(items)
}

func (c *call) listResponses() *engine.Reply {
	return c.listSome(func(polling.Response) bool { return true })
}

func (c *call) listSurveyResponses() *engine.Reply {
	if c.survey() == nil {
		return notFound()
	}
	return c.listSome(func(one polling.Response) bool { return one.SurveyID == c.id() })
}

func (c *call) listAgentResponses() *engine.Reply {
	rated := find(c.agents, func(one *agent) bool { return one.ID == c.id() })
	if rated == nil {
		return notFound()
	}
	return c.listSome(func(one polling.Response) bool { return c.agentOf(one.Survey.EmployeeEmail) == rated })
}

func (c *call) response() (polling.Response, bool) {
	at := slices.IndexFunc(c.responses, func(one polling.Response) bool { return responseID(one) == c.id() })
	if at < 0 {
		return polling.Response{}, false
	}
	return c.responses[at], true
}

func (c *call) showResponse() *engine.Reply {
	if found, ok := c.response(); ok {
		return one(http.StatusOK, c.renderResponse(found))
	}
	return notFound()
}

func (c *call) tagResponse() *engine.Reply {
	found, ok := c.response()
	id := c.request.PathValue("tag")
	if !ok || c.tag(id) == nil {
		return notFound()
	}
	if !slices.Contains(c.tagged[c.id()], id) {
		c.tagged[c.id()] = append(c.tagged[c.id()], id)
	}
	return one(http.StatusOK, c.renderResponse(found))
}

func (c *call) untagResponse() *engine.Reply {
	found, ok := c.response()
	if !ok {
		return notFound()
	}
	id := c.request.PathValue("tag")
	c.tagged[c.id()] = slices.DeleteFunc(c.tagged[c.id()], func(tagged string) bool { return tagged == id })
	return one(http.StatusOK, c.renderResponse(found))
}
