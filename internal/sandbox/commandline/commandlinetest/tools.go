// Package commandlinetest gives tests the programs that they drive: the command
// line of this machine and the provider as the source is now.
package commandlinetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/commandline"
)

// repository is the import path of the provider's program.
const repository = "github.com/surveytrigger/terraform-provider-surveytrigger"

// Tools finds Terraform or OpenTofu and builds the provider, once in a process.
// Without a command line the test is skipped. Main clears away what was built.
func Tools(t *testing.T) commandline.Tools {
	t.Helper()
	cli := find()
	if cli == "" {
		t.Skip("needs Terraform or OpenTofu: set TF_ACC_TERRAFORM_PATH")
	}
	folder, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return commandline.Tools{CLI: cli, Provider: folder}
}

// Main runs the tests of a package that uses Tools, and gives the exit code. A
// provider that is served in this process makes no log lines: nobody reads them.
func Main(m *testing.M) (code int) {
	for _, logger := range []string{"TF_LOG_PROVIDER_SURVEYTRIGGER", "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"} {
		_ = os.Setenv(logger, "off") // the names are constants
	}
	defer func() { _ = os.RemoveAll(built) }()
	return m.Run()
}

// find gives the program that TF_ACC_TERRAFORM_PATH names, or the one in the
// path; "" when there is neither.
func find() string {
	if named := os.Getenv("TF_ACC_TERRAFORM_PATH"); named != "" {
		return named
	}
	for _, name := range []string{"terraform", "tofu"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// built is the folder of the provider; "" as long as there is none.
var built string

var build = sync.OnceValues(func() (folder string, err error) {
	if built, err = os.MkdirTemp("", "surveytrigger-"); err != nil {
		return "", err
	}
	output, err := exec.CommandContext(context.Background(), "go", "build", "-o", built+string(os.PathSeparator), repository).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the provider: %w: %s", err, output)
	}
	return built, nil
})
