package twolisten

import (
	"fmt"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// Acceptance is whether something is accepted.
type Acceptance string

// What happens to something.
const (
	Accepted Acceptance = "accepted"
	Refused  Acceptance = "refused"
)

// Settings are the settings and habits of the account.
type Settings struct {
	// WithoutAddress is what happens to a body without an e-mail address; nobody is
	// surveyed either way.
	WithoutAddress Acceptance `json:"without_address"`
	// Metric is what the surveys measure; the vendor offers several.
	Metric engine.Metric `json:"metric"`
}

// change is a partial change of [Settings]: nil leaves a setting alone.
type change struct {
	WithoutAddress *Acceptance    `json:"without_address"`
	Metric         *engine.Metric `json:"metric"`
}

// ControlName is the control's name, which is that of the backend.
func (s *System) ControlName() string { return string(Backend) }

// Settings gives the settings.
func (s *System) Settings() any { return s.current() }

func (s *System) current() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings
}

// ChangeSettings changes the settings that are given, or none when one of them is wrong.
func (s *System) ChangeSettings(decode func(into any) error) error {
	var wanted change
	if err := decode(&wanted); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := s.settings
	if wanted.WithoutAddress != nil {
		changed.WithoutAddress = *wanted.WithoutAddress
	}
	if wanted.Metric != nil {
		changed.Metric = *wanted.Metric
	}
	if known := []Acceptance{Accepted, Refused}; !slices.Contains(known, changed.WithoutAddress) {
		return fmt.Errorf("without_address: unknown value %q: choose one of %q", changed.WithoutAddress, known)
	}
	if known := []engine.Metric{engine.CSAT, engine.CES, engine.NPS}; !slices.Contains(known, changed.Metric) {
		return fmt.Errorf("metric: unknown value %q: choose one of %q", changed.Metric, known)
	}
	s.settings = changed
	return nil
}
