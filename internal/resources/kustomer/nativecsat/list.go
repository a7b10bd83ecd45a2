package nativecsat

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// listing has one object for each channel that has surveys.
var listing = &lifecycle.Listing[*kustomer.Client]{
	Plural: "channels with satisfaction surveys of Kustomer's own", Key: "name",
	Objects: func(ctx context.Context, client *kustomer.Client, _ lifecycle.Query) ([]lifecycle.Listed, error) {
		surveys, err := client.Surveys(ctx)
		names, enabled := map[string][]string{}, map[string]bool{}
		for _, s := range surveys {
			names[s.Channel] = append(names[s.Channel], s.Name)
			enabled[s.Channel] = enabled[s.Channel] || s.Enabled
		}
		var found []lifecycle.Listed
		for _, channel := range slices.Sorted(maps.Keys(names)) {
			found = append(found, lifecycle.Listed{
				Named: lifecycle.Named{ID: channel, Name: channel, Inactive: !enabled[channel]},
				Label: channel + ": " + strings.Join(names[channel], ", "),
			})
		}
		return found, err
	},
}
