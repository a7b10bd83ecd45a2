package sendworkflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/attribute"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/lifecycle"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/kustomer"
	rules "github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/rules/kustomer/workflow"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// validate checks what the configuration alone can tell.
func validate(ctx context.Context, config *Model) error {
	problems := []error{
		config.checkMark(), checkFlag(pathSent, config.SentAttribute), checkFlag(pathOptOut, config.OptOutAttribute),
		config.checkSame(), checkHeaders(ctx, config),
	}
	for i, each := range config.exclusions(ctx) {
		if each != nil {
			problems = append(problems, each.check(pathExcludeWhen.AtListIndex(i)))
		}
	}
	return errors.Join(problems...)
}

// checkMark wants one of the two marks.
func (m *Model) checkMark() error {
	switch {
	case attribute.Set(m.SentAttribute) && attribute.Set(m.SentTag):
		return lifecycle.At(pathSentTag, "Two marks for surveyed conversations", "Set sent_attribute or sent_tag, not both: one of them is set before the request, and prevents a second survey. Prefer sent_attribute.")
	case m.SentAttribute.IsNull() && m.SentTag.IsNull():
		return lifecycle.At(pathSent, "The mark of surveyed conversations is missing",
			"Without it, a conversation that is reopened and done again would get a second survey. Set sent_attribute to the name of a custom attribute of conversations, such as \"surveySentBool\", or set sent_tag.")
	}
	return nil
}

// checkFlag wants the name of an attribute that is true or false.
func checkFlag(at path.Path, name types.String) error {
	if !attribute.Set(name) {
		return nil
	}
	text := name.ValueString()
	if err := rules.CheckName(text); err != nil {
		return lifecycle.At(at, "Not the name of a custom attribute", "%s.", wording.Capital(err.Error()))
	}
	if suffix, _ := rules.SuffixOf(text); suffix.End != rules.SuffixBool {
		return lifecycle.At(at, "The attribute is not true or false", "%q ends in %s: it is %s. Name an attribute that ends in %s, such as %q.", text, suffix.End, suffix.Type, rules.SuffixBool, "surveySentBool")
	}
	return nil
}

// checkSame refuses a mark that is the opt-out.
func (m *Model) checkSame() error {
	if attribute.Set(m.SentAttribute) && m.SentAttribute.Equal(m.OptOutAttribute) {
		return lifecycle.At(pathOptOut, "One attribute for the mark and the opt-out",
			"%q is sent_attribute too: every conversation that was surveyed would look as if the customer had opted out. Use two attributes.", m.OptOutAttribute.ValueString())
	}
	return nil
}

func (e *Exclusion) check(at path.Path) error {
	if !attribute.Set(e.Field) {
		return nil
	}
	field := workflow.Field(e.Field.ValueString())
	if err := workflow.CheckField(field); err != nil {
		return lifecycle.At(at.AtName("field"), "Not an attribute of a conversation", "%s.", wording.Capital(err.Error()))
	}
	if !attribute.Set(e.Operator) {
		return nil
	}
	operator := e.Operator.ValueString()
	takes := workflow.TakesValue(operator)
	switch err := workflow.CheckOperator(field, operator); {
	case err != nil:
		return lifecycle.At(at.AtName("operator"), "The operator does not fit the attribute", "%s.", wording.Capital(err.Error()))
	case takes && e.Value.IsNull():
		return lifecycle.At(at.AtName("value"), "The value is missing", "The operator %q compares %s with a value. Set \"value\".", operator, field)
	case !takes && attribute.Set(e.Value):
		return lifecycle.At(at.AtName("value"), "The operator takes no value", "The operator %q looks at %s alone. Remove \"value\".", operator, field)
	case takes && attribute.Set(e.Value):
		if err := workflow.CheckValue(field, e.Value.ValueString()); err != nil {
			return lifecycle.At(at.AtName("value"), "Not a value of the attribute", "%s.", wording.Capital(err.Error()))
		}
	}
	return nil
}

// checkHeaders refuses a header that is both secret and not.
func checkHeaders(ctx context.Context, config *Model) error {
	request := config.request(ctx)
	plain := slices.Collect(maps.Keys(request.Headers.Elements()))
	for _, name := range slices.Sorted(maps.Keys(request.SecretHeadersWO.Elements())) {
		if attribute.HasHeader(plain, name) {
			return lifecycle.At(pathSecrets.AtMapKey(name), "A header is set twice", "%q is in headers too, which is stored in state. Set it in only one of the two.", name)
		}
	}
	return nil
}

// check refuses a request that cannot be sent as it is meant, as far as it is new.
func check(ctx context.Context, plan, state *Model, notes *lifecycle.Notes) error {
	request, prior := plan.request(ctx), Request{URL: types.StringNull(), Body: types.StringNull()}
	if state != nil {
		prior = state.request(ctx)
	}
	problems := []error{caller.CheckURL(pathURL, request.URL, prior.URL)}
	if attribute.Set(request.URL) && !request.URL.Equal(prior.URL) {
		problems = append(problems, checkReferences(pathURL, request.URL.ValueString()))
		caller.WarnOfSecret(notes, pathURL, request.URL)
	}
	for name, value := range request.Headers.Elements() {
		text, _ := value.(types.String)
		if !attribute.Set(text) || text.Equal(prior.Headers.Elements()[name]) {
			continue
		}
		at := pathHeaders.AtMapKey(name)
		problems = append(problems, checkReferences(at, text.ValueString()))
		if attribute.LooksSecret(name) {
			notes.Warn(at, "A credential in headers", "The header %q looks like a credential. It is stored in clear text in state and in plans, and is shown in Kustomer's editor.\n\n"+
				"Move it to secret_headers_wo, whose values are kept in variables of the workflow that Kustomer never shows.", name)
		}
	}
	return errors.Join(append(problems, checkBody(request.Body, prior.Body, notes))...)
}

// checkReferences looks at the references in a text of the request.
func checkReferences(at path.Path, text string) error {
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	found, _ := kustomer.Check(string(body))
	if len(found) == 0 {
		return nil
	}
	return lifecycle.At(at, "A reference cannot be resolved", "%s.", wording.Capital(found[0].Message))
}

// checkBody proves that the body is a JSON object for every conversation.
func checkBody(body, prior types.String, notes *lifecycle.Notes) error {
	if !attribute.Set(body) {
		return nil
	}
	var problems []error
	broken, doubts := kustomer.Check(body.ValueString())
	for _, each := range broken {
		if body.Equal(prior) {
			notes.Warn(pathBody, "The body of the request is wrong", "%s", member(each.Path, each.Message))
			continue
		}
		problems = append(problems, lifecycle.At(pathBody, "The body of the request is wrong", "%s", member(each.Path, each.Message)))
	}
	if !body.Equal(prior) {
		for _, each := range doubts {
			notes.Warn(pathBody, "The body of the request cannot be verified", "%s", member(each.Path, each.Message))
		}
	}
	return errors.Join(problems...)
}

func member(at, message string) string {
	if at == "" {
		return wording.Capital(message) + "."
	}
	return fmt.Sprintf("The member %q: %s.", at, message)
}
