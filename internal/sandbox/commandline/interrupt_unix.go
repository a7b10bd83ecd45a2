//go:build unix

package commandline

import (
	"os"
	"os/exec"
	"syscall"
)

// onItsOwn keeps a Ctrl-C in the terminal from the program: it would get two
// interrupts, ours being the second, and stop without clearing away.
func onItsOwn(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func interrupt(process *os.Process) error { return process.Signal(os.Interrupt) }
