package sendworkflow

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/client/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
)

// The value of each secret header is a variable of the workflow that sends, which has the
// header's name, with a number where another one has it. Private state has the names and the ids, nothing has the values.

var secretHeaderNames = attribute.SecretHeadersSent

var variablesKey = lifecycle.KeyOf[map[string]string]("variables")

// sendingKey is in private state from before secrets are sent until the update has ended:
// after one that failed it is not known which values the variables have.
var sendingKey = lifecycle.KeyOf[bool]("sending")

func wasSending(base *lifecycle.Base) (was bool) { return base.Recall(sendingKey, &was) && was }

// keepSecrets remembers the variables by their headers.
func keepSecrets(base *lifecycle.Base, ids map[string]string) {
	secretHeaderNames.Keep(base, slices.Collect(maps.Keys(ids)))
	base.Remember(variablesKey, ids)
}

// keptSecrets are the variables that were remembered.
func keptSecrets(base *lifecycle.Base) map[string]string {
	ids := map[string]string{}
	base.Recall(variablesKey, &ids)
	return ids
}

// lostSecrets are the headers that do not read the variable any more that was made for them.
func lostSecrets(base *lifecycle.Base, read map[string]string) (names []string) {
	for name, id := range keptSecrets(base) {
		if read[name] != id {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// foreignSecrets are headers that read a variable and are none of ours.
func foreignSecrets(base *lifecycle.Base, read map[string]string) (found []string) {
	kept := keptSecrets(base)
	for _, name := range slices.Sorted(maps.Keys(read)) {
		if kept[name] == "" {
			found = append(found, fmt.Sprintf("the header %q, which reads a variable, was added", name))
		}
	}
	return found
}

var (
	pathSecrets = pathRequest.AtName("secret_headers_wo")
	pathVersion = pathRequest.AtName("secret_headers_wo_version")
)

var caller = attribute.Caller{
	System:  "Kustomer",
	Instead: "If the backend takes it in a header, use secret_headers_wo, whose values are kept in variables of the workflow that Kustomer never shows.",
}

func secretHeaders(config, plan, state Request, base *lifecycle.Base) attribute.SecretHeaders {
	return attribute.SecretHeaders{
		WriteOnly: attribute.WriteOnly{
			Name: "secret_headers_wo", VersionAt: pathVersion, Value: config.SecretHeadersWO,
			Version: plan.SecretHeadersWOVersion, Prior: state.SecretHeadersWOVersion,
		},
		At: pathSecrets, Stored: secretHeaderNames.Of(base),
	}
}

// store gives each header of a workflow that is made its variable, and returns their ids by
// header.
func store(ctx context.Context, variables *kustomer.Variables, headers map[string]string) (ids map[string]string, err error) {
	return stored(headers, func(name, value string) (string, error) { return variables.Set(ctx, name, value) })
}

// rotate makes a new variable for each header of a workflow that may run. The one that it
// reads keeps its value: a change of that would be in use before everything else that the
// same apply writes, and would stay in use if the apply ended there.
func rotate(ctx context.Context, variables *kustomer.Variables, headers map[string]string) (ids map[string]string, err error) {
	return stored(headers, func(name, value string) (string, error) { return variables.Add(ctx, name, value) })
}

func stored(headers map[string]string, give func(name, value string) (id string, err error)) (ids map[string]string, err error) {
	ids = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		if ids[name], err = give(name, headers[name]); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// withoutVariable removes the secrets whose variable is gone: somebody, or a destroy that
// was killed, has deleted it. The workflow refers to it all the same.
func withoutVariable(ctx context.Context, variables *kustomer.Variables, secrets map[string]string) error {
	if len(secrets) == 0 {
		return nil
	}
	all, err := variables.All(ctx)
	if err != nil {
		return err
	}
	maps.DeleteFunc(secrets, func(_, id string) bool {
		return !slices.ContainsFunc(all, func(v kustomer.Variable) bool { return v.ID == id })
	})
	return nil
}

// lost reports whether the variable of a secret is gone.
func lost(ctx context.Context, variables *kustomer.Variables, secrets map[string]string) (bool, error) {
	left := maps.Clone(secrets)
	err := withoutVariable(ctx, variables, left)
	return len(left) < len(secrets), err
}

// noValue refuses to write a workflow whose requests would have no key.
func noValue(has *kustomer.Workflow) error {
	return lifecycle.At(pathSecrets, "A secret header has no value",
		"A secret header of the workflow %q (%s), or the variable that holds it, was removed, so the backend may refuse its requests. The workflow was not changed.\n\nSet %s and %s, then apply again.", has.Name, has.ID, pathSecrets, pathVersion)
}

// unreferenced deletes the variables that no header reads.
func unreferenced(ctx context.Context, variables *kustomer.Variables, ids map[string]string) error {
	kept := map[string]bool{}
	for _, id := range ids {
		kept[id] = true
	}
	return variables.Keep(ctx, kept)
}

// pending are the headers before their variables exist.
func pending(headers map[string]string) map[string]string {
	ids := map[string]string{}
	for name := range headers {
		ids[name] = ""
	}
	return ids
}
