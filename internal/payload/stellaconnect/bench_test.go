package stellaconnect_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/stellaconnect"
	payload "github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/zendesk"
)

// What a plan asks of a payload of which it has not heard yet.
func BenchmarkPlan(b *testing.B) {
	n := 0
	for b.Loop() {
		n++
		template, err := stellaconnect.Body{Channel: fmt.Sprint("chat ", n, " ", time.Now().UnixNano()), DoNotSendFieldID: "12", Brand: true}.Template()
		if err != nil {
			b.Fatal(err)
		}
		payload.Check(template, "12")
		payload.FieldsReported(template)
		payload.Constant(template, "channel")
		payload.UnknownPlaceholders(template)
		liquid.UnverifiedFilters(template)
	}
}
