package main

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// page is what the reader sees.
type page struct{ out io.Writer }

func (p page) say(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

func (p page) title(product string) {
	p.say("What send triggers cost: %s, with a simulated Zendesk on this machine", product)
}

func (p page) single(empty, one figures) {
	p.say("\nThe provider's peak memory when it has next to nothing to do")
	p.say("  %-42s %s", "a plan that only calls a function", megabytes(empty.memory))
	p.say("  %-42s %s", "a plan of one send", megabytes(one.memory))
}

// row has one format for the headline and the figures.
const row = "  %-8s %-16s %8s %6s %6s %6s %5s %8s %10s %10s %8s %10s %9s %9s"

func (p page) header(text string) {
	p.say("\n%s", text)
	p.say(row, "latency", "command", "requests", "GET", "POST", "other", "429", "seconds", "unrefr. x", "built-in x", "idle x", "provider", "cli", "memory")
}

// course prints a line a command. The ratios are of the time to that of the plan
// without refresh, to the same command with terraform_data, and to that with a
// provider that does nothing.
func (p page) course(c, builtIn, idle course) {
	p.line(c.latency.String(), "apply", c.apply, "", ratio(c.apply, builtIn.apply), ratio(c.apply, idle.apply))
	p.line("", "plan", c.plan, ratio(c.plan, c.unrefreshed), ratio(c.plan, builtIn.plan), ratio(c.plan, idle.plan))
	p.line("", "  -refresh=false", c.unrefreshed, "", ratio(c.unrefreshed, builtIn.unrefreshed), ratio(c.unrefreshed, idle.unrefreshed))
	p.line("", "apply one change", c.change, "", "", ratio(c.change, idle.change))
	p.say("  %-8s one request switched on %.1f triggers, on average", "", float64(c.apply.made)/float64(max(c.apply.batches, 1)))
}

// floor prints what the command line takes for resources that cost nothing: its own
// terraform_data, or those of a provider that does nothing.
func (p page) floor(name string, c course) {
	p.line(name, "apply", c.apply, "", "", "")
	p.line("", "plan", c.plan, ratio(c.plan, c.unrefreshed), "", "")
	p.line("", "  -refresh=false", c.unrefreshed, "", "", "")
}

func (p page) line(latency, command string, f figures, ratios ...string) {
	other := f.requests - f.verbs[http.MethodGet] - f.verbs[http.MethodPost]
	text := fmt.Sprintf(row, latency, command, fmt.Sprint(f.requests), fmt.Sprint(f.verbs[http.MethodGet]), fmt.Sprint(f.verbs[http.MethodPost]),
		fmt.Sprint(other), fmt.Sprint(f.refused), fmt.Sprintf("%.1f", f.took.Seconds()), ratios[0], ratios[1], ratios[2], seconds(f.provider), seconds(f.cli), megabytes(f.memory))
	p.say("%s", strings.TrimRight(text, " "))
}

// seconds are CPU time.
func seconds(taken time.Duration) string {
	if taken == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f CPU s", taken.Seconds())
}

func ratio(f, to figures) string {
	if to.took == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", times(f, to))
}

// times is how many times as long it took.
func times(f, to figures) float64 { return f.took.Seconds() / to.took.Seconds() }

func (p page) quota(c course, rate int) {
	least := ideal(c.apply.requests, rate)
	p.say("\n%d send triggers at %d requests a minute and a latency of %s", c.sends, rate, c.latency)
	p.say("  %d requests, %d of them answered 429, took %.1f s", c.apply.requests, c.apply.refused, c.apply.took.Seconds())
	p.say("  the quota's own bound is %s: what they take if nothing but the quota costs time", least)
	if least > 0 {
		p.say("  overshoot %.1f %%", 100*overshoot(c, rate))
	}
	if c.failed != nil {
		p.say("  FAILED: %v", c.failed)
	}
}

// bounds prints the verdict and gives it as an error.
func (p page) bounds(all []bound) error {
	p.say("\nBounds")
	broken := 0
	for _, b := range all {
		verdict := "held"
		switch {
		case b.said == "":
			verdict = "not measured"
		case !b.held:
			verdict = "NOT held"
			broken += count(!b.timed)
		}
		p.say("  %-13s%s: %s", verdict, b.name, cmp.Or(b.said, "-"))
	}
	if broken > 0 {
		return fmt.Errorf("%d bounds on requests or memory are not held", broken)
	}
	return nil
}

func megabytes(bytes int64) string {
	if bytes == 0 {
		return "not measured"
	}
	return fmt.Sprintf("%.0f MB", float64(bytes)/(1<<20))
}
