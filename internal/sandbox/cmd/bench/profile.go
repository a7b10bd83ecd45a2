package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox"
)

// profile plans the largest number of sends once more after they were applied, and
// leaves the profiles of that plan. The command line starts several processes; that
// of the plan has the largest one.
func (b *bench) profile(ctx context.Context) error {
	folder, err := filepath.Abs(b.settings.profiles)
	if err != nil {
		return err
	}
	sends := b.settings.sends[len(b.settings.sends)-1]
	variables := numbered(sends)
	variables["SURVEYTRIGGER_PROFILES"] = folder
	lab, err := newLab(ctx, b.settings.Tools, sandbox.Options{}, ofSends, variables)
	if err != nil {
		return err
	}
	defer lab.close()
	for _, step := range []func() (figures, error){
		func() (figures, error) { return lab.apply(ctx) },
		func() (figures, error) { return lab.plan(ctx) },
	} {
		if err := os.RemoveAll(folder); err != nil { // those of the step before
			return err
		}
		if err := os.MkdirAll(folder, 0o750); err != nil {
			return err
		}
		if _, err := step(); err != nil {
			return err
		}
	}
	return nil
}
