package backend

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/backend/contract"
)

// refusal is an error that the client gets as a problem.
type refusal struct{ contract.Problem }

func (r *refusal) Error() string { return r.Detail }

func refuse(status int, code contract.ProblemCode, format string, args ...any) *refusal {
	return &refusal{contract.Problem{
		Title:  http.StatusText(status),
		Status: status,
		Code:   code,
		Detail: fmt.Sprintf(format, args...),
	}}
}

func badParameter(format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, contract.ProblemCodeInvalidParameter, format, args...)
}

func notFound(kind contract.ReferenceKind, id string) *refusal {
	return refuse(http.StatusNotFound, contract.ProblemCodeNotFound, "There is no %s %s.", words(kind), id)
}

// invalid refuses a body for its members; nil when none is wrong.
func invalid(wrong []contract.MemberError) error {
	if len(wrong) == 0 {
		return nil
	}
	detail := "1 member is wrong."
	if len(wrong) > 1 {
		detail = fmt.Sprintf("%d members are wrong.", len(wrong))
	}
	r := refuse(http.StatusUnprocessableEntity, contract.ProblemCodeInvalid, "%s", detail)
	r.Errors = &wrong
	return r
}

// conflict refuses because of other objects.
func conflict(code contract.ProblemCode, others []contract.Reference, format string, args ...any) *refusal {
	r := refuse(http.StatusConflict, code, format, args...)
	r.Conflicts = &others
	return r
}

func names(of []contract.Reference) string {
	var all []string
	for _, one := range of {
		all = append(all, one.ID)
	}
	return strings.Join(all, ", ")
}

// words is a kind as people write it.
func words(kind contract.ReferenceKind) string { return strings.ReplaceAll(string(kind), "_", " ") }

// writeProblem answers with the problem behind an error. Parameters are read by
// the generated code, which has errors of its own.
func writeProblem(w http.ResponseWriter, err error) {
	problem := problemOf(err)
	if problem.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(problem.Status)
	_ = json.NewEncoder(w).Encode(problem)
}

func problemOf(err error) contract.Problem {
	var (
		refused *refusal
		missing *contract.RequiredHeaderError
	)
	switch {
	case errors.As(err, &refused):
		return refused.Problem
	case errors.As(err, &missing) && missing.ParamName == "If-Match":
		return refuse(http.StatusPreconditionRequired, contract.ProblemCodeIfMatchMissing,
			"PATCH and DELETE need the header If-Match with the etag of the object that was read.").Problem
	case errors.As(err, &missing):
		return refuse(http.StatusBadRequest, contract.ProblemCodeIdempotencyKeyMissing,
			"POST needs the header %s.", missing.ParamName).Problem
	default:
		return badParameter("%s", err).Problem
	}
}
