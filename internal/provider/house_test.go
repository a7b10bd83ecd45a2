package provider

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shared are the rooms that serve every system.
var shared = []string{"attribute", "checks", "lifecycle", "transport"}

// A comment may give an example or the source of a fact; code may not name a vendor.
func TestNoSharedRoomNamesAVendor(t *testing.T) {
	t.Parallel()
	vendor := regexp.MustCompile(`(?i)zendesk|kustomer|desk\.com|nicereply|stella|2listen|two_?listen`)
	for _, room := range shared {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", room, len(files), err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			positions := token.NewFileSet()
			parsed, err := parser.ParseFile(positions, file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(node ast.Node) bool {
				var text string
				switch n := node.(type) {
				case *ast.Ident:
					text = n.Name
				case *ast.BasicLit:
					text = n.Value
				}
				if vendor.MatchString(text) {
					t.Errorf("%s: %s", positions.Position(node.Pos()), text)
				}
				return true
			})
		}
	}
}
