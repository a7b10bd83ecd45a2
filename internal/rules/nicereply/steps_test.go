package nicereply_test

import (
	"slices"
	"strings"
	"testing"

	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/nicereply"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/survey"
)

var place = rules.Place{Survey: "After support", Metric: "CES", HelpDesk: "kustomer"}

var distribution = survey.Distribution{
	SurveyID: "s1", ConnectorID: "c1", Channel: "email", Status: "resolved", QuietPeriodHours: 48, Active: true, Note: true, CustomField: "cesScoreNum",
}

// The words and their order are those of the article.
func TestTheArticleIsFollowedFromItsFirstClickToItsLast(t *testing.T) {
	connector := survey.Connector{HelpDesk: "kustomer", URL: "https://acme.kustomerapp.com", Agents: []string{"jane@acme.example", "ana@acme.example"}}
	compare(t, "connector", rules.ConnectorSteps(connector, nil, nil),
		"Choose the metric of your survey in the left menu of your Nicereply account and open the survey. If it does not exist yet, begin it, once for these clicks and those of the survey: click on the metric's START button (START CES, for example) or, if there is none, on NEW SURVEY in the top left corner of the screen.",
		"From the distribution options choose TRIGGER. The app directory opens.",
		"Click on the Kustomer icon.",
		`In Kustomer, go to Settings > Security > API keys > New API key. Add the roles org.admin.read, org.admin.write, org.user.read, org.user.write, and set the expiration date to "No Expiration".`,
		"Back in Nicereply, enter your Kustomer URL, acme.kustomerapp.com, and the API key, and click on Connect.",
		"Activate your agents in the next step: add from Kustomer ana@acme.example, jane@acme.example, and click on CONTINUE. New users get an automated e-mail with login instructions from Nicereply.",
	)
	compare(t, "survey", rules.SurveySteps(survey.Survey{Name: "After support", Metric: "CES", Question: "How easy was it?"}, nil, nil),
		"Choose the CES metric in the left menu of your Nicereply account. If you have begun this survey already to connect your help desk, open it; otherwise click on START CES or, if there is no such button, on NEW SURVEY in the top left corner of the screen.",
		`Name the survey "After support".`,
		`Set its question to "How easy was it?".`,
	)
	compare(t, "distribution", rules.DistributionSteps(distribution, nil, place, nil),
		`Choose the CES metric in the left menu of your Nicereply account and open the survey "After support".`,
		"From the distribution options choose TRIGGER. The app directory opens.",
		"Click on the Kustomer icon.",
		`Continue until Nicereply says that the CES trigger is waiting for activation, and go to "Trigger settings".`,
		"Send it for tickets created via the Email channel.",
		"Send it for tickets with status Resolved.",
		"Send it after 48 hours without ticket update.",
		"Push the ratings to Kustomer as a note.",
		`Push the ratings to the custom field "cesScoreNum" of Kustomer.`,
		"Click on SAVE SETTINGS.",
		`Hit the "activation" button: the CES trigger is active then and starts to send.`,
	)
	inactive := distribution
	inactive.Active = false
	if steps := rules.DistributionSteps(inactive, nil, place, nil); !strings.HasPrefix(steps[len(steps)-1], "Do not hit") {
		t.Errorf("an inactive one: %q", steps)
	}
}

func TestTheArticleAboutDeskIsFollowed(t *testing.T) {
	connector := survey.Connector{HelpDesk: "desk", URL: "https://acme.desk.com", Agents: []string{"jane@acme.example"}}
	compare(t, "connector", rules.ConnectorSteps(connector, nil, nil)[2:],
		"Click on the Desk.com icon.",
		`In Desk.com, go to Admin > Settings > API > Add API Application. Its page shows the key and the secret; "Your Access Token" on it shows the token and the token secret.`,
		"Back in Nicereply, enter your Desk.com URL, acme.desk.com, and key, secret, token and token secret, and click on CONNECT AND CONTINUE.",
		"Activate your agents in the next step: add from Desk.com jane@acme.example, and click on CONTINUE. New users get an automated e-mail with login instructions from Nicereply.",
	)
	compare(t, "the end of it", rules.ConnectorEnding(connector),
		"In the app directory of your Nicereply account, disconnect Desk.com (acme.desk.com). Triggers that use it send nothing more.",
		"In Desk.com, go to Admin > Settings > API and delete the API application that was made for Nicereply.",
	)
}

