package main

import (
	"bytes"
	"context"
	"errors"
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

// cli is Terraform or OpenTofu in a folder of its own, with settings of its
// own: it needs no network, no init and nothing of the user's.
type cli struct {
	path    string
	product string // "Terraform v1.11.4"
	dir     string
	env     []string
}

const binaryName = "terraform-provider-surveytrigger"

// findCLI gives the absolute path: the program runs in another folder.
func findCLI(program string) (string, error) {
	found, err := exec.LookPath(program)
	if err != nil && !errors.Is(err, exec.ErrDot) {
		return "", err
	}
	return filepath.Abs(found)
}

// findProvider gives the folder of the binary, which the command line finds by
// its name.
func findProvider(binary string) (folder string, err error) {
	if name := strings.TrimSuffix(filepath.Base(binary), ".exe"); name != binaryName {
		return "", fmt.Errorf("want the path of a binary called %s, got %q", binaryName, binary)
	}
	if _, err := os.Stat(binary); err != nil {
		return "", err
	}
	return filepath.Abs(filepath.Dir(binary))
}

// newCLI copies the configuration into the home folder and takes the provider
// from where it was built.
func newCLI(ctx context.Context, s settings, home string, variables map[string]string) (*cli, error) {
	c := &cli{path: s.cli, dir: filepath.Join(home, "stack")}
	if err := copyConfiguration(c.dir, s.stack); err != nil {
		return nil, err
	}
	// Both addresses: the registry of a short source differs between the two.
	config := fmt.Sprintf(`provider_installation {
  dev_overrides {
    "registry.terraform.io/surveytrigger/surveytrigger" = %[1]q
    "registry.opentofu.org/surveytrigger/surveytrigger" = %[1]q
  }
}
`, filepath.ToSlash(s.provider))
	configFile := filepath.Join(home, "cli.tfrc")
	if err := os.WriteFile(configFile, []byte(config), 0o600); err != nil {
		return nil, err
	}
	c.env = slices.DeleteFunc(os.Environ(), isOfTheUser)
	c.env = append(c.env, "TF_CLI_CONFIG_FILE="+configFile, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TF_VAR_stella_connect_url="+variables["STELLA_CONNECT_ENDPOINT"],
		"TF_VAR_stella_connect_test_key="+variables["STELLA_CONNECT_TEST_KEY"],
		"TF_VAR_stella_connect_production_key="+variables["STELLA_CONNECT_PRODUCTION_KEY"])
	for name, value := range variables {
		c.env = append(c.env, name+"="+value)
	}
	version, err := c.run(ctx, "version")
	if err != nil {
		return nil, err
	}
	c.product, _, _ = strings.Cut(strings.TrimSpace(version), "\n")
	return c, checkVersion(c.product)
}

// copyConfiguration leaves everything but configuration behind, above all a
// state that somebody has there.
func copyConfiguration(to, from string) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(from, "*.tf"))
	if err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), content, 0o600); err != nil {
			return err
		}
	}
	return nil
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

// name is how a person calls the program.
func (c *cli) name() string {
	if strings.HasPrefix(c.product, "OpenTofu") {
		return "tofu"
	}
	return "terraform"
}

// run gives what the program printed. An interrupt lets it finish what it is
// doing, so that it can stop the provider.
func (c *cli) run(ctx context.Context, args ...string) (printed string, err error) {
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
		return "", fmt.Errorf("%s %s: %w\n\n%s", c.name(), args[0], err, said)
	}
	return stdout.String(), nil
}
