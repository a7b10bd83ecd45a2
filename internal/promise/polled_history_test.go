package promise

import (
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/tfcore"
)

// polledHistory is a history of a survey backend that polls help desks, as data: an
// author makes it from a seed, or somebody writes it.
type polledHistory struct {
	Seed uint64 `json:",omitempty"`
	// Foreign says that other people have a connector, a survey and a distribution.
	Foreign bool `json:",omitempty"`
	Steps   []polledStep
}

// polledStep is one thing that happens: an apply, an admin action, or hours in which
// conversations become due.
type polledStep struct {
	Kind   stepKind
	Run    polledRun   `json:",omitzero"`
	Action adminAction `json:",omitzero"`
}

// polledRun is one terraform apply.
type polledRun struct {
	Config  polledSetup
	Options tfcore.Options
	Faults  []fault `json:",omitempty"`
}

// plain is true for an apply of all that is configured.
func (r polledRun) plain() bool {
	return !r.Options.Destroy && len(r.Options.Targets)+len(r.Options.Replace) == 0
}

// polledSetup is a configuration: of what a survey backend polls, or of workflows.
type polledSetup struct {
	Connectors    []connectorOf    `json:",omitempty"`
	Distributions []distributionOf `json:",omitempty"`
	Workflows     []workflowOf     `json:",omitempty"`
}

// connectorOf is a connector to a help desk, of which there is one.
type connectorOf struct {
	HelpDesk string
	Version  int // of its secret
}

// distributionOf is a survey and the distribution that sends it. The name is that of
// the survey and both addresses; no other one ever gets it.
type distributionOf struct {
	Name     string
	Metric   string
	HelpDesk string
	Quiet    int    // hours
	Off      bool   `json:",omitempty"`
	Note     string `json:",omitempty"` // in the survey's question
	Field    string `json:",omitempty"` // that the score is written into
}

// What a person does with a distribution, beside activates, deactivates, deletes and
// describes: of its survey.
const (
	quiets  verb = "quiet period" // To hours
	touches verb = "touch"        // conversations get an internal note
)

func (s polledSetup) distribution(name string) *distributionOf {
	for i := range s.Distributions {
		if s.Distributions[i].Name == name {
			return &s.Distributions[i]
		}
	}
	return nil
}

const (
	connectorType    = "surveytrigger_connector."
	surveyType       = "surveytrigger_survey."
	distributionType = "surveytrigger_trigger_distribution."
)

// addresses are those of a configuration, sorted.
func (s polledSetup) addresses() (all []string) {
	for _, each := range s.Connectors {
		all = append(all, connectorType+each.HelpDesk)
	}
	for _, each := range s.Distributions {
		all = append(all, surveyType+each.Name, distributionType+each.Name)
	}
	for _, each := range s.Workflows {
		all = append(all, workflowType+each.Name)
	}
	slices.Sort(all)
	return all
}

// resources are a setup as Terraform's configuration. With create_before_destroy a
// connector goes after the distributions that have left it.
func (s polledSetup) resources(desks map[string]polledDesk) tfcore.Configuration {
	config := tfcore.Configuration{}
	for _, each := range s.Connectors {
		desk := desks[each.HelpDesk]
		config[connectorType+each.HelpDesk] = tfcore.Resource{Attributes: map[string]any{
			"help_desk": each.HelpDesk, "url": desk.url(), each.HelpDesk: desk.credential(each.Version),
		}, CreateBeforeDestroy: true}
	}
	for _, each := range s.Distributions {
		config[surveyType+each.Name] = tfcore.Resource{Attributes: map[string]any{
			"name": each.Name, "metric": each.Metric, "question": strings.TrimSpace(each.Name + " " + each.Note),
		}}
		back := map[string]any{"note": true}
		if each.Field != "" {
			back["custom_field"] = each.Field
		}
		config[distributionType+each.Name] = tfcore.Resource{Attributes: map[string]any{
			"survey_id": theID(surveyType + each.Name), "connector_id": theID(connectorType + each.HelpDesk),
			"quiet_period_hours": each.Quiet, "active": !each.Off, "write_back": back,
		}}
	}
	for _, each := range s.Workflows {
		config[workflowType+each.Name] = tfcore.Resource{Attributes: each.attributes()}
	}
	return config
}

// shorterPolled gives every history that lacks one thing.
func shorterPolled(h polledHistory) (shorter []polledHistory) {
	with := func(change func(*polledHistory)) {
		copied := copyOf(h)
		change(&copied)
		shorter = append(shorter, copied)
	}
	for i := len(h.Steps) - 1; i >= 0; i-- {
		with(func(h *polledHistory) { h.Steps = slices.Delete(h.Steps, i, i+1) })
	}
	for i, each := range h.Steps {
		if !each.Run.plain() || each.Run.Options.StateLost {
			with(func(h *polledHistory) { h.Steps[i].Run.Options = tfcore.Options{} })
		}
		for at := range each.Run.Faults {
			with(func(h *polledHistory) { h.Steps[i].Run.Faults = slices.Delete(h.Steps[i].Run.Faults, at, at+1) })
		}
		for at := range each.Run.Config.Distributions {
			with(func(h *polledHistory) {
				h.Steps[i].Run.Config.Distributions = slices.Delete(h.Steps[i].Run.Config.Distributions, at, at+1)
			})
		}
		for at := range each.Run.Config.Workflows {
			with(func(h *polledHistory) {
				h.Steps[i].Run.Config.Workflows = slices.Delete(h.Steps[i].Run.Config.Workflows, at, at+1)
			})
		}
	}
	if h.Foreign {
		with(func(h *polledHistory) { h.Foreign = false })
	}
	return shorter
}
