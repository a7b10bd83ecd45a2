package provider

import (
	"cmp"
	"os"
	"runtime/debug"
	"strings"
)

// The process lives for one command of the command line. Collecting its garbage as
// seldom as this leaves 1,000 sends below 150 MB; a larger plan collects more often
// from memoryLimit (in bytes) on.
const (
	gcPercent   = 200
	memoryLimit = 512 << 20
)

// settle suits the process to its short life. What its user sets in the environment
// stands.
func settle() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	for name, value := range silence(os.Getenv) {
		_ = os.Setenv(name, value) // the names are constants
	}
}

// loggers are the variables with the level of one logger each. All log everything
// unless told otherwise, and the command line throws it away.
var loggers = []string{"TF_LOG_PROVIDER_SURVEYTRIGGER", "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"}

// silence gives the variables that keep log lines from being made: none if anything
// asks for them. The command line shows those of a provider at the level in
// TF_LOG_PROVIDER, or in TF_LOG where that is empty:
// https://developer.hashicorp.com/terraform/internals/debugging
func silence(env func(string) string) map[string]string {
	const off = "off"
	level := cmp.Or(env("TF_LOG_PROVIDER"), env("TF_LOG"))
	if level != "" && !strings.EqualFold(level, off) {
		return nil
	}
	silent := map[string]string{}
	for _, name := range loggers {
		if env(name) != "" {
			return nil
		}
		silent[name] = off
	}
	return silent
}
