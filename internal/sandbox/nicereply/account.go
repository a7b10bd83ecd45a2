package nicereply

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// account is what the customer has at the vendor.
type account struct {
	world        *engine.World
	integrations []*integration
	agents       []*agent
	surveys      []*survey
	tags         []*tag
	tagged       map[string][]string // tag ids by response id
}

// integration is a help desk that was chosen in the app directory.
type integration struct {
	ID        string
	HelpDesk  polling.Kind
	URL       string
	Connected bool
	Created   time.Time
	Updated   time.Time
}

// agent is a feedback object: somebody who is rated.
type agent struct {
	ID       string
	Username string
	FullName string
	Email    string
	Archived bool
	Created  time.Time
	Updated  time.Time
}

type survey struct {
	ID           string
	Name         string
	Metric       engine.Metric
	Question     string
	Distribution *distribution // nil before one is chosen
	Created      time.Time
	Updated      time.Time
}

// distribution is how a survey reaches customers; a trigger, of those that are simulated.
type distribution struct {
	Type             string
	HelpDesk         polling.Kind
	Channel          polling.Channel
	Status           polling.Status
	QuietPeriodHours int
	Active           bool
	Note             bool
	CustomField      string
}

type tag struct{ ID, Name string }

// newAccount has the people of every fresh sandbox: an agent, one who is not active, and the admin, who logs in and is rated
// by nobody.
func newAccount(world *engine.World) *account {
	a := &account{world: world, tagged: map[string][]string{}}
	a.addAgent("ana.agent@example.com", "Ana Agent", "ana.agent@example.com")
	a.addAgent("noah.new@example.com", "Noah New", "noah.new@example.com").Archived = true
	return a
}

// newID gives the same id for the same thing in every fresh account.
func newID(kind, name string) string {
	hash := sha256.Sum256([]byte(kind + " " + name))
	hash[6], hash[8] = hash[6]&0x0f|0x40, hash[8]&0x3f|0x80 // as a random UUID's
	return fmt.Sprintf("%x-%x-%x-%x-%x", hash[0:4], hash[4:6], hash[6:8], hash[8:10], hash[10:16])
}

func (a *account) addAgent(username, fullName, email string) *agent {
	now := a.world.Clock.Now()
	made := &agent{ID: newID("agent", username), Username: username, FullName: fullName, Email: email, Created: now, Updated: now}
	a.agents = append(a.agents, made)
	return made
}

// find gives the first of the items that is meant, nil when none is.
func find[T any](items []*T, isMeant func(*T) bool) *T {
	if at := slices.IndexFunc(items, isMeant); at >= 0 {
		return items[at]
	}
	return nil
}

func (a *account) agentOf(email string) *agent {
	return find(a.agents, func(one *agent) bool { return email != "" && strings.EqualFold(one.Email, email) })
}

func (a *account) integrationOf(helpDesk polling.Kind) *integration {
	return find(a.integrations, func(one *integration) bool { return one.HelpDesk == helpDesk })
}

// declarations shows the account to the poller.
type declarations struct{ system *System }

func (d declarations) Connectors() (connected []polling.Connector) {
	d.system.mu.Lock()
	defer d.system.mu.Unlock()
	for _, one := range d.system.account.integrations {
		if one.Connected {
			credential := d.system.helpDesks[one.HelpDesk].Credential
			connected = append(connected, polling.Connector{ID: one.ID, HelpDesk: one.HelpDesk, URL: one.URL, Credential: credential})
		}
	}
	return connected
}

func (d declarations) Distributions() (all []polling.Distribution) {
	d.system.mu.Lock()
	defer d.system.mu.Unlock()
	for _, one := range d.system.account.surveys {
		trigger := one.Distribution
		if trigger == nil {
			continue
		}
		connector := ""
		if app := d.system.account.integrationOf(trigger.HelpDesk); app != nil {
			connector = app.ID
		}
		all = append(all, polling.Distribution{
			ID: one.ID, SurveyID: one.ID, ConnectorID: connector, Active: trigger.Active,
			Channel: trigger.Channel, Status: trigger.Status, QuietPeriod: time.Duration(trigger.QuietPeriodHours) * time.Hour,
			Metric: one.Metric, Question: one.Question, Note: trigger.Note, CustomField: trigger.CustomField,
		})
	}
	return all
}

func (d declarations) IsActiveAgent(_, email string) bool {
	d.system.mu.Lock()
	defer d.system.mu.Unlock()
	known := d.system.account.agentOf(email)
	return known != nil && !known.Archived
}
