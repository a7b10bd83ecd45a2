package main

import (
	"context"
	"fmt"
	"io"
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
	courses  []course
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
	b := &bench{settings: s, page: page{out}, builtIns: map[int]course{}}
	for _, step := range []func(context.Context) error{b.single, b.many, b.atQuota} {
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

// many applies, plans and changes every number of sends at every latency, and as
// many of the command line's own resources.
func (b *bench) many(ctx context.Context) error {
	for _, sends := range b.settings.sends {
		builtIn, err := b.take(ctx, sends, sandbox.Options{}, ofBuiltIns)
		if err != nil {
			return err
		}
		b.builtIns[sends] = builtIn
		b.page.header(sends)
		b.page.builtIn(builtIn)
		for _, latency := range b.settings.latencies {
			taken, err := b.take(ctx, sends, sandbox.Options{Latency: latency}, ofSends)
			if err != nil {
				return err
			}
			b.courses = append(b.courses, taken)
			b.page.course(taken, builtIn)
		}
	}
	return nil
}

// take runs a course.
func (b *bench) take(ctx context.Context, sends int, options sandbox.Options, configuration string) (c course, err error) {
	lab, err := newLab(ctx, b.settings.Tools, options, configuration, numbered(sends))
	if err != nil {
		return c, err
	}
	defer lab.close()
	c = course{sends: sends, latency: options.Latency}
	if c.apply, err = lab.apply(ctx); err != nil {
		return c, err
	}
	if c.plan, err = lab.plan(ctx, b.settings.repeats); err != nil {
		return c, err
	}
	if c.unrefreshed, err = lab.plan(ctx, b.settings.repeats, "-refresh=false"); err != nil || configuration != ofSends {
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
