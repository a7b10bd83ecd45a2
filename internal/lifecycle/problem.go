package lifecycle

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/checks"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/wording"
)

// Problem is an error that knows which attribute it is about and how to say so
// to a person: a summary of at most 60 characters and a detail with the cause
// and the next step. An empty Path means the whole resource.
type Problem struct {
	Path    path.Path
	Summary string
	Detail  string
	// Remedy is the next step where it is long and the same for every resource of
	// the account: it is said once. Detail then holds the cause, in one line.
	Remedy string
}

// Error joins summary and detail.
func (p *Problem) Error() string { return p.Summary + ": " + p.Detail }

// At is a problem of one attribute.
func At(at path.Path, summary, format string, args ...any) *Problem {
	return &Problem{Path: at, Summary: summary, Detail: fmt.Sprintf(format, args...)}
}

// VendorError is what the error types of the clients offer beyond their words.
type VendorError interface {
	error
	// Remedy is what a person can do next; empty when nobody knows.
	Remedy() string
	// FieldErrors are the vendor's words by the vendor's field name.
	FieldErrors() map[string][]string
	// NotFound reports that the object does not exist. "No permission" is not that.
	NotFound() bool
	// AccountWide reports that any other request would fail for the same reason.
	AccountWide() bool
}

// Gone reports whether err says that the object does not exist.
func Gone(err error) bool {
	var missing interface{ NotFound() bool }
	return errors.As(err, &missing) && missing.NotFound()
}

// diagnose turns an error of a verb into diagnostics. Doing says what was
// attempted, for example "create acme_webhook". Joined errors become one
// diagnostic each. What the vendor says about a field is placed at the
// attribute of the same name. Once shortens what to do where that was said.
func diagnose(once func(remedy string) string, doing string, err error, attributes map[string]schema.Attribute) diag.Diagnostics {
	var diags diag.Diagnostics
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, each := range joined.Unwrap() {
			diags.Append(diagnose(once, doing, each, attributes)...)
		}
		return diags
	}
	var problem *Problem
	if errors.As(err, &problem) {
		diags.Append(problem.diagnostic(once))
		return diags
	}
	summary := "Cannot " + doing
	var vendor VendorError
	if !errors.As(err, &vendor) {
		diags.AddError(summary, sentence(err.Error()))
		return diags
	}
	remedy := vendor.Remedy()
	if vendor.AccountWide() {
		remedy = once(remedy)
	}
	detail := paragraphs(sentence(err.Error()), remedy)
	if at, ok := soleField(vendor.FieldErrors(), attributes); ok {
		diags.AddAttributeError(at, summary, detail)
	} else {
		diags.AddError(summary, detail)
	}
	return diags
}

func (p *Problem) diagnostic(once func(remedy string) string) diag.Diagnostic {
	detail := paragraphs(p.Detail, once(p.Remedy))
	if p.Path.Equal(path.Empty()) {
		return diag.NewErrorDiagnostic(p.Summary, detail)
	}
	return diag.NewAttributeErrorDiagnostic(p.Path, p.Summary, detail)
}

func paragraphs(cause, remedy string) string { return strings.TrimSpace(cause + "\n\n" + remedy) }

// soleField is the attribute that the vendor complains about, if it is one. Of what is
// inside a nested object ("write_back.note") it is the object's: Terraform shows the
// line of a whole resource for an attribute inside another.
func soleField(fields map[string][]string, attributes map[string]schema.Attribute) (path.Path, bool) {
	if len(fields) != 1 {
		return path.Empty(), false
	}
	for field := range fields {
		root, _, _ := strings.Cut(field, ".")
		if _, exists := attributes[root]; exists {
			return path.Root(root), true
		}
	}
	return path.Empty(), false
}

// sentence gives an error's text a capital and a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return text
	}
	if !slices.Contains([]byte{'.', '!', '?'}, text[len(text)-1]) {
		text += "."
	}
	return wording.Capital(text)
}

// Notes collects the warnings of a verb.
type Notes struct {
	section  *Section
	unheard  bool
	sections Sections
	warnings diag.Diagnostics
}

// Unheard reports that nobody reads the warnings: a check that can only warn need not
// send a request.
func (n *Notes) Unheard() bool { return n.unheard }

// Others are the clients of all configured sections of the provider block that are a C,
// by the names of the sections. Plan and Delete have them.
func Others[C any](n *Notes) (clients []C) {
	for _, name := range slices.Sorted(maps.Keys(n.sections)) {
		if client, isOne := n.sections[name].client.(C); isOne && n.sections[name].problem == nil {
			clients = append(clients, client)
		}
	}
	return clients
}

// First is true once for each key and account: for what is to be said once only.
func (n *Notes) First(key string) bool { return n.section == nil || n.section.first(key) }

// Report reports a finding of a check: a [Problem] to return, a warning, or nothing.
func (n *Notes) Report(level checks.Level, at path.Path, summary, format string, args ...any) error {
	switch level {
	case checks.Error:
		return At(at, summary, format, args...)
	case checks.Warning:
		n.Warn(at, summary, format, args...)
	}
	return nil
}

// Warn adds a warning about an attribute.
func (n *Notes) Warn(at path.Path, summary, format string, args ...any) {
	n.warnings.AddAttributeWarning(at, summary, fmt.Sprintf(format, args...))
}
