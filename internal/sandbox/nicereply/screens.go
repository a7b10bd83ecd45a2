package nicereply

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/polling"
)

// Screens is what a person sees and does in Nicereply's screens. On its way in, a member that is not given stays as it
// is; on its way out all are there.
type Screens struct {
	Integrations []IntegrationScreen `json:"integrations"`
	Agents       []AgentScreen       `json:"agents"`
	Surveys      []SurveyScreen      `json:"surveys"`
}

// IntegrationScreen is an app of the app directory. It is the same one when the help desk is the same.
type IntegrationScreen struct {
	HelpDesk polling.Kind `json:"help_desk"`
	URL      *string      `json:"url"`
	// Connected false takes the credential away. A new integration is connected, as the button says.
	Connected *bool `json:"connected"`
	// LastError is why the help desk could not be scanned the last time; it is shown and cannot be set.
	LastError string `json:"last_error,omitempty"`
}

// AgentScreen is an agent, by e-mail. Who is new and active gets login instructions.
type AgentScreen struct {
	Email    string  `json:"email"`
	FullName *string `json:"full_name"`
	Active   *bool   `json:"active"`
}

// SurveyScreen is a survey, by name, and how it is distributed.
type SurveyScreen struct {
	Name         string              `json:"name"`
	Metric       *engine.Metric      `json:"metric"`
	Question     *string             `json:"question"`
	Distribution *DistributionScreen `json:"distribution"`
}

// DistributionScreen is the page "Trigger settings". A new trigger is waiting for activation.
type DistributionScreen struct {
	Type             *string          `json:"type"`
	HelpDesk         *polling.Kind    `json:"help_desk"`
	Channel          *polling.Channel `json:"channel"`
	Status           *polling.Status  `json:"status"`
	QuietPeriodHours *int             `json:"quiet_period_hours"`
	Active           *bool            `json:"active"`
	Note             *bool            `json:"note"`
	CustomField      *string          `json:"custom_field"`
}

// Settings gives the [Screens].
func (s *System) Settings() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := Screens{Integrations: []IntegrationScreen{}, Agents: []AgentScreen{}, Surveys: []SurveyScreen{}}
	for _, one := range s.account.integrations {
		poll, _ := s.poller.LastPoll(one.ID)
		shown.Integrations = append(shown.Integrations, IntegrationScreen{one.HelpDesk, new(one.URL), new(one.Connected), poll.Failure})
	}
	for _, one := range s.account.agents {
		shown.Agents = append(shown.Agents, AgentScreen{one.Email, new(one.FullName), new(!one.Archived)})
	}
	for _, one := range s.account.surveys {
		shown.Surveys = append(shown.Surveys, SurveyScreen{one.Name, new(one.Metric), new(one.Question), one.Distribution.show()})
	}
	return shown
}

func (d *distribution) show() *DistributionScreen {
	if d == nil {
		return nil
	}
	shown := *d
	return &DistributionScreen{
		&shown.Type, &shown.HelpDesk, &shown.Channel, &shown.Status, &shown.QuietPeriodHours, &shown.Active, &shown.Note, &shown.CustomField,
	}
}

// ChangeSettings does what a person does in the [Screens]: everything, or nothing when one thing is wrong.
func (s *System) ChangeSettings(decode func(into any) error) error {
	var done Screens
	if err := decode(&done); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	draft := s.account.clone()
	var invited []*agent
	for _, screen := range done.Integrations {
		if err := s.connect(draft, screen); err != nil {
			return err
		}
	}
	for _, screen := range done.Agents {
		isNew, err := draft.writeAgent(screen)
		if err != nil {
			return err
		}
		if isNew && !draft.agentOf(screen.Email).Archived {
			invited = append(invited, draft.agentOf(screen.Email))
		}
	}
	for _, screen := range done.Surveys {
		if err := s.writeSurvey(draft, screen); err != nil {
			return err
		}
	}
	s.account = draft
	for _, one := range invited {
		s.invite(one)
	}
	return nil
}

func (a *account) clone() *account {
	copied := *a
	copied.integrations, copied.agents, copied.surveys = copies(a.integrations), copies(a.agents), copies(a.surveys)
	for _, one := range copied.surveys {
		if one.Distribution != nil {
			one.Distribution = new(*one.Distribution)
		}
	}
	return &copied
}

func copies[T any](items []*T) (copied []*T) {
	for _, item := range items {
		copied = append(copied, new(*item))
	}
	return copied
}

func (s *System) invite(who *agent) {
	s.world.Outbox.Add(engine.Email{
		Kind: engine.InvitationEmail, From: s.Name(), To: who.Email, Subject: "Welcome to Nicereply",
		Body: "Hello " + who.FullName + ", you were added to Nicereply. These are your login instructions.",
	})
}

