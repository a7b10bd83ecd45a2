package nicereply

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

func (c *call) listSurveys() *engine.Reply {
	var items engine.List
	for _, one := range c.surveys {
		items.Add(one.ID, one.render())
	}
	return c.list(items)
}

func (c *call) survey() *survey {
	return find(c.surveys, func(one *survey) bool { return one.ID == c.id() })
}

func (c *call) showSurvey() *engine.Reply {
	if found := c.survey(); found != nil {
		return one(http.StatusOK, found.render())
	}
	return notFound()
}

// showDistribution gives the settings of the survey's one distribution; a survey without one has none to give.
func (c *call) showDistribution() *engine.Reply {
	if found := c.survey(); found != nil && found.Distribution != nil {
		return one(http.StatusOK, c.renderDistribution(found.Distribution))
	}
	return notFound()
}

func (c *call) listIntegrations() *engine.Reply {
	var items engine.List
	for _, one := range c.integrations {
		items.Add(one.ID, one.render())
	}
	return c.list(items)
}

// render shows an agent, as the reference of POST /feedback-objects prints one.
func (a *agent) render() engine.Object {
	return engine.Object{
		"id": a.ID, "type": "AGENT", "username": a.Username, "integration_usernames": []any{}, "full_name": a.FullName, "email": a.Email,
		"is_archived": a.Archived, "feedback_object_groups": []any{}, "created_at": stamp(a.Created), "updated_at": stamp(a.Updated),
	}
}

func (c *call) listAgents() *engine.Reply {
	var items engine.List
	for _, one := range c.agents {
		items.Add(one.ID, one.render())
	}
	return c.list(items)
}

func (c *call) showAgent() *engine.Reply {
	if found := find(c.agents, func(one *agent) bool { return one.ID == c.id() }); found != nil {
		return one(http.StatusOK, found.render())
	}
	return notFound()
}

// postAgent creates a feedback object: 200, and 422 for a username or e-mail that is taken. Login instructions go to
// whom a person adds in the screens; that nobody gets any from here is a guess.
func (c *call) postAgent() *engine.Reply {
	sent, bad := c.members()
	if bad != nil {
		return bad
	}
	reasons := map[string][]string{}
	for _, member := range []string{"full_name", "username", "email"} {
		if why := checkMember(sent.Text(member)); why != "" {
			reasons[member] = []string{why}
		}
	}
	username, email := sent.Text("username"), sent.Text("email")
	if find(c.agents, func(one *agent) bool { return strings.EqualFold(one.Username, username) }) != nil {
		reasons["username"] = []string{"This value is already used."}
	}
	if c.agentOf(email) != nil {
		reasons["email"] = []string{"This value is already used."}
	}
	if len(reasons) > 0 {
		return problem(http.StatusUnprocessableEntity, "Validation failed.", reasons)
	}
	return one(http.StatusOK, c.addAgent(username, sent.Text("full_name"), email).render())
}

// The account has no groups.
func (c *call) listGroups() *engine.Reply { return c.list(nil) }
func (c *call) showGroup() *engine.Reply  { return notFound() }

func (c *call) listRatingValues() *engine.Reply {
	var items engine.List
	for _, metric := range slices.Sorted(maps.Keys(scales)) {
		items.Add(string(metric), renderScale(metric))
	}
	return c.list(items)
}

// customers are those who were asked, each once.
func (c *call) customers() (all engine.List) {
	known := map[string]bool{}
	for _, asked := range c.world.Surveys.All() {
		email := strings.ToLower(asked.CustomerEmail)
		if asked.Backend == Backend && asked.Outcome == engine.Sent && !known[email] {
			known[email] = true
			all.Add(newID("customer", email), engine.Object{"id": newID("customer", email), "email": email, "created_at": stamp(asked.At)})
		}
	}
	return all
}

func (c *call) listCustomers() *engine.Reply { return c.list(c.customers()) }

func (c *call) showCustomer() *engine.Reply {
	for _, known := range c.customers() {
		if known.ID == c.id() {
			return one(http.StatusOK, known.Item)
		}
	}
	return notFound()
}

// admin is the one person who logs in.
func (c *call) admin() engine.Object {
	return engine.Object{"id": newID("user", AdminEmail), "full_name": "Admin Acme", "email": AdminEmail, "role": "ADMIN"}
}

func (c *call) listUsers() *engine.Reply {
	var items engine.List
	items.Add(newID("user", AdminEmail), c.admin())
	return c.list(items)
}

func (c *call) showUser() *engine.Reply {
	if c.id() == newID("user", AdminEmail) {
		return one(http.StatusOK, c.admin())
	}
	return notFound()
}

func (t *tag) render() engine.Object { return engine.Object{"id": t.ID, "name": t.Name} }

func (c *call) listTags() *engine.Reply {
	var items engine.List
	for _, one := range c.tags {
		items.Add(one.ID, one.render())
	}
	return c.list(items)
}

func (c *call) tag(id string) *tag {
	return find(c.tags, func(one *tag) bool { return one.ID == id })
}

func (c *call) showTag() *engine.Reply {
	if found := c.tag(c.id()); found != nil {
		return one(http.StatusOK, found.render())
	}
	return notFound()
}

func (c *call) postTag() *engine.Reply {
	sent, bad := c.members()
	if bad != nil {
		return bad
	}
	name := sent.Text("name")
	if why := checkMember(name); why != "" {
		return invalid("name", why)
	}
	if find(c.tags, func(one *tag) bool { return one.Name == name }) != nil {
		return invalid("name", "This value is already used.")
	}
	made := &tag{ID: newID("tag", name), Name: name}
	c.tags = append(c.tags, made)
	return one(http.StatusOK, made.render())
}
