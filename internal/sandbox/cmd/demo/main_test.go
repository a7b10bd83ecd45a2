package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
)

// asProgram makes the test binary be the program, to interrupt a real process.
const asProgram = "DEMO_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(commandlinetest.Main(m))
}

const stack = "../../../../examples/stacks/stella-connect-zendesk"

// arguments are the flags for the story with the given configuration.
func arguments(t *testing.T, configuration string) []string {
	t.Helper()
	tools := commandlinetest.Tools(t)
	return []string{"-cli", tools.CLI, "-provider", filepath.Join(tools.Provider, commandline.ProviderName), "-stack", configuration}
}

func TestTheStoryHolds(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	if code := program().Run(t.Context(), arguments(t, stack), &stdout, &stderr); code != commandline.ExitOK {
		t.Fatalf("exit code %d: %s\n%s", code, stderr.String(), stdout.String())
	}
	page := stdout.String()
	for _, line := range []string{
		"  Edgar   e-mail                    survey to edgar@customer.example\n",
		"  Stina   store, a custom channel   survey to stina@customer.example\n",
		"  Theo    text message              no survey: this channel has none\n",
		"  Vito    e-mail, a VIP             no survey: excluded by the rule\n",
		"  Hugo    chat, box ticked by hand  no survey: the agent ticked \"do not send\"\n",
		"      ~ order_satisfied = false -> true\n    Plan: 0 to add, 1 to change, 0 to destroy.\n",
		"  Viktor  e-mail, a VIP             survey to viktor@customer.example\n",
		"  Viola   e-mail, a VIP             no survey: excluded by the rule\n",
		"    No changes. ",
	} {
		if !strings.Contains(page, line) {
			t.Errorf("the page lacks %q", line)
		}
	}
	for line := range strings.Lines(page) {
		if text := strings.TrimSuffix(line, "\n"); len(text) > 80 || strings.TrimRight(text, " ") != text {
			t.Errorf("%d columns, or blanks at the end: %q", len(text), text)
		}
	}
	if t.Failed() {
		t.Log(page)
	}
}

// A demo that cannot fail shows nothing. Each of these configurations does harm
// by itself, and the demo must say whose survey went astray.
func TestTheStoryFailsWhenASurveyGoesAstray(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]struct {
		from, to string // what is changed in the stack
		said     []string
	}{
		"an exclusion that is deactivated": {
			from: "  description = \"Managed by Terraform.\"\n\n  conditions",
			to:   "  active = false\n\n  conditions",
			said: []string{"Vito (e-mail, a VIP): expected no survey, but: survey to vito@customer.example"},
		},
		"a send that reports nothing to the backend": {
			from: "surveytrigger_zendesk_ticket_field.do_not_send.id,\n    var.payload_options,\n  )",
			to:   "1,\n    var.payload_options,\n  )\n  exclude_checkbox_field_ids = [surveytrigger_zendesk_ticket_field.do_not_send.id]",
			said: []string{"Vito (e-mail, a VIP): expected no survey, but: no survey: nobody asked for one"},
		},
		"a channel without a send": {
			from: "    phone = { channel = \"phone\" }\n",
			said: []string{"Paul (phone): expected one survey to paul@customer.example, but: no survey: nobody asked for one"},
		},
		"a second send for the same tickets": {
			from: "    phone = { channel = \"phone\" }\n",
			to:   "    phone = { channels = [\"email\", \"phone_call_inbound\"] }\n",
			said: []string{
				"Edgar (e-mail): expected one survey to edgar@customer.example, but: survey to edgar@customer.example and edgar@customer.example",
				"the surveys that left, by ticket and address, are ",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			code := program().Run(t.Context(), arguments(t, tampered(t, harm.from, harm.to)), &stdout, &stderr)
			if code != commandline.ExitError {
				t.Errorf("exit code %d, want %d", code, commandline.ExitError)
			}
			for _, said := range harm.said {
				if !strings.Contains(stderr.String(), said) {
					t.Errorf("it does not say %q", said)
				}
			}
			if !strings.Contains(stdout.String(), "<-- WRONG") {
				t.Error("no row is marked")
			}
			if t.Failed() {
				t.Log(stderr.String(), stdout.String())
			}
		})
	}
}

// tampered is a copy of the stack with one place changed.
func tampered(t *testing.T, from, to string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "stack")
	if err := copyConfiguration(folder, stack); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	places := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		places += strings.Count(string(content), from)
		if err := os.WriteFile(file, []byte(strings.Replace(string(content), from, to, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if places != 1 {
		t.Fatalf("%q is in the stack %d times: this test has to follow a change of the stack", from, places)
	}
	return folder
}

func TestAnInterruptLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	flags := arguments(t, stack)
	temp := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	program := exec.CommandContext(ctx, os.Args[0], flags...)
	program.Env = append(os.Environ(), asProgram+"=1", "TMPDIR="+temp)
	stdout, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	program.Stderr = &stderr
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 256)
	if _, err := stdout.Read(first); err != nil {
		t.Fatal(err, stderr.String())
	}
	if left, _ := os.ReadDir(temp); len(left) == 0 {
		t.Error("the demo does not work in the temporary folder of this test")
	}
	time.Sleep(300 * time.Millisecond) // somewhere in the first apply
	if err := program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = stdout.Read(first)
	}
	_ = program.Wait()
	if code := program.ProcessState.ExitCode(); code != commandline.ExitInterrupted {
		t.Errorf("exit code %d, want %d: %s", code, commandline.ExitInterrupted, stderr.String())
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestWrongFlagsAreExplained(t *testing.T) {
	binary := filepath.Join(t.TempDir(), commandline.ProviderName)
	if err := os.WriteFile(binary, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []struct {
		args []string
		want string
	}{
		{[]string{"-cli", "no-such-program"}, "-cli: "},
		{[]string{"-cli", "go"}, "-provider: want the path of a binary called terraform-provider-surveytrigger"},
		{[]string{"-cli", "go", "-provider", "/no/such/" + commandline.ProviderName}, "-provider: "},
		{[]string{"-cli", "go", "-provider", binary, "-stack", t.TempDir()}, "-stack: no configuration"},
		{[]string{"extra"}, "unexpected argument"},
		{[]string{"-verbose"}, "-verbose"},
	} {
		var stdout, stderr bytes.Buffer
		if code := program().Run(t.Context(), wrong.args, &stdout, &stderr); code != commandline.ExitUsage || !strings.Contains(stderr.String(), wrong.want) {
			t.Errorf("%v: exit code %d, said %q, want %d and %q", wrong.args, code, stderr.String(), commandline.ExitUsage, wrong.want)
		}
	}
}
