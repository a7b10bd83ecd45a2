// Command profiled is the provider with a CPU profile: each process writes one into
// the folder that SURVEYTRIGGER_PROFILES names. `make profile` is the caller.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/provider"
)

func main() {
	if err := serve(os.Getenv("SURVEYTRIGGER_PROFILES")); err != nil {
		fmt.Fprintln(os.Stderr, "profiled:", err)
		os.Exit(1)
	}
}

func serve(folder string) error {
	profile, err := os.Create(filepath.Join(folder, fmt.Sprintf("%d.pprof", os.Getpid())))
	if err != nil {
		return err
	}
	defer profile.Close()
	if err := pprof.StartCPUProfile(profile); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return provider.Serve(provider.New("dev"), false)
}
