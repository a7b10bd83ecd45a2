package twolisten

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// set changes settings as the control does.
func (c *company) set(settings string) error {
	return c.system.ChangeSettings(func(into any) error { return json.Unmarshal([]byte(settings), into) })
}

func TestSettingsDecideTheAnswerAndTheMetric(t *testing.T) {
	c := newCompany(t)
	if err := c.set(`{"without_address": "refused"}`); err != nil {
		t.Fatal(err)
	}
	if status, text := c.send("POST", "/survey-1", User, Token, `{"nome": "Ana"}`, ""); status != 400 || text != reasonNobody {
		t.Errorf("answered %d %q", status, text)
	}
	for settings, wrong := range map[string]string{
		`{"metric": "CSAT", "without_address": "ignored"}`: `unknown value "ignored"`,
		`{"metric": "stars"}`:                              `unknown value "stars"`,
	} {
		if err := c.set(settings); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v", settings, err)
		}
	}
	if err := c.set(`{"metric": "CES"}`); err != nil {
		t.Fatal(err)
	}
	if status, _ := c.send("POST", "/survey-1", User, Token, `{"email": "ana@example.org"}`, ""); status != 200 {
		t.Errorf("answered %d", status)
	}
	made := c.world.Surveys.All()
	if len(made) != 2 || made[0].Outcome != engine.NotSent || made[0].Metric != engine.NPS || made[1].Outcome != engine.Sent || made[1].Metric != engine.CES {
		t.Errorf("decisions %+v", made)
	}
	c.system.Reset()
	if got := c.system.Settings(); got != (Settings{WithoutAddress: Accepted, Metric: engine.NPS}) {
		t.Errorf("after a reset: %+v", got)
	}
}
