package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// Somebody adds an attribute after the document was read and before it is written.
func TestAnAttributeThatIsAddedWhileAnotherIsWrittenIsNamed(t *testing.T) {
	t.Parallel()
	a := start(t)
	through := a.between(http.MethodPut, func() {
		a.kustomer(http.MethodPut, "/metadata/conversation", map[string]any{"properties": map[string]any{"theirsNum": map[string]any{}}})
	})
	w := a.shell(strings.Replace(a.kustomerProvider(), a.url, through, 1) + scoreConfig)
	warnings := w.warnings("apply", "-auto-approve")
	if len(warnings) != 1 || warnings[0].Summary != "Attributes were added at the same time" || !strings.Contains(warnings[0].Detail, "conversation/theirsNum") {
		t.Errorf("got %v", warnings)
	}
	if found := a.properties(); found["theirsNum"] == nil || found["cesScoreNum"] == nil {
		t.Errorf("one of them is lost: %v", found)
	}
	w.noChanges()
}

// Another workspace writes and verifies within the window, and the server replaces the
// document: the loss shows in its next plan, and nothing of the account is wrong then.
func TestAnAttributeThatAnotherWorkspaceReplacedIsInTheNextPlan(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.kustomerScreens(map[string]any{"metadata_update": "replace"})
	other := a.shell(a.kustomerProvider() + strings.ReplaceAll(scoreConfig, "cesScoreNum", "npsScoreNum"))
	through := a.between(http.MethodPut, func() { other.apply() })
	w := a.shell(strings.Replace(a.kustomerProvider(), a.url, through, 1) + scoreConfig)
	w.apply()
	w.noChanges()
	changes := other.changes()
	other.apply()
	if found := a.properties(); found["npsScoreNum"] == nil || found["cesScoreNum"] == nil {
		t.Errorf("one of them is lost: %v", found)
	}
	if len(changes) != 1 || changes[0] != "create "+scoreAddress {
		t.Errorf("the loss shows in the plan of the one who manages it, got %v", changes)
	}
}
