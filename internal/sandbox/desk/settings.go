package desk

import (
	"fmt"
	"slices"
)

// Settings is what a person sets for the site as a whole, and what people may believe
// of a service that is gone.
type Settings struct {
	// CloseResolvedAfterHours is the time rule that closes cases so many hours after
	// they were resolved; nil is none.
	CloseResolvedAfterHours *int `json:"close_resolved_after_hours"`
	// OAuthProblems tells whether the answer to a request that is not authenticated
	// says why.
	OAuthProblems OAuthProblems `json:"oauth_problems"`
	// RequestsPerMinute is the budget of the site; 0 is no limit, the headers show 300.
	RequestsPerMinute int `json:"requests_per_minute"`
}

// OAuthProblems tells what the answer 401 says.
type OAuthProblems string

// All answers 401 look alike, or each has the name of its problem.
const (
	ProblemsHidden OAuthProblems = "hidden"
	ProblemsNamed  OAuthProblems = "named"
)

// DefaultSettings is a site without limits and without a time rule.
func DefaultSettings() Settings { return Settings{OAuthProblems: ProblemsHidden} }

func (s Settings) validate() error {
	if hours := s.CloseResolvedAfterHours; hours != nil && *hours < 1 {
		return fmt.Errorf("close_resolved_after_hours %d: want a whole number from 1, or null for no time rule", *hours)
	}
	if known := []OAuthProblems{ProblemsHidden, ProblemsNamed}; !slices.Contains(known, s.OAuthProblems) {
		return fmt.Errorf("oauth_problems %q: choose one of %q", s.OAuthProblems, known)
	}
	if s.RequestsPerMinute < 0 {
		return fmt.Errorf("requests_per_minute %d is negative", s.RequestsPerMinute)
	}
	return nil
}

// clone lets a body be read over the settings without changing them.
func (s Settings) clone() Settings {
	if s.CloseResolvedAfterHours != nil {
		hours := *s.CloseResolvedAfterHours
		s.CloseResolvedAfterHours = &hours
	}
	return s
}

// screens is what the control shows.
type screens struct {
	Settings
	CustomFields []fieldChange       `json:"custom_fields"`
	Rules        []ruleChange        `json:"rules"`
	Applications []applicationScreen `json:"api_applications"`
}

// Settings gives the [Settings] in force and what is in Admin.
func (s *System) Settings() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := screens{Settings: s.settings, CustomFields: []fieldChange{}, Rules: []ruleChange{}, Applications: []applicationScreen{}}
	for _, f := range byID(s.site.fields) {
		field := *f
		choices := append([]string{}, field.choices...)
		shown.CustomFields = append(shown.CustomFields, fieldChange{
			Name: field.name, Label: &field.label, Of: &field.of, Type: &field.kind, Choices: &choices, Active: &field.active,
		})
	}
	for _, r := range byID(s.site.rules) {
		rule := *r
		shown.Rules = append(shown.Rules, ruleChange{Name: rule.name, Description: &rule.description, Enabled: &rule.enabled})
	}
	for _, app := range s.site.applications {
		shown.Applications = append(shown.Applications,
			applicationScreen{app.name, app.consumerKey, app.consumerSecret, app.accessToken, app.accessTokenSecret})
	}
	return shown
}

// ChangeSettings does what a person does in Admin; see [engine.Screens].
func (s *System) ChangeSettings(decode func(into any) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted := struct {
		Settings
		CustomFields []fieldChange       `json:"custom_fields"`
		Rules        []ruleChange        `json:"rules"`
		Applications []applicationChange `json:"api_applications"`
	}{Settings: s.settings.clone()}
	if err := decode(&wanted); err != nil {
		return err
	}
	admin := s.site.admin()
	err := wanted.validate()
	for at := 0; err == nil && at < len(wanted.CustomFields); at++ {
		err = admin.changeField(wanted.CustomFields[at])
	}
	for at := 0; err == nil && at < len(wanted.Rules); at++ {
		err = admin.changeRule(wanted.Rules[at])
	}
	for at := 0; err == nil && at < len(wanted.Applications); at++ {
		err = admin.changeApplication(wanted.Applications[at])
	}
	if err != nil {
		return err
	}
	if wanted.RequestsPerMinute != s.settings.RequestsPerMinute {
		admin.limiter = newLimiter(wanted.RequestsPerMinute)
	}
	s.settings = wanted.Settings
	s.site = admin
	return nil
}
