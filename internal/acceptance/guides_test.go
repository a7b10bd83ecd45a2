package acceptance

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What is believed about a vendor and not documented is told to the users.
func TestEveryGuessIsInTheGuide(t *testing.T) {
	guide := readFile(t, "../../templates/guides/vendor-assumptions.md.tmpl")
	for _, path := range guessFiles(t) {
		for _, name := range declared(t, path) {
			if !strings.Contains(guide, "`"+name+"`") {
				t.Errorf("the guide does not tell of the guess %s in %s", name, path)
			}
		}
	}
}

var (
	placeInGuide = regexp.MustCompile("`((?:internal|examples)/[^`*<]+)`")
	nameInGuide  = regexp.MustCompile("`(\\w+)` in `(internal/[^`]+)`")
)

// Where the guide says that a guess lives, there it is.
func TestThePlacesOfGuessesExist(t *testing.T) {
	guide := readFile(t, "../../templates/guides/vendor-assumptions.md.tmpl")
	for _, place := range placeInGuide.FindAllStringSubmatch(guide, -1) {
		if _, err := os.Stat("../../" + place[1]); err != nil {
			t.Error(err)
		}
	}
	for _, guess := range nameInGuide.FindAllStringSubmatch(guide, -1) {
		files, err := filepath.Glob("../../" + guess[2] + "/*.go")
		if filepath.Ext(guess[2]) == ".go" {
			files = []string{"../../" + guess[2]}
		}
		if err != nil || !slices.ContainsFunc(files, func(file string) bool {
			return regexp.MustCompile(`\b` + guess[1] + `\b`).MatchString(readFile(t, file))
		}) {
			t.Errorf("%s has no %s: %v", guess[2], guess[1], err)
		}
	}
}

func guessFiles(t *testing.T) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir("..", func(path string, _ os.DirEntry, err error) error {
		if filepath.Base(path) == "guesses.go" {
			found = append(found, path)
		}
		return err
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("no guesses: %v", err)
	}
	return found
}

// declared are the names of a file's constants, variables and functions.
func declared(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			names = append(names, d.Name.Name)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if values, ok := spec.(*ast.ValueSpec); ok {
					for _, name := range values.Names {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}

var configurationBlock = regexp.MustCompile("(?s)```terraform\n(terraform \\{.*?)```")

// What the README offers for pasting is pasted.
func TestTheConfigurationInTheREADME(t *testing.T) {
	t.Parallel()
	block := configurationBlock.FindStringSubmatch(readFile(t, "../../README.md"))
	if block == nil {
		t.Fatal("the README has no configuration")
	}
	providerFolder, cli := buildProvider(t)
	a := start(t)
	w := a.workspace(providerFolder, cli, map[string]string{"stella_connect_key": a.env["STELLA_CONNECT_PRODUCTION_KEY"]})
	w.write("main.tf", block[1])
	if said := w.tell("plan", "-input=false"); len(said) > 0 {
		t.Errorf("its first plan warns of nothing, got %v", said)
	}
	w.apply()
	if changes := w.changes(); len(changes) > 0 {
		t.Errorf("after apply there is still something to do: %v", changes)
	}
	a.reachStellaConnect()
	a.asksAfterADay("Zendesk's own survey is deactivated", 0)
	if surveys := a.surveysOf(a.solve(ticket{via: 4})); len(surveys) != 1 || surveys[0].Outcome != "sent" {
		t.Errorf("the customer gets one survey, got %+v", surveys)
	}
	if surveys := a.surveysOf(a.solve(ticket{via: 4, tags: []string{"vip"}})); len(surveys) != 1 || surveys[0].Outcome != "not_sent" {
		t.Errorf("the VIP gets none, got %+v", surveys)
	}
	w.destroy()
	a.asksAfterADay("Zendesk's own survey is as it was", 1)
}
