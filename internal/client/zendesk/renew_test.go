package zendesk_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/zendesk"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/evaluation"
)

// unsorted is a desk whose lists of triggers cannot be sorted by time.
type unsorted struct {
	*desk
	refuses bool
}

func (u unsorted) RoundTrip(r *http.Request) (*http.Response, error) {
	query := r.URL.Query()
	if query.Has("sort_by") {
		if u.refuses {
			return &http.Response{
				StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
				Body: io.NopCloser(strings.NewReader(`{"error":"InvalidAttribute","description":"sort_by is not valid"}`)),
			}, nil
		}
		query.Del("sort_by")
		query.Del("sort_order")
		r = r.Clone(r.Context())
		r.URL.RawQuery = query.Encode()
	}
	return u.desk.RoundTrip(r)
}

// A server that does not sort as it is asked to shows on one page what is first,
// not what is new. The whole account is looked at then.
func TestTheLookDoesNotTrustThatAServerSorts(t *testing.T) {
	for name, refuses := range map[string]bool{"it ignores it": false, "it refuses it": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := large(t)
			d.countsInactive()
			d.world.Clock.Advance(time.Minute)
			exclusion, foreign := d.exclusion("exclusion", "no_survey"), d.exclusion("foreign", "other")
			c, err := zendesk.New(zendesk.Config{
				Endpoint: d.env["ZENDESK_ENDPOINT"], Credential: zendesk.AccessToken(d.env["ZENDESK_ACCESS_TOKEN"]), Base: unsorted{d, refuses},
			})
			noError(t, err)
			send := made(t, c, "send")
			d.drag(exclusion, 999)
			equal(t, "order", d.order(exclusion, send), "(send) exclusion")
			noError(t, c.Evaluation().Settle(ctx(), evaluation.Placement{ID: send, Active: true, After: []string{exclusion}}))
			equal(t, "order", d.order(exclusion, send), "exclusion send")
			equal(t, "orders", d.count(jobs), 1) // it was never on before the exclusion

			copied := made(t, c, "duplicate")
			d.admin("DELETE", "/triggers/"+foreign, nil)
			other := d.send("duplicate", "no_survey", true)
			var duplicate *zendesk.DuplicateError
			err = c.Evaluation().Settle(ctx(), evaluation.Placement{ID: copied, Active: true, After: []string{exclusion}, Check: zendesk.Sole(copied, false)})
			if !errors.As(err, &duplicate) || duplicate.Existing[0].ID != other {
				t.Errorf("got %v", err)
			}
		})
	}
}
