package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline/commandlinetest"
)

// The command line starts the test binary as the provider, which is how memory
// is measured.
func TestMain(m *testing.M) {
	if measured, code := serveMeasured(); measured {
		os.Exit(code)
	}
	os.Exit(commandlinetest.Main(m))
}

func TestASmallRun(t *testing.T) {
	t.Parallel()
	tools := commandlinetest.Tools(t)
	provider := filepath.Join(tools.Provider, commandline.ProviderName)
	var stdout, stderr bytes.Buffer
	args := []string{"-cli", tools.CLI, "-provider", provider, "-idle", idle(t), "-sends", "3", "-latencies", "0s", "-foreign", "2", "-rate", "700", "-repeats", "1"}
	if code := program().Run(t.Context(), args, &stdout, &stderr); code != commandline.ExitOK {
		t.Fatalf("exit code %d: %s\n%s", code, stderr.String(), stdout.String())
	}
	for _, line := range []string{
		"3 send triggers after one exclusion\n",
		"3 send triggers after one exclusion, among 2 triggers of other people\n",
		"  held         changing a send among triggers of other people takes at most 10 requests more than a plan: ",
		"  not measured a plan of 1000 sends takes at most 17 requests: -\n",
		"  held         no 429 becomes an error: 0 were answered 429, 0 errors\n",
	} {
		if !strings.Contains(stdout.String(), line) {
			t.Errorf("the page lacks %q:\n%s", line, stdout.String())
		}
	}
	if runtime.GOOS == "linux" && strings.Count(stdout.String(), " CPU s") != 3+2*3+2*4+2*4 {
		t.Errorf("the CPU time of the command line expected for three commands with built-in resources, and that of the provider besides for three that do nothing, four with sends, and four among other triggers:\n%s", stdout.String())
	}
}

// idle builds the provider that does nothing.
func idle(t *testing.T) (binary string) {
	t.Helper()
	binary = filepath.Join(t.TempDir(), commandline.ProviderName)
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "github.com/surveytrigger/terraform-provider-surveytrigger/internal/cmd/idle").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return binary
}

// A bench that cannot fail shows nothing.
func TestABoundThatIsNotHeld(t *testing.T) {
	good := func() *bench {
		return &bench{
			settings: settings{rate: 400},
			courses: []course{{
				sends: boundSends, latency: boundLatency,
				apply: figures{requests: 1220, took: 30 * time.Second, usage: usage{memory: 100 << 20}}, plan: figures{requests: 17, took: 3 * time.Second},
				unrefreshed: figures{took: 2 * time.Second}, change: figures{requests: boundChangeRequests},
			}},
			builtIns: map[int]course{boundSends: {
				apply: figures{took: 10 * time.Second}, plan: figures{took: time.Second}, unrefreshed: figures{took: time.Second},
			}},
			idles:   map[int]course{boundSends: {unrefreshed: figures{took: 1900 * time.Millisecond}}},
			crowded: &course{plan: figures{requests: 65}, change: figures{requests: 75}},
			empty:   figures{usage: usage{memory: 20 << 20}}, one: figures{usage: usage{memory: 29 << 20}},
			limited: &course{apply: figures{requests: 1220, took: 185 * time.Second}},
		}
	}
	for name, row := range map[string]struct {
		spoil func(*bench)
		says  string
		fails bool
	}{
		"all":     {func(*bench) {}, "", false},
		"plan":    {func(b *bench) { b.courses[0].plan.requests++ }, "NOT held     a plan of 1000 sends takes at most 17 requests: 18", true},
		"apply":   {func(b *bench) { b.courses[0].apply.requests = 1300 }, "1300 = 1.2 x 1000 +100", true},
		"change":  {func(b *bench) { b.courses[0].change.requests++ }, "NOT held     changing one of 1000 sends", true},
		"memory":  {func(b *bench) { b.courses[0].change.memory = 200 << 20 }, "NOT held     1000 sends take less than 150 MB of the provider's memory: 200 MB", true},
		"single":  {func(b *bench) { b.one.memory *= 2 }, "NOT held     a plan of one send takes less than 1.5 times", true},
		"errors":  {func(b *bench) { b.limited.failed = os.ErrDeadlineExceeded }, "NOT held     no 429 becomes an error", true},
		"ratio":   {func(b *bench) { b.courses[0].plan.took += time.Second / 2 }, "NOT held     at 100ms it takes at most 1.5 times", false},
		"floor":   {func(b *bench) { b.builtIns[boundSends] = course{plan: figures{took: time.Second / 2}} }, "NOT held     a plan of 1000 sends at 100ms takes at most 3.60 times as long as with terraform_data: 6.00", false},
		"idle":    {func(b *bench) { b.idles[boundSends] = course{unrefreshed: figures{took: 950 * time.Millisecond}} }, "NOT held     a plan without refresh of 1000 sends at 100ms takes at most 1.15 times as long as with a provider that does nothing: 2.11", false},
		"slow":    {func(b *bench) { b.courses[0].apply.took *= 2 }, "NOT held     an apply of 1000 sends at 100ms takes at most 3.20 times as long as with terraform_data: 6.00", false},
		"crowded": {func(b *bench) { b.crowded.change.requests++ }, "NOT held     changing a send among triggers of other people takes at most 10 requests more than a plan: 11", true},
		"quota":   {func(b *bench) { b.limited.apply.took *= 2 }, "NOT held     at a quota the total is within 5 %", false},
		"nothing": {func(b *bench) { b.courses, b.limited = nil, nil }, "not measured a plan of 1000 sends", false},
	} {
		var out bytes.Buffer
		b := good()
		row.spoil(b)
		err := page{&out}.bounds(b.bounds())
		if (err != nil) != row.fails || !strings.Contains(out.String(), row.says) {
			t.Errorf("%s: %v\n%s", name, err, out.String())
		}
		if broken := strings.Count(out.String(), "NOT held"); broken > 1 || broken == 0 && strings.Contains(row.says, "NOT") {
			t.Errorf("%s: %d bounds are not held\n%s", name, broken, out.String())
		}
	}
}

func TestWrongFlagsAreExplained(t *testing.T) {
	for _, wrong := range []struct {
		args []string
		want string
	}{
		{[]string{"-sends", "0"}, "-sends: at least one send is needed"},
		{[]string{"-sends", "10,many"}, "-sends: "},
		{[]string{"-latencies", "soon"}, "-latencies: "},
		{[]string{"-rate", "-1"}, "-rate: -1 is negative"},
		{[]string{"-foreign", "-1"}, "-foreign: -1 is negative"},
		{[]string{"-idle", "idle"}, "-idle: want the path of a binary called " + commandline.ProviderName},
		{[]string{"-repeats", "0"}, "-repeats: 0 is less than one"},
		{[]string{"-cli", "no-such-program"}, "-cli: "},
		{[]string{"extra"}, "unexpected argument"},
	} {
		var stdout, stderr bytes.Buffer
		if code := program().Run(t.Context(), wrong.args, &stdout, &stderr); code != commandline.ExitUsage || !strings.Contains(stderr.String(), wrong.want) {
			t.Errorf("%v: exit code %d, said %q, want %d and %q", wrong.args, code, stderr.String(), commandline.ExitUsage, wrong.want)
		}
	}
}
