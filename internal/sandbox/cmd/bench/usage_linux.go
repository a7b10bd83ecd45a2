package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

// The command line starts the provider, and stops it when it is done: only the
// provider's own parent learns how much memory it took. So this program steps in
// between. The command line starts it under the provider's name; it runs the
// real one and notes the peak.
const (
	realProvider = "BENCH_PROVIDER" // path of the provider's binary
	usageFile    = "BENCH_USAGE"    // path of the file of notes
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
	notes, err := os.OpenFile(os.Getenv(usageFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if known && err == nil {
		fmt.Fprintln(notes, usage.Maxrss<<10, cpu(usage)) // getrusage(2) counts KiB
		_ = notes.Close()
	}
	return true, provider.ProcessState.ExitCode()
}

// cpu is the CPU time that the kernel counted, in nanoseconds.
func cpu(taken *syscall.Rusage) int64 { return taken.Utime.Nano() + taken.Stime.Nano() }

// gauge knows what the command line and its providers took.
type gauge struct {
	file  string
	begun int64 // CPU time of children that had ended before
}

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
	g := &gauge{file: filepath.Join(home, "usage")}
	variables[realProvider] = filepath.Join(tools.Provider, commandline.ProviderName)
	variables[usageFile] = g.file
	tools.Provider = folder
	return g, nil
}

// start begins a run. Only one runs at a time.
func (g *gauge) start() {
	_ = os.Remove(g.file)
	g.begun = childrenCPU()
}

// usage is what the run took, of processes that have ended.
func (g *gauge) usage() (u usage) {
	notes, _ := os.ReadFile(g.file)
	for note := range strings.Lines(string(notes)) {
		var memory, taken int64
		if _, err := fmt.Sscan(note, &memory, &taken); err == nil {
			u.memory = max(u.memory, memory)
			u.provider += time.Duration(taken)
		}
	}
	u.cli = time.Duration(childrenCPU()-g.begun) - u.provider
	return u
}

// childrenCPU counts the children that were waited for, and theirs.
func childrenCPU() int64 {
	var taken syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_CHILDREN, &taken) != nil {
		return 0
	}
	return cpu(&taken)
}
