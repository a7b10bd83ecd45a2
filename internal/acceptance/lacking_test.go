package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// answered answers with a status and a text.
func answered(status int, contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

var (
	notFoundPage = answered(http.StatusNotFound, "text/html", `<!doctype html><html><head><title>Not Found</title></head><body></body></html>`)
	notFoundJSON = answered(http.StatusNotFound, "application/json", `{"detail":"Not Found"}`)
	notAllowed   = answered(http.StatusMethodNotAllowed, "application/json", `{"detail":"Method Not Allowed"}`)
)

// A server that speaks Zendesk's API may have no trigger categories, and may not place
// many triggers at once. What it has not, it answers in its framework's words.
func TestAServerThatLacksPathsIsPutInOrder(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		lacks      map[string]http.HandlerFunc
		categories bool
		oneByOne   bool // what moves two triggers cannot be written
	}{
		"no categories, a page": {map[string]http.HandlerFunc{"GET /trigger_categories": notFoundPage, "POST /trigger_categories": notFoundPage}, false, false},
		"no batches": {map[string]http.HandlerFunc{
			"GET /trigger_categories": notFoundJSON, "POST /trigger_categories": notAllowed, "PUT /triggers/update_many": notFoundJSON,
		}, false, true},
		"no jobs":                {map[string]http.HandlerFunc{"POST /trigger_categories/jobs": notFoundJSON}, true, false},
		"categories, no batches": {map[string]http.HandlerFunc{"POST /trigger_categories/jobs": notFoundPage, "PUT /triggers/update_many": notAllowed}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.settings(map[string]any{"categories_enabled": row.categories})
			s.env["ZENDESK_ENDPOINT"] = s.lacking(row.lacks).url
			w := s.shell(s.config("%s", anExclusion("vip")+s.send("email", []string{"vip"})))
			w.apply()
			w.noChanges()
			s.evaluates("vip", "email")
			s.protects()
			s.drag("email", 1)
			w.planned(broken(sender("email")), broken(excl("vip")))
			if row.oneByOne {
				for _, each := range w.errors("apply", "-auto-approve", "-input=false") {
					if !strings.Contains(each.Detail, "several triggers at once") || strings.Contains(each.Detail, "does not exist") {
						t.Errorf("the error does not say what is lacking: %v", each)
					}
				}
				s.drag("vip", 1)
				w.noChanges()
			} else {
				w.apply()
			}
			s.evaluates("vip", "email")
			s.protects()
		})
	}
}
