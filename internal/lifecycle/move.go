package lifecycle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// MoveState adopts what another provider manages, for a moved block. Of the
// other provider's state it takes the id and nothing else: the read that follows
// fills the rest in, exactly as after an import. It meets no client: the CLI asks
// a provider that it has not configured.
//
// The target gets no identity here. One without the account would differ from
// what the read finds, and identities must not change.
func (e *envelope[C, M, P]) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: e.move}}
}

func (e *envelope[C, M, P]) move(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	resp.TargetIdentity = nil
	source := req.SourceTypeName + " of " + req.SourceProviderAddress
	if e.republished(req) {
		var err error
		if resp.TargetState.Raw, err = unmarshal(req.SourceRawState, resp.TargetState.Raw.Type()); err != nil {
			resp.Diagnostics.Append(unconfigured().diagnose("move "+req.SourceTypeName, unreadable(source, err), nil)...)
		}
		return
	}
	id, err := "", e.moves(source, req)
	if err == nil {
		id, err = idInState(source, req.SourceRawState)
	}
	if err != nil {
		resp.Diagnostics.Append(unconfigured().diagnose("move "+req.SourceTypeName, err, nil)...)
		return
	}
	resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, pathID, id)...)
	remembered, _ := json.Marshal(source) // a text has a JSON
	resp.Diagnostics.Append(resp.TargetPrivate.SetKey(ctx, movedFrom, remembered)...)
}

// republished says that the source is this very resource, of a provider at
// another address: a mirror, a fork, another registry. Renaming a resource is a
// move of this kind then, and to some CLIs the new address alone is one. The
// state is taken as it is.
func (e *envelope[C, M, P]) republished(req resource.MoveStateRequest) bool {
	provider, name, _ := strings.Cut(req.SourceTypeName, "_")
	return name == e.definition.Name && path.Base(req.SourceProviderAddress) == provider && req.SourceSchemaVersion == e.definition.Schema.Version
}

func unmarshal(state *tfprotov6.RawState, as tftypes.Type) (tftypes.Value, error) {
	if state == nil {
		return tftypes.NewValue(as, nil), errNoState
	}
	return state.UnmarshalWithOpts(as, tfprotov6.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
}

// movedFrom is the key of the private state that remembers, until the first
// read, where a moved resource came from: a JSON text.
const movedFrom = "moved_from"

// otherWay is what to do when a moved block cannot be.
const otherWay = "Instead, import the object by its id with an `import` block, and remove it from the state of the other provider with a `removed` block with `destroy = false`."

// moves refuses what this resource cannot adopt. By convention the first
// word of a type is the name of its provider, whoever publishes it. Early
// releases of OpenTofu 1.11 and 1.12 give that name alone for the address.
func (e *envelope[C, M, P]) moves(source string, req resource.MoveStateRequest) error {
	provider, _, _ := strings.Cut(req.SourceTypeName, "_")
	if slices.Contains(e.definition.MovesFrom, req.SourceTypeName) && path.Base(req.SourceProviderAddress) == provider {
		return nil
	}
	able := "nothing"
	if len(e.definition.MovesFrom) > 0 {
		able = "only " + strings.Join(e.definition.MovesFrom, " and ")
	}
	return &Problem{Summary: "This move is not possible", Detail: fmt.Sprintf(
		"The moved block names a %s, but this resource can adopt %s from other providers. Remove the block. %s", source, able, otherWay)}
}

var errNoState = errors.New("there is no JSON")

func unreadable(source string, err error) error {
	return &Problem{Summary: "The state to move cannot be read", Detail: fmt.Sprintf(
		"The state of the %s: %s. Run one apply with a current release of that provider first, or remove the moved block. %s", source, err, otherWay)}
}

// idInState finds the id in a state of whatever schema: a text or a whole
// number, which some providers' ids are. It is kept to the digit.
func idInState(source string, raw *tfprotov6.RawState) (string, error) {
	var state struct {
		ID any `json:"id"`
	}
	if raw == nil || len(raw.JSON) == 0 {
		return "", unreadable(source, errNoState)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw.JSON))
	decoder.UseNumber()
	if err := decoder.Decode(&state); err != nil {
		return "", unreadable(source, err)
	}
	switch id := state.ID.(type) {
	case string:
		if id != "" {
			return id, nil
		}
	case json.Number:
		if strings.Trim(id.String(), "0123456789") == "" {
			return id.String(), nil
		}
	}
	return "", &Problem{Summary: "The state to move has no id", Detail: fmt.Sprintf(
		"The state of the %s has no attribute \"id\" that is a text or a whole number. Remove the moved block. %s", source, otherWay)}
}

// lost is the error for an object that was moved here and does not exist in the
// account. Dropping it from state, as for any object that is gone, would plan a
// second one: most likely these are the credentials of another account.
func (e *envelope[C, M, P]) lost(from []byte, account, id string) error {
	var source string
	_ = json.Unmarshal(from, &source) // as move wrote it
	return &Problem{Summary: "Moved object not found in this account", Detail: fmt.Sprintf(
		"%s has no %s with the id %q. The id is from the state of the %s. If the object is in another account, use the credentials of that account. "+
			"If it was deleted, remove the moved block and remove the old address from state with `terraform state rm`.", account, e.definition.Name, id, source)}
}
