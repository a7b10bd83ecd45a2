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

// avoided are words that have no place where users read, each with what to say instead. They are
// expressions that do not match themselves: whoever searches for a word finds where it is used.
var avoided = map[string]string{
	`all\s+is\s+well`:    "no action is needed",
	`dee[d]s?`:           "admin action",
	`edited\s+by\s+hand`: "changed outside Terraform",
	`iner[t]`:            "inactive",
	`leftove[r]s?`:       "orphan",
	`looks\s+away`:       "is ignored",
	`made\s+anew`:        "recreated or replaced",
	`misha[p]s?`:         "fault",
	`outlivin[g]`:        "deadline or lease",
	`protects?\s+nobody`: "has no effect",
	`reproac[h](es)?`:    "rejected",
	`sent\s+away`:        "refused or rejected",
	`strange[r]s?`:       "orphan",
	`switch\s+off`:       "deactivate",
	`switched\s+off`:     "inactive or deactivated",
	`switches\s+off`:     "deactivates",
	`taken\s+over`:       "adopted or imported",
	`twi[n]s?`:           "duplicate",
	`unclaime[d]`:        "orphan",
}

func TestUsersReadTheWordsOfTheField(t *testing.T) {
	patterns := map[string]*regexp.Regexp{}
	for word := range avoided {
		patterns[word] = regexp.MustCompile(`(?i)\b` + word + `\b`)
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
