package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary be the program: signals and exit codes belong
// to a process.
const asProgram = "SANDBOX_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestTheProgramServesUntilInterrupted(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			envFile := filepath.Join(t.TempDir(), "sandbox.env")
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
			defer cancel()
			program := exec.CommandContext(ctx, os.Args[0], "-listen", "127.0.0.1:0", "-env-file", envFile)
			program.Env = append(os.Environ(), asProgram+"=1")
			stdout, err := program.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(stdout)
			if !lines.Scan() {
				t.Fatalf("no ready line: %v", program.Wait())
			}
			var ready struct{ URL string }
			if err := json.Unmarshal(lines.Bytes(), &ready); err != nil {
				t.Fatalf("ready line %q: %v", lines.Text(), err)
			}
			checkEnvFile(t, envFile, "export STELLA_CONNECT_ENDPOINT="+ready.URL+"/stellaconnect\n")
			resp, err := http.Get(ready.URL + "/_sandbox/surveys")
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Fatalf("the ready sandbox answers %v, %v", resp, err)
			}
			_ = resp.Body.Close()
			if err := program.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if lines.Scan() {
				t.Errorf("a second line on standard output: %q", lines.Text())
			}
			if err := program.Wait(); err != nil {
				t.Errorf("after %s: %v, want exit code 0", signal, err)
			}
		})
	}
}

func checkEnvFile(t *testing.T, path, line string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("ready without an env file: %v", err)
	}
	if !strings.Contains(string(content), line) {
		t.Errorf("env file lacks %q:\n%s", line, content)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("env file mode %v, %v, want 0600", info.Mode(), err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, want the env file alone", entries)
	}
	for line := range strings.Lines(string(content)) {
		if !strings.HasPrefix(line, "export ") {
			t.Errorf("line %q is no export", line)
		}
	}
}

func TestWrongFlagsAreExplained(t *testing.T) {
	for args, want := range map[string]string{
		"-engine twice":       "-engine: unknown engine",
		"-latency soon":       "-latency",
		"-latency -1s":        "-latency: -1s is negative",
		"-zendesk-rate -4":    "-zendesk-rate: -4 is negative",
		"-zendesk-rate often": "-zendesk-rate",
		"-port 80":            "-port",
		"extra":               `unexpected argument "extra"`,
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), strings.Fields(args), &stdout, &stderr); code != 2 {
			t.Errorf("%s: exit code %d, want 2", args, code)
		}
		if got := stderr.String(); !strings.Contains(got, want) || strings.Count(got, "\n") != 1 || stdout.Len() > 0 {
			t.Errorf("%s: said %q and printed %q, want one line with %q", args, got, stdout.String(), want)
		}
	}
}

func TestWhatCannotBeServedIsAnError(t *testing.T) {
	for args, want := range map[string]string{
		"-listen 127.0.0.1:99999":                         "99999",
		"-listen 127.0.0.1:0 -env-file /no/such/dir/file": "env file",
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), strings.Fields(args), &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(), want) {
			t.Errorf("%s: exit code %d, said %q, want 1 and %q", args, code, stderr.String(), want)
		}
		if stdout.Len() > 0 {
			t.Errorf("%s: said it was ready: %s", args, stdout.String())
		}
	}
}

func TestHelpIsNoError(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-h"}, &stdout, &stderr); code != 0 || !strings.Contains(stderr.String(), "-zendesk-rate") {
		t.Errorf("exit code %d, said %q, want 0 and the flags", code, stderr.String())
	}
}

// The quoting is for a shell, so a shell judges it.
func TestShellReadsBackWhatWasQuoted(t *testing.T) {
	for _, value := range []string{"plain", "http://127.0.0.1:8089/zendesk", "", "a b", "it's", `$HOME "x" \`, "a;b&c|d", "*", "line\nbreak"} {
		out, err := exec.Command("sh", "-c", "VALUE="+shellQuote(value)+`; printf %s "$VALUE"`).Output()
		if err != nil || string(out) != value {
			t.Errorf("%q came back as %q (%v)", value, out, err)
		}
	}
}

func TestAnEnvFileReplacesTheOldOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(path, []byte("export OLD=1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writeEnvFile(path, nil); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil || len(content) != 0 {
		t.Errorf("content %q, %v, want none", content, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
}
