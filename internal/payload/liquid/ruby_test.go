package liquid_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/liquid"
)

// What Ruby's Liquid 4.0.3, 5.4.0 and 5.13.0 rendered, recorded by testdata/ruby/record.rb. Where they differ, which one
// a help desk runs is not known, and one of them is enough.
func TestRenderIsWhatRubyRendered(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "ruby", "recorded.json"))
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Bindings map[string]any
		Answers  []map[string]*string
	}
	if err := json.Unmarshal(data, &recorded); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, answers := range recorded.Answers {
		template := *answers["template"]
		all.WriteString(template)
		delete(answers, "template")
		got, err := liquid.Render(template, recorded.Bindings)
		var want []string
		agrees := false
		for version, answer := range answers {
			if answer != nil {
				agrees = agrees || err == nil && got == *answer
				want = append(want, version+": "+*answer)
			}
		}
		if !agrees {
			slices.Sort(want)
			t.Errorf("%s\n got %q, %v\nRuby %q", template, got, err, want)
		}
	}
	for _, filter := range liquid.Filters() {
		if n := strings.Count(all.String(), "| "+filter); n < 3 {
			t.Errorf("the filter %s is verified by %d templates", filter, n)
		}
	}
	for _, tag := range []string{"assign", "break", "capture", "case", "comment", "continue", "cycle", "echo", "for", "if", "increment", "liquid", "raw", "unless"} {
		if !strings.Contains(all.String(), "{% "+tag) {
			t.Errorf("the tag %s is not verified", tag)
		}
	}
}
