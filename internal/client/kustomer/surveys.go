package kustomer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client"
)

// Survey is one of Kustomer's own satisfaction surveys. The API deletes none.
type Survey struct {
	ID, Name, Channel string
	Enabled           bool
}

// NounSurveys is the kind of object whose id is a channel: all surveys of it.
const NounSurveys = "satisfaction surveys"

// surveyKind has no request for one survey alone.
var surveyKind = client.Kind[Survey]{
	Noun: "satisfaction survey", Path: "/satisfaction", Form: envelope{}, Paging: byNumber,
	ID:    func(s Survey) string { return s.ID },
	Title: func(s Survey) string { return s.Name },
	Decode: func(raw json.RawMessage) (Survey, error) {
		var read resource[struct {
			Name, Channel client.Text
			Enabled       bool
		}]
		err := client.DecodeMember(raw, &read)
		of := read.Attributes
		return Survey{ID: string(read.ID), Name: string(of.Name), Channel: string(of.Channel), Enabled: of.Enabled}, err
	},
}

// Surveys are all of Kustomer's own surveys.
//
// https://developer.kustomer.com/api/settings-and-configurations
func (c *Client) Surveys(ctx context.Context) ([]Survey, error) { return c.surveys.All(ctx) }

// EnableSurvey enables or disables a survey. PUT leaves what it does not name.
func (c *Client) EnableSurvey(ctx context.Context, id string, enabled bool) error {
	written, err := c.surveys.Change(ctx, http.MethodPut, id, map[string]bool{"enabled": enabled})
	if err == nil && written.Enabled && !enabled {
		return &client.Error{Message: fmt.Sprintf("Kustomer accepted the change, but answers that the survey %q (%s) is still enabled: disable it in Settings, then apply again", written.Name, id)}
	}
	return err
}