func TestOnlyTheClicksThatTheDifferenceNeedsAreNamed(t *testing.T) {
	const open = `Choose the CES metric in the left menu of your Nicereply account and open the survey "After support".`
	change := func(edit func(*survey.Distribution)) *survey.Distribution {
		shown := distribution
		edit(&shown)
		return &shown
	}
	for name, row := range map[string]struct {
		steps []string
		want  []string
	}{
		"nothing":        {rules.DistributionSteps(distribution, &distribution, place, nil), nil},
		"not active":     {rules.DistributionSteps(distribution, change(func(d *survey.Distribution) { d.Active = false }), place, nil), []string{open, `Hit the "activation" button: the CES trigger is active then and starts to send.`}},
		"too early":      {rules.DistributionSteps(distribution, change(func(d *survey.Distribution) { d.QuietPeriodHours = 24 }), place, nil), []string{open, `Go to "Trigger settings".`, "Send it after 48 hours without ticket update.", "Click on SAVE SETTINGS."}},
		"what is hidden": {rules.DistributionSteps(distribution, change(func(d *survey.Distribution) { d.Note, d.CustomField, d.Active = false, "", false }), place, []string{"active", "write_back.custom_field", "write_back.note"}), nil},
		"another app":    {rules.DistributionSteps(distribution, change(func(d *survey.Distribution) { d.ConnectorID = "c2" }), place, nil), []string{open, "From the distribution options choose TRIGGER. The app directory opens.", "Click on the Kustomer icon."}},
		"an agent": {
			rules.ConnectorSteps(survey.Connector{HelpDesk: "kustomer", URL: "https://acme.kustomerapp.com", Agents: []string{"jane@acme.example", "joe@acme.example"}},
				&survey.Connector{HelpDesk: "kustomer", URL: "acme.kustomerapp.com", Agents: []string{"Joe@acme.example", "more@acme.example"}}, nil)[3:],
			[]string{"Activate your agents in the next step: add from Kustomer jane@acme.example, and click on CONTINUE. New users get an automated e-mail with login instructions from Nicereply."},
		},
		"no agent is missing": {rules.ConnectorSteps(survey.Connector{URL: "https://acme.kustomerapp.com/"}, &survey.Connector{URL: "Acme.kustomerapp.com", Agents: []string{"more@acme.example"}}, nil), nil},
		"a question": {
			rules.SurveySteps(survey.Survey{Name: "After support", Metric: "CES", Question: "Easy?"}, &survey.Survey{Name: "After support", Metric: "CES", Question: "Hard?"}, nil),
			[]string{open, `Set its question to "Easy?".`},
		},
		"Nicereply's own question": {rules.SurveySteps(survey.Survey{Name: "After support", Metric: "CES"}, &survey.Survey{Name: "After support", Metric: "CES", Question: "Hard?"}, nil), nil},
		"a new agent":              {rules.AgentSteps(survey.Agent{Email: "jane@acme.example", Active: true}, nil, nil), nil},
		"a renamed agent": {
			rules.AgentSteps(survey.Agent{Email: "jane@acme.example", FullName: "Jane Roe", Active: true}, &survey.Agent{Email: "Jane@acme.example", FullName: "Jane Doe"}, nil),
			[]string{"Open the agent Jane@acme.example in your Nicereply account.", `Change the name to "Jane Roe".`, "Activate the agent."},
		},
	} {
		compare(t, name, row.steps, row.want...)
	}
}

func TestWhatIsForgottenIsSwitchedOffByHand(t *testing.T) {
	compare(t, "distribution", rules.DistributionEnding(place),
		`Choose the CES metric in the left menu of your Nicereply account and open the survey "After support".`,
		"Deactivate the CES trigger: Nicereply sends the survey until then.",
	)
	compare(t, "one of a survey that was not read", rules.DistributionEnding(rules.Place{SurveyID: "s1"}),
		"In your Nicereply account, open the survey with the id s1.",
		"Deactivate the trigger: Nicereply sends the survey until then.",
	)
	compare(t, "connector", rules.ConnectorEnding(survey.Connector{HelpDesk: "kustomer", URL: "https://acme.kustomerapp.com"}),
		"In the app directory of your Nicereply account, disconnect Kustomer (acme.kustomerapp.com). Triggers that use it send nothing more.",
		"In Kustomer, go to Settings > Security > API keys and delete the API key that was made for Nicereply.",
	)
}

func compare(t *testing.T, name string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
