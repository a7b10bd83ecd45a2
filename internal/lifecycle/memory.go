package lifecycle

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// memoryKey is where the memory stands in Terraform's private state.
const memoryKey = "memory"

// memory is what a resource keeps in state without showing it. It is for what a
// later run cannot find out by itself; it never shows in a plan and alone never
// makes one.
type memory struct{ values map[string]json.RawMessage }

// private is what every request and response has of private state.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Remember keeps a value, which must have a JSON form, until it is replaced or
// the resource is destroyed. Nil forgets it. Plan cannot remember anything; what
// PlanDelete remembers is for Delete.
func (b *Base) Remember(key string, value any) {
	if b.memory == nil {
		b.memory = &memory{}
	}
	if value == nil {
		delete(b.memory.values, key)
		return
	}
	data, err := json.Marshal(value)
	if err != nil {
		return // a memory that is lost is no reason to fail
	}
	if b.memory.values == nil {
		b.memory.values = map[string]json.RawMessage{}
	}
	b.memory.values[key] = data
}

// Recall fills in what was remembered, and reports whether there was anything.
func (b *Base) Recall(key string, into any) bool {
	if b.memory == nil || b.memory.values[key] == nil {
		return false
	}
	return json.Unmarshal(b.memory.values[key], into) == nil
}

// remembering gives all of them, which are the same resource, its memory. One that
// cannot be decoded is an error: without it a resource would act on a guess.
func remembering(ctx context.Context, from private, bases ...*Base) diag.Diagnostics {
	recalled := &memory{}
	data, diags := from.GetKey(ctx, memoryKey)
	if len(data) > 0 {
		if err := json.Unmarshal(data, &recalled.values); err != nil {
			diags.AddError("The private state cannot be read", fmt.Sprintf(
				"The private state of this resource is damaged: %s. Restore the state from a backup, or remove the resource from state and import it again.", err))
		}
	}
	for _, base := range bases {
		base.memory = recalled
	}
	return diags
}

// keep saves the memory, and nothing that a plan noted.
func (b *Base) keep(ctx context.Context, to private) diag.Diagnostics {
	if diags := to.SetKey(ctx, replacesKey, nil); diags.HasError() {
		return diags
	}
	if b.memory == nil || len(b.memory.values) == 0 {
		return to.SetKey(ctx, memoryKey, nil)
	}
	data, err := json.Marshal(b.memory.values)
	if err != nil {
		return nil
	}
	return to.SetKey(ctx, memoryKey, data)
}
