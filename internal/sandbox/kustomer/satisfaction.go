package kustomer

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

const (
	mostEnabled = 30  // surveys of a channel; others have no limit
	mostOrdered = 500 // surveys in one order
)

// surveyChannels are where the organization's own surveys are sent.
var surveyChannels = append(slices.Clone(channels), "instagram-comment")

// survey is one of the organization's own satisfaction surveys. None is ever
// deleted: enabled false disables one.
type survey struct {
	id, name, channel     string
	enabled               bool
	delay                 float64        // delayTime
	content               map[string]any // what nobody simulates, as it was sent
	criteria              map[string]any
	audience              audience
	createdBy, modifiedBy string
	created, updated      time.Time
}

// The members of a survey's content by their types.
var (
	surveyTexts   = []string{"formType", "description", "metaTitle", "metaDescription", "introduction", "ratingPrompt", "followUpType"}
	surveyObjects = []string{"from", "scale"}
	surveyLists   = []string{"questions", "positiveQuestions", "negativeQuestions", "allQuestions"}
)

func (a *account) renderSurvey(v *survey) object {
	attributes := copied(v.content)
	maps.Copy(attributes, object{
		"name": v.name, "channel": v.channel, "enabled": v.enabled, "delayTime": v.delay,
		"createdAt": stamp(v.created), "updatedAt": stamp(v.updated), "modifiedAt": stamp(v.updated),
	})
	if v.criteria != nil {
		attributes["criteria"] = v.criteria
	}
	return resource("satisfaction", v.id, attributes,
		a.relationships(relation{"createdBy", "user", v.createdBy}, relation{"modifiedBy", "user", v.modifiedBy}))
}

// seedSurveys makes those of a fresh organization: Kustomer's own surveys are on
// for e-mail and chat.
func (a *account) seedSurveys() {
	for _, v := range []*survey{{name: "Email CSAT", channel: "email"}, {name: "Chat CSAT", channel: "chat"}} {
		v.id, v.enabled, v.created, v.updated = a.newID(), true, a.now(), a.now()
		v.content = map[string]any{
			"formType": "csat", "ratingPrompt": "How would you rate the support you received?",
			"scale": object{"options": 5, "type": "number", "labelHigh": "Very satisfied", "labelLow": "Very dissatisfied"},
		}
		a.surveys = append(a.surveys, v)
	}
}

func (v *survey) read(r *reader) {
	r.text("name", &v.name, 0)
	r.text("channel", &v.channel, 0, surveyChannels...)
	r.flag("enabled", &v.enabled)
	delay := &v.delay
	r.number("delayTime", &delay)
	if delay == nil || *delay < 0 {
		r.fail("delayTime", "must be a number from 0")
	} else {
		v.delay = *delay
	}
	v.content = copied(v.content)
	for _, name := range surveyTexts {
		readInto[string](r, name, v.content, "a string")
	}
	for _, name := range surveyObjects {
		readInto[map[string]any](r, name, v.content, "an object")
	}
	for _, name := range surveyLists {
		readInto[[]any](r, name, v.content, "a list")
	}
	v.readCriteria(r)
}

// readInto reads a member of one type into others; null clears it.
func readInto[T any](r *reader, name string, all map[string]any, kind string) {
	var read T
	switch ok := r.decode(name, &read, nullable, kind); {
	case ok:
		all[name] = read
	case r.sent.IsNull(name):
		delete(all, name)
	}
}

// readCriteria keeps the audience when nothing is sent; null clears it, and so do
// empty criteria.
func (v *survey) readCriteria(r *reader) {
	if !r.sent.Has("criteria") {
		return
	}
	r.object("criteria", &v.criteria)
	inner := &reader{sent: r.sent.Object("criteria"), path: "criteria."}
	v.audience = audience{}
	v.audience.read(inner)
	if v.audience.size() == 0 {
		v.criteria = nil
	}
	if r.bad == nil {
		r.bad = inner.bad
	}
}

func (a *account) surveyOf(id string) *survey {
	if at := slices.IndexFunc(a.surveys, func(v *survey) bool { return v.id == id }); at >= 0 {
		return a.surveys[at]
	}
	return nil
}

// full says that a channel has no room for one more enabled survey. Before is the
// survey as it is, nil for a new one.
func (a *account) full(before *survey, wanted survey) *problem {
	if !wanted.enabled || before != nil && before.enabled && before.channel == wanted.channel {
		return nil
	}
	enabled := 0
	for _, v := range a.surveys {
		if v.enabled && v.channel == wanted.channel {
			enabled++
		}
	}
	if enabled >= mostEnabled {
		return unprocessable("the channel " + wanted.channel + " has 30 enabled satisfaction surveys already")
	}
	return nil
}

func (c *call) listSurveys() *reply {
	var entries list
	for _, v := range c.surveys {
		entries.Add(v.id, c.renderSurvey(v))
	}
	return c.page(entries, pageLimit)
}

func (c *call) postSurvey() *reply {
	r := c.reader()
	v := survey{createdBy: c.key.userID, modifiedBy: c.key.userID, created: c.now(), updated: c.now()}
	r.require("name", "channel")
	v.read(r)
	if r.bad == nil {
		r.bad = c.full(nil, v)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	v.id = c.newID()
	c.surveys = append(c.surveys, &v)
	return one(http.StatusCreated, c.renderSurvey(&v))
}

// putSurvey changes what is sent and leaves the rest.
func (c *call) putSurvey() *reply {
	v := c.surveyOf(c.id())
	if v == nil {
		return notFound.reply()
	}
	r, changed := c.reader(), *v
	changed.read(r)
	if r.bad == nil {
		r.bad = c.full(v, changed)
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	changed.modifiedBy, changed.updated = c.key.userID, c.now()
	*v = changed
	return one(http.StatusOK, c.renderSurvey(v))
}

// putSurveyOrder puts the surveys that are named in front of the others, in the
// order given.
func (c *call) putSurveyOrder() *reply {
	r, wanted := c.reader(), []string{}
	r.require("satisfactionForms")
	r.texts("satisfactionForms", &wanted)
	if len(wanted) > mostOrdered {
		r.fail("satisfactionForms", "must hold at most %d ids", mostOrdered)
	}
	for at, id := range wanted {
		if c.surveyOf(id) == nil || slices.Contains(wanted[:at], id) {
			r.fail("satisfactionForms", "holds %q twice, or it is no satisfaction survey", id)
		}
	}
	if r.bad != nil {
		return r.bad.reply()
	}
	slices.SortStableFunc(c.surveys, func(a, b *survey) int { return rank(wanted, a.id) - rank(wanted, b.id) })
	return c.listSurveys()
}

func rank(wanted []string, id string) int {
	if at := slices.Index(wanted, id); at >= 0 {
		return at
	}
	return len(wanted)
}