// connect is "Connect and continue" of an app in the app directory.
func (s *System) connect(a *account, screen IntegrationScreen) error {
	if _, known := s.helpDesks[screen.HelpDesk]; !known {
		return fmt.Errorf("integrations: help_desk %q: choose one of %q", screen.HelpDesk, slices.Sorted(maps.Keys(s.helpDesks)))
	}
	if screen.LastError != "" {
		return errors.New("integrations: last_error cannot be set")
	}
	one := a.integrationOf(screen.HelpDesk)
	if one == nil {
		one = &integration{ID: newID("integration", string(screen.HelpDesk)), HelpDesk: screen.HelpDesk, Connected: true, Created: a.world.Clock.Now()}
		a.integrations = append(a.integrations, one)
	}
	set(&one.URL, screen.URL)
	set(&one.Connected, screen.Connected)
	if one.URL == "" {
		return fmt.Errorf("integrations: %s: url is missing", screen.HelpDesk)
	}
	one.Updated = a.world.Clock.Now()
	return nil
}

// set changes what a screen changes.
func set[T any](member *T, given *T) {
	if given != nil {
		*member = *given
	}
}

func (a *account) writeAgent(screen AgentScreen) (isNew bool, err error) {
	if !strings.Contains(screen.Email, "@") {
		return false, fmt.Errorf("agents: email %q is none", screen.Email)
	}
	one := a.agentOf(screen.Email)
	if isNew = one == nil; isNew {
		one = a.addAgent(screen.Email, screen.Email, screen.Email)
	}
	set(&one.FullName, screen.FullName)
	if screen.Active != nil {
		one.Archived = !*screen.Active
	}
	one.Updated = a.world.Clock.Now()
	return isNew, nil
}

func (s *System) writeSurvey(a *account, screen SurveyScreen) error {
	if screen.Name == "" {
		return errors.New("surveys: name is missing")
	}
	one := find(a.surveys, func(known *survey) bool { return known.Name == screen.Name })
	if one == nil {
		one = &survey{ID: newID("survey", screen.Name), Name: screen.Name, Created: a.world.Clock.Now()}
		a.surveys = append(a.surveys, one)
	}
	set(&one.Metric, screen.Metric)
	set(&one.Question, screen.Question)
	if _, known := scales[one.Metric]; !known {
		return fmt.Errorf("surveys: %s: metric %q: choose one of %q", one.Name, one.Metric, slices.Sorted(maps.Keys(scales)))
	}
	one.Updated = a.world.Clock.Now()
	if screen.Distribution == nil {
		return nil
	}
	if one.Distribution == nil {
		one.Distribution = &distribution{Type: "trigger", Channel: polling.Email, Status: polling.Resolved, QuietPeriodHours: 48, Note: true}
	}
	if err := s.writeDistribution(a, one.Distribution, screen.Distribution); err != nil {
		return fmt.Errorf("surveys: %s: distribution: %w", one.Name, err)
	}
	return nil
}

// writeDistribution is "Trigger settings", "Save settings" and "Activate". Channel and status go by any case. A trigger for
// a help desk that is not connected sends nothing.
func (s *System) writeDistribution(a *account, d *distribution, screen *DistributionScreen) error {
	set(&d.Type, screen.Type)
	set(&d.HelpDesk, screen.HelpDesk)
	set(&d.Channel, screen.Channel)
	set(&d.Status, screen.Status)
	set(&d.QuietPeriodHours, screen.QuietPeriodHours)
	set(&d.Active, screen.Active)
	set(&d.Note, screen.Note)
	set(&d.CustomField, screen.CustomField)
	if d.HelpDesk == "" && len(a.integrations) == 1 {
		d.HelpDesk = a.integrations[0].HelpDesk
	}
	d.Channel, d.Status = polling.Channel(strings.ToLower(string(d.Channel))), polling.Status(strings.ToLower(string(d.Status)))
	_, known := s.helpDesks[d.HelpDesk]
	switch {
	case d.Type != "trigger":
		return fmt.Errorf(`type %q: only "trigger" is simulated`, d.Type)
	case !known:
		return fmt.Errorf("help_desk %q: choose one of %q", d.HelpDesk, slices.Sorted(maps.Keys(s.helpDesks)))
	case !slices.Contains(statuses, d.Status):
		return fmt.Errorf("status %q: choose one of %q", d.Status, statuses)
	case d.Channel == "":
		return errors.New("channel is missing")
	case d.QuietPeriodHours < 0:
		return fmt.Errorf("quiet_period_hours %d is negative", d.QuietPeriodHours)
	}
	return nil
}

var statuses = []polling.Status{polling.Open, polling.Pending, polling.Resolved}
