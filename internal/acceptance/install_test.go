package acceptance

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Somebody installs from source and does what the output says, in an empty folder
// of a machine without a network.
func TestWhatMakeInstallPrintsWorks(t *testing.T) {
	t.Parallel()
	_, cli := buildProvider(t)
	home := t.TempDir()
	printed := makeInstall(t, home)
	block := regexp.MustCompile(`(?s)terraform \{.*?\n\}\n`).FindString(printed)
	if block == "" {
		t.Fatalf("make install prints no configuration: %s", printed)
	}
	a := start(t)
	w := a.workspace("", cli, nil)
	w.env = slices.DeleteFunc(w.env, func(v string) bool { return strings.HasPrefix(v, "TF_") || strings.HasPrefix(v, "XDG_") })
	w.setenv("HOME="+home, "HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9")
	w.write("main.tf", block+fields.block("opt_out", attributes{"title": `"Opt out"`}))
	w.run("init", "-input=false", "-no-color")
	if changes := w.changes(); !slices.Equal(changes, []string{"create " + fields.address("opt_out")}) {
		t.Errorf("the installed provider plans one field, got %v", changes)
	}
}

// makeInstall installs into a home folder, with the caches of the real one.
func makeInstall(t *testing.T, home string) (printed string) {
	t.Helper()
	program, err := exec.LookPath("make")
	if err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), program, "install")
	install.Dir = filepath.Join("..", "..")
	// The make that runs this test passes its own variables on in MAKEFLAGS.
	install.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "MAKE") || strings.HasPrefix(v, "VERSION=") })
	install.Env = append(install.Env, "HOME="+home, "GOFLAGS=-buildvcs=false")
	for _, name := range []string{"GOCACHE", "GOENV", "GOMODCACHE", "GOPATH"} {
		value, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		install.Env = append(install.Env, name+"="+strings.TrimSpace(string(value)))
	}
	output, err := install.CombinedOutput()
	if err != nil {
		t.Fatalf("make install: %v: %s", err, output)
	}
	return string(output)
}
