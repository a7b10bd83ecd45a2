package internal

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// avoided are words that have no place where users read, each with what to say instead.
var avoided = map[string]string{
	"all is well":     "no action is needed",
	"deeds?":          "admin action",
	"edited by hand":  "changed outside Terraform",
	"inert":           "inactive",
	"leftovers?":      "orphan",
	"looks away":      "is ignored",
	"made anew":       "recreated or replaced",
	"mishaps?":        "fault",
	"outliving":       "deadline or lease",
	"protects nobody": "has no effect",
	"reproach(es)?":   "rejected",
	"sent away":       "refused or rejected",
	"strangers?":      "orphan",
	"switch off":      "deactivate",
	"switched off":    "inactive or deactivated",
	"switches off":    "deactivates",
	"taken over":      "adopted or imported",
	"twins?":          "duplicate",
	"unclaimed":       "orphan",
}

func TestUsersReadTheWordsOfTheField(t *testing.T) {
	patterns := map[string]*regexp.Regexp{}
	for word := range avoided {
		patterns[word] = regexp.MustCompile(`(?i)\b` + strings.ReplaceAll(word, " ", `\s+`) + `\b`)
	}
	judge := func(where, text string) {
		for word, pattern := range patterns {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s says %q: say %s", where, found, avoided[word])
			}
		}
	}
	for _, root := range []string{"../templates", "../docs", "../examples", "../README.md", "."} {
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			isTest := strings.HasSuffix(name, "_test.go")
			if err != nil || entry.IsDir() || isTest || root == "." && filepath.Ext(name) != ".go" {
				return err
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if filepath.Ext(name) != ".go" {
				judge(name, string(text))
				return nil
			}
			for _, literal := range literals(name, text) {
				judge(name, literal)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// literals are the texts in a Go file, with the quotes.
func literals(name string, source []byte) (all []string) {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile(name, -1, len(source)), source, nil, 0)
	for {
		switch _, kind, literal := s.Scan(); kind {
		case token.EOF:
			return all
		case token.STRING:
			all = append(all, literal)
		}
	}
}
