package payload

import (
	"fmt"

	"github.com/osteele/liquid"
)

// RenderLiquid renders template with bindings the way the vendors' Liquid does.
func RenderLiquid(template string, bindings map[string]any) (out string, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = "", fmt.Errorf("render the template: %v", r)
		}
	}()
	vars := make(map[string]any, len(bindings))
	for name, value := range bindings {
		vars[name] = value
	}
	engine := liquid.NewEngine()
	text, serr := engine.ParseAndRenderString(template, vars)
	if serr != nil {
		return "", serr
	}
	return text, nil
}
