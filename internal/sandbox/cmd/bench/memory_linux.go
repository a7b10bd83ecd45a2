package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

// The command line starts the provider, and stops it when it is done: only the
// provider's own parent learns how much memory it took. So this program steps in
// between. The command line starts it under the provider's name; it runs the
// real one and notes the peak.
const (
	realProvider = "BENCH_PROVIDER" // path of the provider's binary
	peaksFile    = "BENCH_PEAKS"    // path of the file of notes
)

// serveMeasured is the provider, if this process was started as such.
func serveMeasured() (measured bool, code int) {
	path := os.Getenv(realProvider)
	if path == "" {
		return false, 0
	}
	signal.Ignore(os.Interrupt) // the command line says when it is over
	runtime.LockOSThread()      // the child goes with its parent's thread
	provider := exec.CommandContext(context.Background(), path, os.Args[1:]...)
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	provider.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	_ = provider.Run()
	if provider.ProcessState == nil {
		return true, commandline.ExitError
	}
	usage, known := provider.ProcessState.SysUsage().(*syscall.Rusage)
	notes, err := os.OpenFile(os.Getenv(peaksFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if known && err == nil {
		fmt.Fprintln(notes, usage.Maxrss<<10) // getrusage(2) counts KiB
		_ = notes.Close()
	}
	return true, provider.ProcessState.ExitCode()
}

// gauge knows what provider processes took.
type gauge struct{ file string }

// newGauge puts itself before the provider: tools and variables are changed so.
func newGauge(home string, tools *commandline.Tools, variables map[string]string) (*gauge, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(home, "provider")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if err := os.Symlink(self, filepath.Join(folder, commandline.ProviderName)); err != nil && !os.IsExist(err) {
		return nil, err
	}
	g := &gauge{file: filepath.Join(home, "peaks")}
	variables[realProvider] = filepath.Join(tools.Provider, commandline.ProviderName)
	variables[peaksFile] = g.file
	tools.Provider = folder
	return g, nil
}

// peak is the most memory, in bytes, that any provider process had in use at a
// time since the last call, as far as they have ended.
func (g *gauge) peak() (bytes int64) {
	notes, _ := os.ReadFile(g.file)
	_ = os.Remove(g.file)
	for _, note := range strings.Fields(string(notes)) {
		one, _ := strconv.ParseInt(note, 10, 64)
		bytes = max(bytes, one)
	}
	return bytes
}
