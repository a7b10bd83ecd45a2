package kustomer

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	for name, good := range map[string]bool{
		"cesScoreNum": true, "doNotSendSurveyBool": true, "aStr": true, "notesTxt": true, "sentAt": true, "accountUrl": true, "primaryOrderId": true, "x9Num": true,
		"score": false, "ScoreNum": false, "ces_scoreNum": false, "cesScorenum": false, "Num": false, "Bool": false, "": false, "9Num": false, "größeNum": false, "levelsTree": false,
	} {
		if err := CheckName(name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
	for name, want := range map[string]string{"totalOrdersNum": "Total Orders", "cesScoreNum": "Ces Score", "nps2ScoreNum": "Nps2 Score"} {
		if got := DisplayName(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for klass, good := range map[string]bool{"conversation": true, "kobject.order": true, "kobject.": false, "kobject.a/b": false, "order": false, "": false} {
		if err := CheckKlass(klass); (err == nil) != good {
			t.Errorf("%q: %v", klass, err)
		}
	}
}

func TestMissingRoles(t *testing.T) {
	fine := []string{
		"org.permission.user.read", "org.permission.customer.read", "org.permission.conversation.read", "org.permission.message.read", "org.permission.note.read",
		"org.permission.conversation.update", "org.permission.note.create", "org.permission.metadata.read", "org.permission.metadata.update",
	}
	for name, row := range map[string]struct {
		held, required []string
		missing        []string
	}{
		"the four":                    {ArticleRoles, ArticleRoles, nil},
		"coarser than the four":       {[]string{"org.user", "org.admin"}, ArticleRoles, nil},
		"one is missing":              {ArticleRoles[:3], ArticleRoles, []string{"org.user.write (or the finer org.permission.conversation.update, org.permission.note.create)"}},
		"the finer ones":              {fine, ArticleRoles, nil},
		"one finer is missing":        {fine[:8], ArticleRoles, []string{"org.admin.write (or the finer org.permission.metadata.update)"}},
		"older finer ones":            {[]string{"org.admin.read", "org.admin.write", "org.user.read", "org.user.conversation.write", "org.user.note.write"}, ArticleRoles, nil},
		"writing is not reading":      {[]string{"org.user.write"}, []string{"org.user.read"}, []string{"org.user.read"}},
		"a name that begins the same": {[]string{"org.use.write"}, []string{"org.user.write"}, []string{"org.user.write"}},
		"none":                        {nil, []string{"org.admin.security"}, []string{"org.admin.security"}},
	} {
		var got []string
		for _, each := range Missing(row.held, row.required, ConnectorOperations) {
			if name == "writing is not reading" || name == "a name that begins the same" {
				got = append(got, each.Role)
			} else {
				got = append(got, each.String())
			}
		}
		if !slices.Equal(got, row.missing) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
