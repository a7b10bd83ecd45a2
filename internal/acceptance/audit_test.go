package acceptance

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var updateAudit = flag.Bool("update", false, "write the plans into the guide on audits")

const (
	auditGuide = "../../templates/guides/audit.md.tmpl"
	inTemplate = `{{"{{"}}` // two braces in a page that is a template itself
)

var quotedPlan = regexp.MustCompile("(?s)```text\n(.*?)```")

// The guide shows for each kind of change what its plan says, word for word but for ids and
// addresses: -update writes it.
func TestTheGuideOnAuditsShowsWhatPlansSay(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	w := s.shell("")
	w.setenv("TF_VAR_key="+s.env["STELLA_CONNECT_PRODUCTION_KEY"], "TF_VAR_endpoint="+s.env["STELLA_CONNECT_ENDPOINT"])
	w.configure(s.provider() + audited)
	w.apply()
	sections := strings.Split(strings.ReplaceAll(readFile(t, auditGuide), inTemplate, "{{"), "\n### ")
	left := auditedChanges()
	for i, section := range sections[1:] {
		heading, _, _ := strings.Cut(section, "\n")
		change, known := left[heading]
		block := quotedPlan.FindStringSubmatchIndex(section)
		if delete(left, heading); !known || block == nil {
			t.Errorf("the guide has a change %q that no test makes, or no plan of it", heading)
			continue
		}
		is, shown := section[block[2]:block[3]], s.shows(w, change)
		if *updateAudit {
			sections[i+1] = section[:block[2]] + shown + section[block[3]:]
		} else if strings.Join(strings.Fields(is), " ") != strings.Join(strings.Fields(shown), " ") {
			t.Errorf("%s: the guide shows\n%s\nthe plan says\n%s", heading, is, shown)
		}
	}
	for heading := range maps.Keys(left) {
		t.Errorf("the guide has no change %q", heading)
	}
	if *updateAudit {
		page := strings.ReplaceAll(strings.Join(sections, "\n### "), "{{", inTemplate)
		if err := os.WriteFile(auditGuide, []byte(page), 0o644); err != nil { //nolint:gosec // a page that everybody may read
			t.Fatal(err)
		}
	}
}

// shows makes a change and gives what its plan says.
func (s *stage) shows(w *workspace, change auditedChange) string {
	s.t.Helper()
	account := s.account
	switch {
	case change.elsewhere != nil:
		w = change.elsewhere(s.t)
		account = w.account
	case change.outside != nil:
		back := change.outside(s)
		defer func() {
			if back != nil {
				back()
			}
			w.apply()
		}()
	default:
		w.configure(s.provider() + strings.NewReplacer(change.edits...).Replace(audited))
		defer w.configure(s.provider() + audited)
	}
	said := w.tell(append([]string{"plan", "-input=false", "-out=test.plan"}, change.args...)...)
	return account.quotable(excerpt(w.run("show", "-no-color", "test.plan")) + diagnostics(said))
}

var (
	resourceHeader = regexp.MustCompile(`^  # \S+ (will be|must be|has moved)`)
	hidden         = regexp.MustCompile(`^\s+# \(.*\)$`)
	unchangedName  = regexp.MustCompile(`^\s+(id|name|title)\s+= `)
)

// excerpt are the lines of a plan that say what changes: of what is created or deleted, its
// address alone.
func excerpt(plan string) string {
	var kept strings.Builder
	inPlace, quoted := false, false
	for line := range strings.Lines(plan) {
		text := strings.TrimRight(line, "\n")
		symbol := strings.TrimSpace(text) != "" && strings.ContainsAny(strings.TrimSpace(text)[:1], "+-~")
		switch {
		case resourceHeader.MatchString(text):
			inPlace = strings.Contains(text, "updated in-place") || strings.Contains(text, "replaced")
			if kept.Len() > 0 {
				kept.WriteString("\n")
			}
			kept.WriteString(line)
		case !inPlace || strings.TrimSpace(text) == "" || hidden.MatchString(text) || unchangedName.MatchString(text):
		case strings.HasPrefix(text, "    }"), strings.Contains(text, ` resource "`), strings.HasPrefix(text, "Plan:"):
			inPlace = inPlace && !strings.HasPrefix(text, "    }") && !strings.HasPrefix(text, "Plan:")
		case strings.HasSuffix(text, "<<-EOT"):
			quoted = true
			kept.WriteString(line)
		case strings.HasSuffix(text, "EOT"):
			quoted = false
			kept.WriteString(line)
		case quoted && !symbol, strings.HasSuffix(text, "(write-only attribute)"): // OpenTofu's line for a secret
		default:
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// diagnostics are the diagnostics of a plan, in an order that does not depend on ids.
func diagnostics(said []told) string {
	var all []string
	for _, each := range said {
		paragraphs := []string{strings.ToUpper(each.Severity[:1]) + each.Severity[1:] + ": " + each.Summary, ""}
		for line := range strings.SplitSeq(each.Detail, "\n") {
			paragraphs = append(paragraphs, wrapped(line, 100))
		}
		all = append(all, "\n"+strings.TrimRight(strings.Join(paragraphs, "\n"), "\n ")+"\n")
	}
	slices.SortFunc(all, func(a, b string) int {
		return strings.Compare(someID.ReplaceAllString(a, ""), someID.ReplaceAllString(b, ""))
	})
	return strings.Join(all, "")
}

// wrapped breaks a line between words.
func wrapped(line string, width int) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	var text strings.Builder
	length := 0
	for _, word := range strings.Fields(line) {
		if length > 0 && length+1+len(word) > width {
			text.WriteString("\n")
			length = 0
		}
		if length > 0 {
			text.WriteString(" ")
			length++
		} else {
			text.WriteString(indent)
			length = len(indent)
		}
		text.WriteString(word)
		length += len(word)
	}
	return text.String()
}

var someTime = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:]+Z`)

var someID = regexp.MustCompile(`\b(\d{5,}|01[0-9A-Z]{24}|[0-9a-f]{24})\b`)

// quotable replaces the ids and addresses of an account by those of the guide.
func (a *account) quotable(text string) string {
	for _, each := range [][2]string{
		{a.env["STELLA_CONNECT_ENDPOINT"], "https://api.stellaconnect.net"},
		{a.env["KUSTOMER_ENDPOINT"], "https://acme.kustomerapp.com"},
		{strings.TrimPrefix(a.url, "http://"), "api.nicereply.com"},
		{"sandbox-acme", "acme"},
	} {
		text = strings.ReplaceAll(text, each[0], each[1])
	}
	text = strings.TrimLeft(someTime.ReplaceAllString(text, "2026-01-31T09:30:00Z"), "\n")
	known := map[string]string{}
	return someID.ReplaceAllStringFunc(text, func(id string) string {
		if known[id] == "" {
			known[id] = fmt.Sprintf("3600998711%02d", 22+11*len(known))
			if strings.HasPrefix(id, "01") {
				known[id] = "01HZX3K5M7N9P1Q3R5S7T9V1W3"
			}
		}
		return known[id]
	})
}
