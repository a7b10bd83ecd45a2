package export

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// ErrUsage is a command that says itself what is wrong with it.
var ErrUsage = errors.New("wrong usage")

// command is what the user typed.
type command struct {
	dir, system, endpoint string
	wish                  Wish
}

// Run reads an account and writes its configuration to a new folder. Progress and help
// go to progress.
func Run(ctx context.Context, provider Provider, systems []System, words Words, args []string, progress io.Writer) error {
	c, err := parse(systems, args, progress)
	if err != nil {
		return err
	}
	tell := teller(progress)
	c.wish.Tell, c.wish.Words = tell, words
	system := systems[slices.IndexFunc(systems, func(s System) bool { return s.Section == c.system })]
	folder := folder(c.dir)
	if err := folder.free(system); err != nil {
		return err
	}
	reader, err := newReader(ctx, provider)
	if err != nil {
		return err
	}
	if err := reader.configure(ctx, c.system, c.endpoint); err != nil {
		return err
	}
	client, err := provider.Client(c.system)
	if err != nil {
		return wording(err)
	}
	tell("Reading %s.", client.Account())
	found, err := find(ctx, system, client, c.wish)
	if err != nil {
		return wording(err)
	}
	all, refused, err := reader.all(ctx, system, found, tell)
	if err != nil {
		return err
	}
	files, err := write(system, c.endpoint, client, all, found, refused)
	if err != nil {
		return err
	}
	if err := folder.write(files); err != nil {
		return err
	}
	tell("%d %s exported, %d could not be. Read %s, then run in %s: terraform init && terraform plan", len(all), plural("object", len(all)), len(refused), folder.path(fileReport), c.dir)
	return nil
}

func parse(systems []System, args []string, help io.Writer) (command, error) {
	var c command
	var names []string
	for _, system := range systems {
		names = append(names, system.Section)
	}
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(help)
	flags.StringVar(&c.dir, "out", "", "the `folder` to write to (required); no file in it is overwritten")
	flags.StringVar(&c.system, "system", names[0], "the help desk: "+strings.Join(names, " or "))
	flags.StringVar(&c.endpoint, "endpoint", "", "the `root` that requests go to, in place of the environment's")
	flags.StringVar(&c.wish.TitleContains, "title-contains", "", "export only what has this `text` in its title, in any case, and what that needs")
	flags.Func("receiver", "an id or a part of the address of a webhook or target that receives surveys, if the report says that it was not recognised; may be repeated", func(text string) error {
		c.wish.Receivers = append(c.wish.Receivers, text)
		return nil
	})
	flags.Usage = func() {
		fmt.Fprintf(help, "Usage: terraform-provider-surveytrigger export -out DIR [options]\n\n"+
			"Reads an account and writes what of it belongs to surveys as Terraform configuration, with imports. The account is not changed.\n"+
			"Host and credentials are the provider's own environment variables.\n\n")
		flags.PrintDefaults()
	}
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return c, err
	case err != nil:
		return c, ErrUsage // the flags have said it
	case flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case c.dir == "":
		err = errors.New("-out is required: the folder to write to")
	case !slices.Contains(names, c.system):
		err = fmt.Errorf("-system is %q: it must be %s", c.system, strings.Join(names, " or "))
	}
	return c, err
}

// wording adds what to do about an error of an account.
func wording(err error) error {
	var problem *lifecycle.Problem
	if errors.As(err, &problem) && problem.Remedy != "" {
		return fmt.Errorf("%w\n\n%s", err, problem.Remedy)
	}
	var vendor lifecycle.VendorError
	if errors.As(err, &vendor) && vendor.Remedy() != "" {
		return fmt.Errorf("%w\n\n%s", err, vendor.Remedy())
	}
	return err
}

// all adopts what was found, kind by kind. What a resource refuses is left out.
func (r *reader) all(ctx context.Context, system System, found *Inventory, tell func(string, ...any)) (all []*adopted, refused []LeftOut, err error) {
	refused, names, done, said := slices.Clone(found.Refused), names{}, 0, time.Now()
	for _, kind := range system.Kinds {
		for _, object := range found.Objects {
			if object.Resource != kind.Resource {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, nil, err
			}
			a, err := r.adopt(ctx, kind, object)
			if err != nil {
				tell("Cannot be exported: the %s %s (%s): %s", kind.Noun, Called(object.Title), object.ID, line(err.Error()))
				refused = append(refused, LeftOut{Noun: kind.Noun, ID: object.ID, Title: object.Title, Why: err.Error()})
			} else {
				a.name = names.give(kind.Resource, cmp.Or(object.Name, object.Title), kind.Noun)
				all = append(all, a)
			}
			if done++; time.Since(said) > 2*time.Second {
				tell("%d of %d objects read.", done, len(found.Objects))
				said = time.Now()
			}
		}
	}
	return all, refused, nil
}

// write makes the files, by their names.
func write(system System, endpoint string, client lifecycle.Client, all []*adopted, found *Inventory, refused []LeftOut) (map[string][]byte, error) {
	refer := newReferences()
	rank := func(a *adopted) int {
		return slices.IndexFunc(system.Kinds, func(k Kind) bool { return k.Resource == a.kind.Resource })
	}
	for _, a := range all {
		refer.add(a.ID, a.address(), rank(a))
	}
	c := newConfiguration()
	c.begin(system.Section, endpoint)
	for _, a := range all {
		refer.rank = rank(a)
		if err := c.add(a, refer); err != nil {
			return nil, err
		}
	}
	files := c.bytes()
	files[fileReport] = []byte(report(client.Account(), all, found, refused, c.variables))
	return files, nil
}

// find looks through the account, and says from time to time that it still does: the
// lists of a large one take many requests, which its quota may hold back.
func find(ctx context.Context, system System, client lifecycle.Client, wish Wish) (*Inventory, error) {
	const now = 5 * time.Second
	ticker, done := time.NewTicker(now), make(chan struct{})
	defer ticker.Stop()
	defer close(done)
	go func() {
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				wish.Tell("Still reading. Requests have waited %s for the account's quota.", client.Waited().Round(time.Second))
			}
		}
	}()
	return system.Find(ctx, client, wish)
}

// teller reports progress, with the time since it began.
func teller(to io.Writer) func(format string, args ...any) {
	began, mu := time.Now(), sync.Mutex{}
	return func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(to, "%4.0fs  %s\n", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
	}
}
