package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// bench is all that was measured.
type bench struct {
	settings settings
	page     page

	builtIns map[int]course // by the number of resources
	idles    map[int]course // of the provider that does nothing, likewise
	courses  []course
	crowded  *course // among triggers of other people
	limited  *course
	empty    figures // a plan that only calls a function
	one      figures // a plan of one send
}

// course is what happens to one number of sends.
type course struct {
	sends   int
	latency time.Duration

	apply, plan, unrefreshed, change figures

	failed error // what the apply ended with
}

// measure runs everything and prints it. The error says which step failed, or
// which bounds do not hold.
func measure(ctx context.Context, s settings, out io.Writer) error {
	b := &bench{settings: s, page: page{out}, builtIns: map[int]course{}, idles: map[int]course{}}
	if s.profiles != "" {
		return b.profile(ctx)
	}
	for _, step := range []func(context.Context) error{b.single, b.many, b.amongOthers, b.atQuota} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return b.page.bounds(b.bounds())
}

func numbered(sends int) map[string]string {
	return map[string]string{"TF_VAR_sends": strconv.Itoa(sends)}
}

// single measures what a provider needs that has next to nothing to do.
func (b *bench) single(ctx context.Context) error {
	for _, each := range []struct {
		configuration string
		into          *figures
	}{{ofNothing, &b.empty}, {ofOne, &b.one}} {
		lab, err := newLab(ctx, b.settings.Tools, sandbox.Options{}, each.configuration, numbered(1))
		if err != nil {
			return err
		}
		*each.into, err = lab.run(ctx, "plan")
		product := lab.cli.Product
		lab.close()
		if err != nil {
			return err
		}
		if each.into == &b.empty {
			b.page.title(product)
		}
	}
	b.page.single(b.empty, b.one)
	return nil
}

// subject is what goes through a course.
type subject struct {
	configuration string
	provider      string // its folder
	options       sandbox.Options
	foreign       int // triggers that other people made before
}

// many applies, plans and changes every number of sends at every latency, and the
// two floors besides, in turns.
func (b *bench) many(ctx context.Context) error {
	subjects := []subject{{configuration: ofBuiltIns}}
	if b.settings.idle != "" {
		subjects = append(subjects, subject{configuration: ofSends, provider: b.settings.idle})
	}
	floors := len(subjects)
	for _, latency := range b.settings.latencies {
		subjects = append(subjects, subject{configuration: ofSends, options: sandbox.Options{Latency: latency}})
	}
	for _, sends := range b.settings.sends {
		taken, err := b.inTurns(ctx, sends, subjects)
		if err != nil {
			return err
		}
		b.builtIns[sends] = taken[0]
		b.page.header(fmt.Sprintf("%d send triggers after one exclusion", sends))
		b.page.floor("built-in", taken[0])
		if floors > 1 {
			b.idles[sends] = taken[1]
			b.page.floor("idle", taken[1])
		}
		for _, c := range taken[floors:] {
			b.courses = append(b.courses, c)
			b.page.course(c, b.builtIns[sends], b.idles[sends])
		}
	}
	return nil
}

// amongOthers takes the middle number of sends through an account with many triggers
// of other people.
func (b *bench) amongOthers(ctx context.Context) error {
	if b.settings.foreign == 0 {
		return nil
	}
	sends := b.settings.sends[len(b.settings.sends)/2]
	taken, err := b.inTurns(ctx, sends, []subject{{configuration: ofSends, options: sandbox.Options{Latency: boundLatency}, foreign: b.settings.foreign}})
	if err != nil {
		return err
	}
	b.crowded = &taken[0]
	b.page.header(fmt.Sprintf("%d send triggers after one exclusion, among %d triggers of other people", sends, b.settings.foreign))
	b.page.course(taken[0], b.builtIns[sends], b.idles[sends])
	return nil
}

// inTurns takes every subject through its course, one after the other and then again,
// and gives the median of each.
func (b *bench) inTurns(ctx context.Context, sends int, subjects []subject) ([]course, error) {
	taken := make([][]course, len(subjects))
	for range b.settings.repeats {
		for i, each := range subjects {
			c, err := b.take(ctx, sends, each)
			if err != nil {
				return nil, err
			}
			taken[i] = append(taken[i], c)
		}
	}
	medians := make([]course, len(subjects))
	for i, all := range taken {
		medians[i] = course{
			sends: sends, latency: subjects[i].options.Latency,
			apply:       median(all, func(c course) figures { return c.apply }),
			plan:        median(all, func(c course) figures { return c.plan }),
			unrefreshed: median(all, func(c course) figures { return c.unrefreshed }),
			change:      median(all, func(c course) figures { return c.change }),
		}
	}
	return medians, nil
}

// median is the run with the time in the middle.
func median(all []course, of func(course) figures) figures {
	var runs []figures
	for _, c := range all {
		runs = append(runs, of(c))
	}
	slices.SortFunc(runs, func(a, b figures) int { return cmp.Compare(a.took, b.took) })
	return runs[len(runs)/2]
}

// take runs a course in a new account.
func (b *bench) take(ctx context.Context, sends int, s subject) (c course, err error) {
	tools := b.settings.Tools
	tools.Provider = cmp.Or(s.provider, tools.Provider)
	lab, err := newLab(ctx, tools, s.options, s.configuration, numbered(sends))
	if err != nil {
		return c, err
	}
	defer lab.close()
	if err := lab.crowd(ctx, s.foreign); err != nil {
		return c, err
	}
	if c.apply, err = lab.apply(ctx); err != nil {
		return c, err
	}
	if c.plan, err = lab.plan(ctx); err != nil {
		return c, err
	}
	if c.unrefreshed, err = lab.plan(ctx, "-refresh=false"); err != nil || s.configuration != ofSends {
		return c, err
	}
	c.change, err = lab.apply(ctx, "-var=edited=0")
	return c, err
}

// atQuota applies the largest number of sends to an account with a quota. A
// failure is a result here: a 429 that became an error.
func (b *bench) atQuota(ctx context.Context) error {
	if b.settings.rate == 0 {
		return nil
	}
	sends := b.settings.sends[len(b.settings.sends)-1]
	lab, err := newLab(ctx, b.settings.Tools, sandbox.Options{Latency: boundLatency, Zendesk: zendesk.Options{RequestsPerMinute: b.settings.rate}}, ofSends, numbered(sends))
	if err != nil {
		return err
	}
	defer lab.close()
	c := course{sends: sends, latency: boundLatency}
	c.apply, c.failed = lab.apply(ctx)
	if ctx.Err() != nil {
		return fmt.Errorf("at %d requests a minute: %w", b.settings.rate, c.failed)
	}
	b.limited = &c
	b.page.quota(c, b.settings.rate)
	return nil
}

// ideal is how long a client needs for its requests that sends each as soon as
// the quota allows and waits for nothing else: the quota is for a minute that
// begins with a request, so a whole one passes before each but the first.
func ideal(requests, rate int) time.Duration {
	return time.Duration((requests-1)/rate) * time.Minute
}
