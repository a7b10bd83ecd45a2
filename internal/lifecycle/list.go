package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// List finds objects and shows each by the resource's own read, as an import does. An
// error is a result, too: the framework sees no other.
func (e *envelope[C, M, P]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		_, section := e.choose()
		results, warnings, err := e.find(ctx, section, req)
		warnings.Append(section.lostTime()...)
		switch {
		case err != nil:
			push(list.ListResult{Diagnostics: e.diagnose(section, "list", err)})
			return
		case len(results) == 0 && len(warnings) > 0:
			push(list.ListResult{Diagnostics: warnings})
			return
		case len(results) > 0: // nothing that follows the last one within the limit is read
			results[len(results)-1].Diagnostics.Append(warnings...)
		}
		for _, result := range results {
			if !push(result) {
				return
			}
		}
	}
}

// find gives the results up to the limit, and says what is not among them.
func (e *envelope[C, M, P]) find(ctx context.Context, section *Section, req list.ListRequest) (results []list.ListResult, warnings diag.Diagnostics, err error) {
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	client, err := connect[C](section)
	if err != nil {
		return nil, nil, err
	}
	query := e.query(ctx, req)
	objects, err := e.definition.Listing.Objects(ctx, client, query)
	if err != nil {
		return nil, nil, err
	}
	var matching []Listed
	for _, object := range objects {
		if query.matches(object) {
			matching = append(matching, object)
		}
	}
	names := map[string]int{}
	for _, object := range matching {
		names[object.label()]++
	}
	var skipped []string
	for i, object := range matching {
		if req.Limit > 0 && int64(len(results)) == req.Limit {
			warnings.Append(e.limited(req.Limit, len(matching)-i))
			break
		}
		result, err := e.result(ctx, client, section, req, object.ID)
		var reason *Problem
		switch {
		case Gone(err):
		case errors.As(err, &reason):
			skipped = append(skipped, fmt.Sprintf("%q (%s): %s. %s", object.label(), object.ID, reason.Summary, reason.Detail))
		case err != nil:
			return nil, nil, err
		default:
			result.DisplayName = object.display(names[object.label()] > 1)
			results = append(results, result)
		}
	}
	if len(skipped) > 0 {
		warnings.Append(e.skipped(skipped))
	}
	return results, warnings, nil
}

// result is the object as the resource shows it after an import. What the resource
// does not accept as configuration is a problem, too: the generated one would fail.
func (e *envelope[C, M, P]) result(ctx context.Context, client C, section *Section, req list.ListRequest, id string) (list.ListResult, error) {
	result := req.NewListResult(ctx)
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, pathID, id)...)
	var state M
	result.Diagnostics.Append(result.Resource.Get(ctx, &state)...)
	if result.Diagnostics.HasError() {
		return result, nil
	}
	base := P(&state).base()
	if err := e.definition.Read(ctx, client, &state, &Notes{section: section, unheard: true}); err != nil {
		return result, err
	}
	if e.definition.Validate != nil {
		if err := e.definition.Validate(ctx, &state); err != nil {
			return result, err
		}
	}
	base.Account = types.StringValue(client.Account())
	result.Diagnostics.Append(identify(ctx, result.Identity, base.ID, base.Account)...)
	result.Diagnostics.Append(result.Resource.Set(ctx, &state)...)
	return result, nil
}

// display is what people see in a list: the name, and what tells it apart.
func (l Listed) display(ambiguous bool) string {
	var apart []string
	if ambiguous && l.Where != "" {
		apart = append(apart, l.Where)
	}
	if l.Inactive {
		apart = append(apart, "inactive")
	}
	if len(apart) == 0 {
		return l.label()
	}
	return l.label() + " (" + strings.Join(apart, ", ") + ")"
}

func (e *envelope[C, M, P]) limited(limit int64, left int) diag.Diagnostic {
	listing := e.definition.Listing
	return diag.NewWarningDiagnostic("The list ends at its limit", fmt.Sprintf(
		"The list block asks for at most %d %s (limit, 100 by default), and up to %d more match it. They are not listed.\n\nRaise limit, or narrow the list with %s%s.",
		limit, listing.Plural, left, listing.Key, filterContains))
}

func (e *envelope[C, M, P]) skipped(reasons []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Some "+e.definition.Listing.Plural+" are not listed", fmt.Sprintf(
		"surveytrigger_%s cannot manage the following:\n\n%s\n\nManage them elsewhere.", e.definition.Name, strings.Join(reasons, "\n")))
}
