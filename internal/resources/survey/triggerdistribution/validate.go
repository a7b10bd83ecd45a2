package triggerdistribution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// validate refuses a help desk that closes conversations before the rating can be written
// back.
func validate(_ context.Context, config *Model) error {
	if !attribute.Set(config.CloseAfterHours) || config.QuietPeriodHours.IsUnknown() {
		return nil
	}
	quiet := int64(defaultQuietHours)
	if !config.QuietPeriodHours.IsNull() {
		quiet = config.QuietPeriodHours.ValueInt64()
	}
	if config.CloseAfterHours.ValueInt64() >= quiet+answerHours {
		return nil
	}
	return lifecycle.At(path.Root(closeAfter), "The help desk closes conversations too early",
		"The survey is sent %d hours after the last change of a resolved conversation, and the help desk closes the conversation after %d hours. A closed one cannot be updated, so a rating could not be written back. "+
			"The rule of Nicereply's article: the \"period for ticket closing is at least 48 hours longer than the period after which\" the survey is sent.\n\n"+
			"Let the help desk wait for at least %d hours (%s + %d) and set %s = %d, or shorten %s.",
		quiet, config.CloseAfterHours.ValueInt64(), quiet+answerHours, quietPeriod, answerHours, closeAfter, quiet+answerHours, quietPeriod)
}
