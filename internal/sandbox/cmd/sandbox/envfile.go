package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// writeEnvFile writes `export NAME=value` lines, readable for the owner only. A
// reader sees the old file or the whole new one, never a part.
func writeEnvFile(path string, variables []engine.Variable) (err error) {
	// CreateTemp makes the file with mode 0600; the same folder, because a
	// rename is atomic only within a file system.
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("env file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
			err = fmt.Errorf("env file: %w", err)
		}
	}()
	var lines strings.Builder
	for _, variable := range variables {
		fmt.Fprintf(&lines, "export %s=%s\n", variable.Name, shellQuote(variable.Value))
	}
	if _, err = file.WriteString(lines.String()); err != nil {
		_ = file.Close()
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// shellQuote makes a value one word for any POSIX shell.
func shellQuote(value string) string {
	if plainWord.MatchString(value) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
