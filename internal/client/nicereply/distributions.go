package nicereply

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

// distributions are read survey by survey: each survey has one, which goes by the
// survey's id.
type distributions struct {
	readOnly[survey.Distribution]
	core       *client.Core
	api        *client.Connection
	surveys    surveys
	connectors connectors
	read       *sync.Map // what was read, by id
}

func newDistributions(core *client.Core, api *client.Connection, surveys surveys, connectors connectors) distributions {
	return distributions{
		readOnly: readOnly[survey.Distribution]{survey.NounDistribution, rules.HiddenOfDistributions, &unseen{}},
		core:     core, api: api, surveys: surveys, connectors: connectors, read: &sync.Map{},
	}
}

// Get reads the distribution of a survey, once. A survey that is distributed otherwise,
// by a link for example, has no trigger distribution.
//
// https://cdn.nicereply.com/s/api/latest/reference/surveys/distribution
func (d distributions) Get(ctx context.Context, id string) (*survey.Distribution, error) {
	path := "/surveys/" + url.PathEscape(id) + "/distribution"
	release, err := d.core.LockOne(ctx, path)
	if err != nil {
		return nil, d.api.Failure(http.MethodGet, path, err)
	}
	defer release()
	if known, found := d.read.Load(id); found {
		shown := known.(survey.Distribution)
		return &shown, nil
	}
	if id == "" || id == "." || id == ".." {
		return nil, d.missing(id, "is not in the account")
	}
	var body json.RawMessage
	if err := d.api.Fetch(ctx, http.MethodGet, path, nil, &body); err != nil {
		return nil, err
	}
	raw, err := form{}.Unwrap(body)
	if err != nil {
		return nil, d.api.Undecodable(http.MethodGet, path, body, err)
	}
	shown, isTrigger, err := decodeDistribution(raw, d.unseen)
	switch {
	case err != nil:
		return nil, d.api.Undecodable(http.MethodGet, path, body, err)
	case !isTrigger:
		return nil, d.missing(id, "is no trigger")
	}
	shown.ID, shown.SurveyID = id, id
	d.read.Store(id, shown)
	return &shown, nil
}

// decodeDistribution reads the answer as leniently as can be; null and an empty object
// are no distribution.
func decodeDistribution(raw json.RawMessage, unseen *unseen) (shown survey.Distribution, isTrigger bool, err error) {
	members, err := open(raw, unseen)
	if err != nil || len(members.all) == 0 {
		return shown, false, err
	}
	kind := client.Text(trigger)
	var connector, channel, status client.Text
	var hours client.Whole
	members.into(&kind, distributionType, "")
	if word(kind) != trigger {
		return shown, false, nil
	}
	members.into(&connector, distributionConnector, "connector_id")
	members.into(&shown.Active, distributionActive, "active")
	members.into(&channel, distributionChannel, "channel")
	members.into(&status, distributionStatus, "status")
	members.into(&hours, distributionQuietHours, "quiet_period_hours")
	shown.ConnectorID, shown.Channel, shown.Status = string(connector), word(channel), word(status)
	shown.QuietPeriodHours = int64(hours)
	return shown, true, nil
}

// All asks for the distribution of every survey, one after the other.
func (d distributions) All(ctx context.Context) (all []survey.Distribution, err error) {
	sent, err := d.surveys.All(ctx)
	if err != nil {
		return nil, err
	}
	for _, each := range sent {
		found, err := d.Find(ctx, survey.Distribution{SurveyID: each.ID})
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// Find gives the distribution of the declared survey.
func (d distributions) Find(ctx context.Context, declared survey.Distribution) ([]survey.Distribution, error) {
	shown, err := d.Get(ctx, declared.SurveyID)
	switch {
	case client.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []survey.Distribution{*shown}, nil
}

// FindNow reads it again.
func (d distributions) FindNow(ctx context.Context, declared survey.Distribution) ([]survey.Distribution, error) {
	d.read.Delete(declared.SurveyID)
	return d.Find(ctx, declared)
}

// Steps are the clicks that make, change, activate or deactivate a trigger.
func (d distributions) Steps(declared survey.Distribution, shown *survey.Distribution) []string {
	return rules.DistributionSteps(declared, shown, d.place(declared), d.Hidden())
}

// Ending are the clicks that deactivate it.
func (d distributions) Ending(prior survey.Distribution) []string {
	return rules.DistributionEnding(d.place(prior))
}

// place names what a distribution belongs to, as far as it was read.
func (d distributions) place(of survey.Distribution) rules.Place {
	asked, connector := d.surveys.known(of.SurveyID), d.connectors.known(of.ConnectorID)
	return rules.Place{Survey: asked.Name, SurveyID: of.SurveyID, Metric: asked.Metric, HelpDesk: connector.HelpDesk}
}
