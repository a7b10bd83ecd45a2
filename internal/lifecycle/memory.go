package lifecycle

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// memoryKey is where the memory stands in Terraform's private state.
const memoryKey = "memory"

// memory is what a resource keeps in state without showing it. It is for what a
// later run cannot find out by itself; it never shows in a plan and alone never
// makes one.
type memory struct {
	values map[string]json.RawMessage
	// noted are the keys of what this verb has remembered.
	noted []string
}

// Key is the name of a remembered value and the type that it has. A resource lists its
// keys in its [Definition], so that a value that cannot be decoded is an error before the
// first verb asks for it.
type Key struct {
	name    string
	decodes func(json.RawMessage) error
}

// KeyOf is a key of values of the type T, which must have a JSON form.
func KeyOf[T any](name string) Key {
	return Key{name: name, decodes: func(value json.RawMessage) error { return json.Unmarshal(value, new(T)) }}
}

// ownKeys are those of the envelope itself.
var ownKeys = []Key{accountIDKey, adoptableKey}

// private is what every request and response has of private state.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Remember keeps a value of the key's type until it is replaced or the resource is
// destroyed. Nil forgets it. Plan cannot remember anything; what PlanDelete remembers is
// for Delete.
func (b *Base) Remember(key Key, value any) {
	if b.memory == nil {
		b.memory = &memory{}
	}
	if value == nil {
		delete(b.memory.values, key.name)
		return
	}
	data, err := json.Marshal(value)
	if err != nil {
		return // a memory that is lost is no reason to fail
	}
	if b.memory.values == nil {
		b.memory.values = map[string]json.RawMessage{}
	}
	b.memory.values[key.name] = data
	b.memory.noted = append(b.memory.noted, key.name)
}

// Recall fills in what was remembered, into a pointer to the key's type, and reports
// whether there was anything.
func (b *Base) Recall(key Key, into any) bool {
	if b.memory == nil || b.memory.values[key.name] == nil {
		return false
	}
	return json.Unmarshal(b.memory.values[key.name], into) == nil // as remembering has checked
}

// remembering gives all of them, which are the same resource, its memory. One that
// cannot be decoded is an error: without it a resource would act on a guess.
func (e *envelope[C, M, P]) remembering(ctx context.Context, from private, bases ...*Base) diag.Diagnostics {
	recalled := &memory{}
	data, diags := from.GetKey(ctx, memoryKey)
	if len(data) > 0 {
		if err := recalled.decode(data, e.keys()); err != nil {
			diags.AddError("The private state cannot be read", fmt.Sprintf(
				"The private state of this resource is damaged, or a later release of this provider wrote it: %s. Nothing was changed. Use that release, restore the state from a backup, or remove the resource from state and import it again.", err))
		}
	}
	for _, base := range bases {
		base.memory = recalled
	}
	return diags
}

func (e *envelope[C, M, P]) keys() []Key { return slices.Concat(ownKeys, e.definition.Remembers) }

// decode takes what keep has saved. Values of no known key stay as they are.
func (m *memory) decode(data []byte, keys []Key) error {
	if err := json.Unmarshal(data, &m.values); err != nil {
		return err
	}
	for _, key := range keys {
		value, held := m.values[key.name]
		if !held {
			continue
		}
		if err := key.decodes(value); err != nil {
			return fmt.Errorf("%s: %w", key.name, err)
		}
	}
	return nil
}

// keep saves the memory, and nothing that a plan noted.
func (e *envelope[C, M, P]) keep(ctx context.Context, base *Base, to private) diag.Diagnostics {
	if diags := to.SetKey(ctx, replacesKey, nil); diags.HasError() {
		return diags
	}
	if base.memory == nil || len(base.memory.values) == 0 {
		return to.SetKey(ctx, memoryKey, nil)
	}
	var diags diag.Diagnostics
	for _, name := range base.memory.noted {
		if !slices.ContainsFunc(e.keys(), func(key Key) bool { return key.name == name }) {
			diags.AddError("Undeclared private state", fmt.Sprintf("The definition of %s does not list the key %q. This is a bug of the provider; please report it.", e.definition.Name, name))
		}
	}
	data, err := json.Marshal(base.memory.values)
	if err != nil {
		return diags
	}
	return append(diags, to.SetKey(ctx, memoryKey, data)...)
}
