//go:build !unix

package commandline

import (
	"os"
	"os/exec"
)

func onItsOwn(*exec.Cmd) {}

// interrupt leaves it to the terminal, which tells every program in it.
func interrupt(*os.Process) error { return os.ErrProcessDone }
