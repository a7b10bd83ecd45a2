package export

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// bytes are the files as they are written.
func (c *configuration) bytes() map[string][]byte {
	files := map[string][]byte{}
	for name, file := range c.files {
		files[name] = hclwrite.Format(file.Bytes())
	}
	return files
}

// folder is where they go.
type folder string

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

// free refuses a folder in which a file would be overwritten: before the account is
// read, which may take long.
func (f folder) free(system System) error {
	taken := map[string]bool{fileTerraform: true, fileVariables: true, fileImports: true, fileReport: true}
	for _, kind := range system.Kinds {
		taken[kind.File] = true
	}
	for _, name := range slices.Sorted(maps.Keys(taken)) {
		if _, err := os.Lstat(f.path(name)); err == nil {
			return fmt.Errorf("%s exists, and no file is overwritten: choose another folder, or remove what an earlier export wrote", f.path(name))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// write writes them all. One that somebody made meanwhile is not overwritten.
func (f folder) write(files map[string][]byte) error {
	if err := os.MkdirAll(string(f), 0o750); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := os.OpenFile(f.path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = file.Write(files[name])
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}
