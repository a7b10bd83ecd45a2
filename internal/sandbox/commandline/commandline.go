// Package commandline runs Terraform or OpenTofu as the sandbox's programs need
// it: in a folder of its own, with settings of its own and a provider that was
// just built, so that it needs no network, no init and nothing of the user's.
package commandline

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CLI is Terraform or OpenTofu in a folder with a configuration.
type CLI struct {
	// Product is its name and version: "Terraform v1.11.4".
	Product string

	path string
	dir  string
	env  []string
}

// ProviderName is what the provider's binary is called, without ".exe".
const ProviderName = "terraform-provider-surveytrigger"

// Tools are the two programs that everything here needs.
type Tools struct {
	CLI      string // absolute path of Terraform or OpenTofu
	Provider string // absolute path of the folder that holds the provider's binary
}

// Flags defines -cli and -provider. Once they are parsed, find looks both
// programs up; its error names the flag that is wrong.
func Flags(flags *flag.FlagSet) (find func() (Tools, error)) {
	program := flags.String("cli", "terraform", "Terraform or OpenTofu: a `path` or a name")
	provider := flags.String("provider", "", "`path` of the provider's binary")
	return func() (tools Tools, err error) {
		if tools.CLI, err = findCLI(*program); err != nil {
			return Tools{}, fmt.Errorf("-cli: %w", err)
		}
		if tools.Provider, err = FindProvider(*provider); err != nil {
			return Tools{}, fmt.Errorf("-provider: %w", err)
		}
		return tools, nil
	}
}

// findCLI gives the absolute path: the program runs in another folder.
func findCLI(program string) (path string, err error) {
	found, err := exec.LookPath(program)
	if err != nil && !errors.Is(err, exec.ErrDot) {
		return "", err
	}
	return filepath.Abs(found)
}

// FindProvider gives the folder of a provider's binary, which the command line finds by
// its name.
func FindProvider(binary string) (folder string, err error) {
	if name := strings.TrimSuffix(filepath.Base(binary), ".exe"); name != ProviderName {
		return "", fmt.Errorf("want the path of a binary called %s, got %q", ProviderName, binary)
	}
	if _, err := os.Stat(binary); err != nil {
		return "", err
	}
	return filepath.Abs(filepath.Dir(binary))
}

// New prepares the command line to work in dir, which holds the configuration
// and gets a file of settings. Variables are all that the environment says of
// the provider and of the configuration, by name. An error says that the program
// does not run or is too old.
func New(ctx context.Context, tools Tools, dir string, variables map[string]string) (*CLI, error) {
	c := &CLI{path: tools.CLI, dir: dir}
	// Both addresses: the registry of a short source differs between the two.
	config := fmt.Sprintf(`provider_installation {
  dev_overrides {
    "registry.terraform.io/surveytrigger/surveytrigger" = %[1]q
    "registry.opentofu.org/surveytrigger/surveytrigger" = %[1]q
  }
}
`, filepath.ToSlash(tools.Provider))
	configFile := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(configFile, []byte(config), 0o600); err != nil {
		return nil, err
	}
	c.env = slices.DeleteFunc(os.Environ(), isOfTheUser)
	c.env = append(c.env, "TF_CLI_CONFIG_FILE="+configFile, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	for name, value := range variables {
		c.env = append(c.env, name+"="+value)
	}
	version, err := c.Run(ctx, "version")
	if err != nil {
		return nil, err
	}
	c.Product, _, _ = strings.Cut(strings.TrimSpace(version), "\n")
	return c, checkVersion(c.Product)
}

// isOfTheUser finds the variables that would lead the command line or the
// provider to a real account.
func isOfTheUser(variable string) bool {
	for _, prefix := range []string{"TF_", "ZENDESK_", "KUSTOMER_", "DESK_", "NICEREPLY_", "STELLA_CONNECT_", "SURVEY_BACKEND_"} {
		if strings.HasPrefix(variable, prefix) {
			return true
		}
	}
	return false
}

var versionLine = regexp.MustCompile(`^\w+ v(\d+)\.(\d+)\.`)

func checkVersion(product string) error {
	match := versionLine.FindStringSubmatch(product)
	if match == nil {
		return fmt.Errorf("%q is neither Terraform nor OpenTofu", product)
	}
	major, _ := strconv.Atoi(match[1])
	minor, _ := strconv.Atoi(match[2])
	if major < 1 || major == 1 && minor < 11 {
		return fmt.Errorf("%s is too old: write-only arguments need version 1.11", product)
	}
	return nil
}

// With gives the same command line with a further variable.
func (c *CLI) With(name, value string) *CLI {
	further := *c
	further.env = append(slices.Clone(c.env), name+"="+value)
	return &further
}

// Name is how a person calls the program: "terraform" or "tofu".
func (c *CLI) Name() string {
	if strings.HasPrefix(c.Product, "OpenTofu") {
		return "tofu"
	}
	return "terraform"
}

// Run gives what the program printed; an error holds what it complained of. When
// the context ends, the program may finish what it is doing, so that it can stop
// the provider.
func (c *CLI) Run(ctx context.Context, args ...string) (printed string, err error) {
	command := exec.CommandContext(ctx, c.path, args...)
	command.Dir, command.Env = c.dir, c.env
	command.Cancel = func() error { return interrupt(command.Process) }
	command.WaitDelay = 20 * time.Second
	onItsOwn(command)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		said := strings.TrimSpace(stderr.String())
		if said == "" {
			said = strings.TrimSpace(stdout.String())
		}
		return "", fmt.Errorf("%s %s: %w\n\n%s", c.Name(), args[0], err, said)
	}
	return stdout.String(), nil
}
