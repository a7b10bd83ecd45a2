package provider

import (
	"context"
	"io"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/export/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// backendWords are in the addresses of survey backends.
var backendWords = export.SurveyWords.And("stellaconnect", "stella connect", "nicereply", "2listen", "twolisten")

// Export is the subcommand export: see package export.
func Export(ctx context.Context, version string, args []string, progress io.Writer) error {
	made := &surveyTrigger{version: version}
	connected := export.Provider{
		Server:  newServer(func() provider.Provider { return made }),
		Offline: NewServer(version),
		Client:  func(section string) (lifecycle.Client, error) { return made.sections.Client(section) },
	}
	return export.Run(ctx, connected, []export.System{zendesk.System, kustomer.System}, backendWords, args, progress)
}
