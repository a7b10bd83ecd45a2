//go:build unix

package acceptance

import (
	"fmt"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
)

// providerOf finds the process of the provider that a CLI started.
func providerOf(cli int) (pid int, err error) {
	listed, err := exec.Command("ps", "-A", "-o", "ppid=,pid=,args=").Output()
	if err != nil {
		return 0, fmt.Errorf("ps: %w", err)
	}
	for line := range strings.Lines(string(listed)) {
		columns := strings.Fields(line)
		if columns[0] == strconv.Itoa(cli) && strings.Contains(line, "terraform-provider-surveytrigger") {
			return strconv.Atoi(columns[1])
		}
	}
	return 0, fmt.Errorf("process %d has no provider: %s", cli, listed)
}

// A provider that crashes while it holds every secret prints where each of its
// goroutines was, and with which arguments.
func TestACrashShowsNoSecret(t *testing.T) {
	t.Parallel()
	a := start(t)
	a.furnish()
	m := a.mirror()
	w := m.shell(everyKind(withAPIToken, "first"))
	m.give(w, "1")
	secrets := []string{marked("password", "1"), marked("token", "1"), marked("key", "1")}
	write := engine.Fault{System: "zendesk", Method: http.MethodPost, Path: "/api/v2/webhooks"}
	printed := w.cutShort(write, func() bool { return m.wasSent(secrets...) }, func(cli int) error {
		provider, err := providerOf(cli)
		if err != nil {
			return err
		}
		return syscall.Kill(provider, syscall.SIGABRT)
	})
	w.write("printed.txt", printed)
	if !strings.Contains(printed, "Plugin did not respond") || !strings.Contains(w.read("trace.log"), "surveytrigger/internal/client.(*List[...]).Create") {
		t.Errorf("the dump of a crash expected, got %s", printed)
	}
	m.searched(w)
}
