// Package internal has tests that are about the house as a whole.
package internal

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// sharedRooms know no vendor: neither their identifiers and texts nor their
// comments name one. What a vendor alone does belongs to the vendor's package.
var sharedRooms = []string{
	"attribute",
	"capability",
	"checks",
	"client",
	"export",
	"lifecycle",
	"payload/argument",
	"payload/liquid",
	"payload/memo",
	"payload/spelling",
	"payload/survey",
	"resources/secondsurvey",
	"resources/survey/store",
	"sandbox/engine",
	"sandbox/polling",
	"survey",
	"tfcore",
	"transport",
	"wait",
	"wording",
}

// A help desk is none of them; Desk alone is Desk.com.
var vendors = regexp.MustCompile(`(?i:zendesk|kustomer|desk\.com|nicereply|stella|(2|two_?)listen)|\bDesk\b`)

func TestNoVendorIsNamedInASharedRoom(t *testing.T) {
	for _, room := range sharedRooms {
		files, err := fs.Glob(os.DirFS(room), "*.go")
		if err != nil || len(files) == 0 {
			t.Errorf("internal/%s holds no Go files: %v", room, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(path.Join(room, file))
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(text), "\n") {
				if vendor := vendors.FindString(line); vendor != "" {
					t.Errorf("internal/%s/%s:%d names %s: %s", room, file, i+1, vendor, strings.TrimSpace(line))
				}
			}
		}
	}
}
